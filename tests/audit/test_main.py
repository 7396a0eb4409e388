"""The command line: exit codes that scripts rely on, a report for people, never a traceback."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audit import __main__, build, report
from audit.__main__ import main
from audit.findings import MOST_KEPT, STEPS, Finding, Findings
from tests.audit import bundles
from tests.audit.finding import swap


@pytest.fixture
def sound(tmp_path: Path) -> str:
    """Return the path of a bundle in which everything holds."""
    return str(bundles.write_zip(tmp_path / "sound.zip", bundles.sound()))


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    """Return the path of a bundle with one finding that tries to steer the terminal."""
    files = bundles.sound()
    swap("data/tables/log.csv", b"system", b"\x1b[2Jsystem")(files)
    return str(bundles.write_zip(tmp_path / "damaged.zip", files))


def test_a_sound_bundle_ends_with_exit_code_nothing(sound: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a table of all checks, and the warning where the key came from."""
    assert main(["verify", sound]) == 0
    told = capsys.readouterr().out
    assert told.endswith("All checks hold.\n")
    assert "taken from the bundle itself" in told
    assert all(f"\n{rule} " in told for rule in STEPS)


def test_the_key_can_be_given_itself_or_as_a_file(
    sound: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then the report does not warn."""
    (tmp_path / "log.vkey").write_text(bundles.verifier_key() + "\n")
    for key in (bundles.verifier_key(), str(tmp_path / "log.vkey")):
        assert main(["verify", sound, "--log-key", key]) == 0
        assert "taken from the bundle itself" not in capsys.readouterr().out
    assert main(["verify", sound, "--log-key", str(tmp_path / "none")]) == 2
    assert main(["verify", sound, "--log-key", bundles.verifier_key(holder="a thief")]) == 1


def test_an_earlier_head_is_read_from_a_file(sound: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an auditor kept from the last time."""
    entries = bundles.packed(bundles.story())
    for content, code in ((bundles.checkpoint(entries[:50]), 0), (bundles.checkpoint([b"x"]), 1), (b"", 2)):
        (tmp_path / "old").write_bytes(content)
        assert main(["verify", sound, "--since", str(tmp_path / "old")]) == code
    assert main(["verify", sound, "--since", str(tmp_path / "none")]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_findings_end_with_exit_code_one(damaged: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They name the rule and the entry, and nothing in them reaches the terminal as it is."""
    assert main(["verify", damaged]) == 1
    told = capsys.readouterr().out
    assert "\ntables entry 0: tables/log.csv: the row of 0 has actor" in told
    assert told.endswith("\n1 findings.\n")
    assert "\x1b" not in told
    assert "\\x1b[2Jsystem" in told


def test_the_report_as_json_says_the_same(sound: str, damaged: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: rule, entry, message, and counts for every check."""
    assert main(["verify", damaged, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["size"], told["log_key_from"]) == (False, len(bundles.story()), "bundle")
    assert [(one["rule"], one["entry"]) for one in told["findings"]] == [("tables", 0)]
    assert {one["rule"]: one["findings"] for one in told["checks"]} == {**dict.fromkeys(STEPS, 0), "tables": 1}
    assert main(["verify", sound, "--json", "--log-key", bundles.verifier_key()]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["holds"], told["findings"], told["log_key_from"]) == (True, [], "auditor")
    assert told["root"] == bundles.root_of(bundles.packed(bundles.story())).hex()


@pytest.mark.parametrize("problem", [RuntimeError("boo"), MemoryError(), RecursionError("deep"), KeyboardInterrupt()])
def test_nothing_ends_in_a_traceback(
    sound: str, problem: BaseException, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever nobody foresaw is told in one sentence, exit code 2."""

    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr(__main__, "verify", fail)
    assert main(["verify", sound]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)


@pytest.mark.parametrize("words", [["--help"], ["verify", "--help"], ["proof", "--help"]])
def test_help_says_what_exit_codes_mean(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """For each command."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert len(words) == 1 or "Exit codes: 0" in capsys.readouterr().out


def test_only_the_first_findings_of_a_rule_are_kept() -> None:
    """A forged file must not fill the memory with its findings; their number is told all the same."""
    findings = Findings()
    findings.take(Finding("H1", n, "x") for n in range(MOST_KEPT + 7))
    findings.find("H2", "y")
    assert (len(findings.kept), findings.found["H1"], findings.found["H2"]) == (MOST_KEPT + 1, MOST_KEPT + 7, 1)


def test_long_and_strange_text_is_told_plainly() -> None:
    """Right-to-left marks, escapes and endless text."""
    assert report.plain("a\u202eb\x07\n") == "a\\x202eb\\x07\\x0a"
    assert len(report.plain("x" * 1_000)) == report.LONGEST + 1


def test_the_zipapp_is_the_same_each_time_and_needs_nothing_else(sound: str, tmp_path: Path) -> None:
    """Run by a Python that sees neither the checkout nor any installed package."""
    content = build.zipapp_bytes()
    assert build.zipapp_bytes() == content
    app = tmp_path / "audit.pyz"
    app.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(app), "verify", sound],
        capture_output=True,
        cwd=tmp_path,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stderr) in {(0, ""), (1, "")}
    assert "checked by" in done.stdout or "NOT CHECKED" in done.stdout
    if done.returncode:
        assert "NOT" in done.stdout


def test_the_zipapp_holds_source_only() -> None:
    """Sorted, dated 1980, replay included, no compiled code."""
    with zipfile.ZipFile(io.BytesIO(build.zipapp_bytes())) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {"__main__.py", "audit/verify.py", "audit/replay/__init__.py"} <= set(names)
        assert all(name.endswith(".py") for name in names)
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_zipapp_builds_itself_again(tmp_path: Path) -> None:
    """A verifier that came out of a bundle has the same bytes to give."""
    app = tmp_path / "audit.pyz"
    app.write_bytes(build.zipapp_bytes())
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from audit.build import zipapp_bytes;"
        "sys.stdout.buffer.write(zipapp_bytes())"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code, str(app)], capture_output=True, cwd=tmp_path, check=True)
    assert done.stdout == app.read_bytes()
