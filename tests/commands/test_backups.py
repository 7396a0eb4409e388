"""Backups and the way back on the command line: exit codes, and what is said of what is not known."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.log.tiles import root_at
from ledger.settings import Settings
from tests.backups.kept import erase, known
from tests.builders import ORIGIN
from tests.commands.console import Console, one_sentence
from tests.vault.sealed import meddle


def test_a_backup_is_made_and_restored(console: Console, tmp_path: Path) -> None:
    """Against a checkpoint, with the log key: then the new home is well, and the old head is continued."""
    (tmp_path / "head").write_text(console.run("checkpoint")[1])
    code, said, _ = console.run("backup", "--to", console.folder)
    ledger, sealed = console.backups
    assert code == 0
    for word in (str(ledger), str(sealed), "sealed records", "weeks, not for years", "as long as books"):
        assert word in said
    new = tmp_path / "new"
    words = ("restore", "--from", ledger, "--envelopes", sealed, *console.identities(1))
    code, said, _ = console.run(
        *words, "--checkpoint", tmp_path / "head", "--log-key", console.home / "log.key", home=new
    )
    assert code == 0
    with console.house.world.store.reading() as session:
        size = int((tmp_path / "head").read_text().splitlines()[1])
        assert root_at(session, size + 1).hex() in said
    for word in (f"log of {size + 1} entries", f"signed at {size} entries", "records: ", "log key is in its place"):
        assert word in said
    assert "NOT KNOWN" not in said
    assert console.run("doctor", home=new)[0] == 0
    assert console.run("drill", *console.identities(0, 1), home=new)[0] == 0
    assert console.run("checkpoint", home=new)[1].splitlines()[1] == str(size + 2)
    assert "already" in one_sentence(*console.run(*words, "--no-checkpoint", home=new))


def test_what_a_restore_does_not_know_is_said_loudly(console: Console, tmp_path: Path) -> None:
    """No checkpoint, no log key, no sealed records: each has its own words."""
    console.run("backup", "--to", console.folder)
    ledger, sealed = console.backups
    words = ("restore", "--from", ledger, *console.identities(0), "--no-checkpoint")
    code, said, _ = console.run(*words, home=tmp_path / "bare")
    assert code == 0
    for word in (
        "NOT KNOWN: whether this is the newest",
        "NOT KNOWN EITHER",
        "WITHOUT the sealed",
        "log key is missing",
    ):
        assert word in said
    more = ("--envelopes", sealed, "--log-key", console.home / "log.key")
    code, said, _ = console.run(*words, *more, home=tmp_path / "more")
    assert code == 0
    assert "NOT KNOWN: whether this is the newest" in said
    for word in ("NOT KNOWN EITHER", "WITHOUT", "is missing"):
        assert word not in said


def test_a_checkpoint_is_asked_for(console: Console, tmp_path: Path) -> None:
    """Who has none has to say so; both at once is nonsense, and so is a file that is no checkpoint."""
    console.run("backup", "--to", console.folder)
    words = ("restore", "--from", console.backups[0], *console.identities(0))
    for more in ((), ("--no-checkpoint", "--checkpoint", "x")):
        with pytest.raises(SystemExit) as refused:
            console.run(*words, *more, home=tmp_path / "new")
        assert refused.value.code == 2
    (tmp_path / "head").write_text("no head")
    said = one_sentence(*console.run(*words, "--checkpoint", tmp_path / "head", home=tmp_path / "new"))
    assert "is not a checkpoint" in said
    one_sentence(*console.run(*words, "--checkpoint", tmp_path / "none", home=tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_an_older_file_is_told_about(console: Console, tmp_path: Path) -> None:
    """How many came back, how many are missing, how many were erased."""
    world = console.house.world
    gone = known(world)
    console.run("backup", "--to", console.folder)
    _ledger, older = console.backups
    known(world)
    erase(world, gone)
    (console.folder / "archive-a-2026-01-05.age").unlink(missing_ok=True)
    assert console.run("backup", "--to", console.folder)[0] == 0
    newest = max(console.folder.glob("archive-a-*.age"), key=lambda path: path.stat().st_mtime_ns)
    code, said, _ = console.run(
        "restore",
        "--from",
        newest,
        "--envelopes",
        older,
        *console.identities(0),
        "--no-checkpoint",
        home=tmp_path / "new",
    )
    assert code == 0
    assert "  7 are on the log and not in this file" in said
    assert "  1 beneficiaries were in this file and are erased" in said


@pytest.mark.parametrize("change", ["sha256 = 'x' WHERE version = 2", "paid_to = 'provider' WHERE way = 1"])
def test_a_record_that_was_exchanged_ends_with_1(console: Console, tmp_path: Path, change: str) -> None:
    """It was so in the old database already: all is restored, and it is said."""
    meddle(console.house.world, lambda c: c.execute(text(f"UPDATE envelope SET {change}")))
    console.run("backup", "--to", console.folder)
    ledger, sealed = console.backups
    code, said, _ = console.run(
        "restore",
        "--from",
        ledger,
        "--envelopes",
        sealed,
        *console.identities(0),
        "--no-checkpoint",
        home=tmp_path / "new",
    )
    assert code == 1
    assert "ARE NOT WHAT THE LOG SAYS" in said


def test_files_that_cannot_be_restored_are_one_sentence(console: Console, tmp_path: Path) -> None:
    """Damaged, a stranger's, missing, the wrong one of two."""
    console.run("backup", "--to", console.folder)
    ledger, sealed = console.backups
    (tmp_path / "cut.age").write_bytes(ledger.read_bytes()[:-1])
    for file, who, because in (
        (tmp_path / "cut.age", 0, "damaged"),
        (ledger, 2, "not sealed to this identity"),
        (tmp_path / "none.age", 0, "No such file"),
        (sealed, 0, "other of the two files"),
    ):
        words = ("restore", "--from", file, "--no-checkpoint", *console.identities(who))
        assert because in one_sentence(*console.run(*words, home=tmp_path / "new"))
        assert not (tmp_path / "new").exists()


def test_nothing_starts_where_a_restore_did_not_finish(console: Console) -> None:
    """Not one command that opens the ledger, and no new beginning beside it."""
    Settings(console.home, "").restore_mark.write_text("00000000-0000-4000-8000-000000000000\n")
    for words in (
        ("serve",),
        ("doctor",),
        ("checkpoint",),
        ("backup", "--to", console.folder),
        ("drill", *console.identities(0, 1)),
        ("bundle", "--out", console.folder / "b.zip"),
    ):
        assert "did not finish" in one_sentence(*console.run(*words)), words
    one_sentence(*console.run("init", "--name", "x", "--origin", ORIGIN, "--currency", "EUR"))
    one_sentence(*console.run("demo", "--no-serve"))


def test_the_rotation_is_told(console: Console) -> None:
    """What stands there and could go, what went."""
    assert "older files" not in console.run("backup", "--to", console.folder)[1]
    assert "1 older files with sealed records stand" in console.run("backup", "--to", console.folder)[1]
    said = console.run("backup", "--to", console.folder, "--keep", "1")[1]
    assert "Removed 2 older files" in said
    assert len(list(console.folder.glob("archive-a-*.age"))) == 3
    assert len(list(console.folder.glob("archive-b-*.age"))) == 1
    one_sentence(*console.run("backup", "--to", console.folder, "--keep", "0"))
    one_sentence(*console.run("backup", "--to", console.folder / "none"))


def test_a_backup_takes_the_log_key(console: Console) -> None:
    """Without it a file could not be told from one that somebody else made."""
    (console.home / "log.key").unlink()
    assert "log key" in one_sentence(*console.run("backup", "--to", console.folder))
    assert list(console.folder.glob("archive-*")) == []
