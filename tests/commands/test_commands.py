"""The command line as scripts rely on it: exit codes, one sentence for what went wrong, never a traceback."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from ledger.commands import COMMANDS, parser
from ledger.log.sentences import SENTENCES
from ledger.settings import SETTINGS
from tests.commands.running import PEOPLE, RECIPIENTS, ROOT, plainly_refused, run, start


def test_an_installation_begins_serves_audits_and_is_well(tmp_path: Path) -> None:
    """init, doctor, checkpoint, bundle, verify, in this order."""
    home = tmp_path / "home"
    begun = start(home)
    assert begun.returncode == 0, begun.stderr
    assert len(re.findall(r"passphrase +\S{24}", begun.stdout)) == len(PEOPLE)
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
    ("people", "because"),
    [
        (PEOPLE[:2], "At least three people"),
        ([{**PEOPLE[0], "roles": ["donor", "officer"]}, *PEOPLE[1:]], "stand alone"),
        ([*PEOPLE[:3], {**PEOPLE[3], "sign_in_name": "BEN"}], "same sign-in name"),
        (PEOPLE[:3], "finance role"),
        ([*PEOPLE[:2], {**PEOPLE[2], "roles": ["approver", "steward"]}, PEOPLE[3]], "identity.custody"),
        ([*PEOPLE[:3], {**PEOPLE[3], "roles": ["finance", "approver"]}], "payment.finance"),
        ([{"name": "Nobody"}], "not written as it should be"),
        ("nonsense", "not a JSON list"),
    ],
)
def test_a_beginning_that_could_never_work_is_refused(tmp_path: Path, people: object, because: str) -> None:
    """In one sentence that says why, and nothing is left behind."""
    refused = start(tmp_path / "home", people)
    assert plainly_refused(refused)
    assert because in refused.stderr
    assert not (tmp_path / "home" / "log.key").exists()


@pytest.mark.parametrize(
    ("outsiders", "because"),
    [
        ([], "outsiders are missing"),
        (RECIPIENTS[:1], "outsiders are missing"),
        (RECIPIENTS[:1] * 2, "two different"),
        ([*RECIPIENTS, RECIPIENTS[0]], "two different"),
        ([RECIPIENTS[0], "age1nobody"], "begins with age1"),
    ],
    ids=["none", "one", "the same twice", "three", "a word"],
)
def test_a_beginning_without_two_outsiders_is_refused(tmp_path: Path, outsiders: list[str], because: str) -> None:
    """What is sealed could be lost for good, or read by one person."""
    refused = start(tmp_path / "home", PEOPLE, outsiders)
    assert plainly_refused(refused)
    assert because in refused.stderr
    assert not (tmp_path / "home").exists()


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
