"""The command line as scripts rely on it: exit codes, one sentence for what went wrong, never a traceback."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.commands import COMMANDS, parser
from ledger.log.sentences import SENTENCES
from ledger.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PEOPLE = [
    {"name": "Ada", "sign_in_name": "ada", "roles": ["officer"]},
    {"name": "Ben", "sign_in_name": "ben", "roles": ["approver", "finance"]},
    {"name": "Cy", "sign_in_name": "cy", "roles": ["approver", "finance", "steward"]},
]


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a home of its own."""
    return subprocess.run(
        [sys.executable, "app.py", *words],
        cwd=ROOT,
        env={"ALMONER_HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def start(home: Path, people: list[dict[str, object]] = PEOPLE) -> subprocess.CompletedProcess[str]:  # type: ignore[assignment]
    """Start an installation."""
    home.parent.mkdir(parents=True, exist_ok=True)
    path = home.parent / "people.json"
    path.write_text(json.dumps(people))
    words = ("--name", "House", "--origin", "house.example/books", "--currency", "EUR", "--people", str(path))
    return run(home, "init", *words)


def test_an_installation_begins_serves_audits_and_is_well(tmp_path: Path) -> None:
    """init, doctor, checkpoint, bundle, verify, in this order."""
    home = tmp_path / "home"
    begun = start(home)
    assert begun.returncode == 0, begun.stderr
    assert len(re.findall(r"passphrase +\S{24}", begun.stdout)) == 3
    well = run(home, "doctor")
    assert well.returncode == 0, well.stdout
    assert run(home, "checkpoint").stdout.startswith("house.example/books\n")
    assert run(home, "bundle", "--out", str(tmp_path / "b.zip")).returncode == 0
    assert run(home, "verify", str(tmp_path / "b.zip")).returncode == 0
    assert run(home, "bundle", "--out", str(tmp_path / "b.zip")).returncode == 2
    again = start(home)
    assert again.returncode == 2
    assert "already" in again.stderr
    (home / "log.key").chmod(0o644)
    assert run(home, "checkpoint").returncode == 2
    assert run(home, "doctor").returncode in {1, 2}


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE[:2],
        [{**PEOPLE[0], "roles": ["donor", "officer"]}, *PEOPLE[1:]],
        [PEOPLE[0], PEOPLE[1], {**PEOPLE[2], "sign_in_name": "BEN"}],
        [PEOPLE[0], PEOPLE[1], {**PEOPLE[2], "roles": ["approver", "steward"]}],
        [{"name": "Nobody"}],
        "nonsense",
    ],
)
def test_a_beginning_that_could_never_work_is_refused(tmp_path: Path, people: list[dict[str, object]]) -> None:
    """In one sentence, and nothing is left behind."""
    refused = start(tmp_path / "home", people)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "home" / "log.key").exists()


@pytest.mark.parametrize(
    "words", [("doctor",), ("serve",), ("checkpoint",), ("bundle", "--out", "x.zip"), ("verify", "nothing.zip")]
)
def test_without_an_installation_a_command_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Exit code 2, one sentence."""
    answer = run(tmp_path / "nothing", *words)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr + answer.stdout


def test_a_dry_run_prints_what_scripts_rely_on(tmp_path: Path) -> None:
    """0 all can be taken, 1 some cannot, 2 cannot be read; no installation is needed."""
    grant = {
        "id": "1", "amountAwarded": 10, "currency": "GBP", "awardDate": "2019-01-02",
        "fundingOrganization": [{"id": "F"}], "recipientIndividual": {"id": "R"},
    }  # fmt: skip
    path = tmp_path / "f.json"
    for grants, code in (([grant], 0), ([grant, {**grant, "id": "2", "amountAwarded": 0}], 1)):
        path.write_text(json.dumps({"grants": grants}))
        answer = run(tmp_path, "import-awards", str(path), "--dry-run", "--json")
        assert answer.returncode == code
        said = json.loads(answer.stdout)
        assert list(said) == ["sha256", "rows", "taken", "refused", "totals", "funders", "recipients"]
        assert said["totals"] == {"GBP": 1000}
    path.write_text("nothing")
    assert run(tmp_path, "import-awards", str(path), "--dry-run").returncode == 2
    assert run(tmp_path, "import-awards", str(tmp_path / "none"), "--dry-run").returncode == 2


def test_every_command_and_setting_is_documented() -> None:
    """In docs/operating.md and in --help."""
    operating = (ROOT / "docs" / "operating.md").read_text()
    help_text = parser().format_help()
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        assert f"`{name}" in operating, name
        assert name in help_text
    for setting in SETTINGS:
        assert f"`{setting}`" in operating, setting


def test_every_verb_of_the_log_is_specified() -> None:
    """In docs/log-format.md."""
    specified = (ROOT / "docs" / "log-format.md").read_text()
    for verb in SENTENCES:
        assert f"`{verb}`" in specified, verb


def test_a_database_that_was_opened_up_is_not_served(tmp_path: Path) -> None:
    """A dropped trigger is named, by serve and by doctor."""
    home = tmp_path / "home"
    assert start(home).returncode == 0
    connection = sqlite3.connect(home / "almoner.db")
    connection.execute("DROP TRIGGER posting_never_changed")
    connection.commit()
    connection.close()
    refused = run(home, "serve", "--port", "1")
    assert refused.returncode == 2
    assert "posting_never_changed is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert run(home, "doctor").returncode == 1
