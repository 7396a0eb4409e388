"""Drills, backups and the way back on the command line: exit codes, sentences, and no secret where it is seen."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.commands import main
from ledger.keys.age import Identity
from ledger.log.tiles import root_at
from ledger.settings import Settings
from ledger.vault.actions.access import leave_all
from tests.backups.kept import House, build, copied, erase, known
from tests.builders import ORIGIN
from tests.vault.sealed import meddle


@dataclass
class Console:
    """A home, the identities of its outsiders as files, and a command line before it."""

    house: House
    home: Path
    folder: Path
    patch: pytest.MonkeyPatch
    screen: pytest.CaptureFixture[str]

    def run(self, *words: str | Path, home: Path | None = None, typed: str = "") -> tuple[int, str, str]:
        """Run a command and return its code, what it said, and what it complained of."""
        self.patch.setenv("ALMONER_HOME", str(home or self.home))
        self.patch.setattr("sys.stdin", io.StringIO(typed))
        self.screen.readouterr()
        code = main([str(word) for word in words])
        said = self.screen.readouterr()
        return code, said.out, said.err

    def identities(self, *which: int) -> list[str]:
        """The option that names the files of outsiders; a third one is a stranger's."""
        return [word for one in which for word in ("--identity", str(self.folder / f"{one}.txt"))]

    @property
    def backups(self) -> tuple[Path, Path]:
        """The two files of the one backup that was made."""
        ledger, sealed = sorted(self.folder.glob("archive-*.age"))
        return ledger, sealed


@pytest.fixture(scope="module")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copy(sqlite_template, folder / "almoner.db")
    return build(f"sqlite:///{folder / 'almoner.db'}", folder / "old")


@pytest.fixture
def console(
    built: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Console]:
    """The command line of a home on SQLite."""
    home, folder, mask = tmp_path / "home", tmp_path / "folder", os.umask(0o077)
    home.mkdir()
    folder.mkdir()
    shutil.copy(str(built.world.store.engine.url.database), home / "almoner.db")
    shutil.copy(built.key_file, home / "log.key")
    house = copied(built, f"sqlite:///{home / 'almoner.db'}", tmp_path / "old")
    for number, identity in enumerate((*house.world.outsiders, Identity.fresh())):
        (folder / f"{number}.txt").write_text(f"# an outsider\n{identity.secret}\n")
    monkeypatch.delenv("ALMONER_DATABASE_URL", raising=False)
    yield Console(house, home, folder, monkeypatch, capsys)
    house.world.store.engine.dispose()
    os.umask(mask)


def one_sentence(code: int, said: str, complaint: str) -> str:
    """Hold an answer to what every command promises when it cannot: code 2, one line, no traceback."""
    assert code == 2
    assert said == ""
    assert complaint.count("\n") == 1
    assert "AGE-SECRET-KEY" not in complaint
    return complaint


def test_a_drill_says_lock_by_lock_what_holds(console: Console) -> None:
    """0 when all hold, from files or typed in; nothing secret is shown."""
    code, said, _ = console.run("drill", *console.identities(1, 0))
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == [
        "contact", "hints", "identity.programme", "identity.custody", "payment.approval", "payment.finance",
    ]  # fmt: skip
    assert said.count(" holds: ") == 6
    typed = "\n".join(one.secret for one in console.house.world.outsiders) + "\n"
    assert console.run("drill", typed=typed)[:2] == (0, said)
    assert console.run("drill", *console.identities(0), typed=console.house.world.outsiders[1].secret)[0] == 0


def test_a_drill_that_finds_something_ends_with_1(console: Console) -> None:
    """The lock is named, the others hold."""
    meddle(console.house.world, lambda c: c.execute(text("DELETE FROM recovery_half WHERE lock = 'contact'")))
    code, said, _ = console.run("drill", *console.identities(0, 1))
    assert code == 1
    assert said.splitlines()[0].startswith("contact             DOES NOT HOLD: Half number 1 ")
    assert said.count(" holds: ") == 5


@pytest.mark.parametrize(("who", "typed"), [((0,), ""), ((0, 0), ""), ((0, 2), ""), ((), ""), ((0,), "nonsense\n")])
def test_a_drill_takes_both_outsiders(console: Console, who: tuple[int, ...], typed: str) -> None:
    """One, the same twice, a stranger, nobody, a word: told in one sentence."""
    one_sentence(*console.run("drill", *console.identities(*who), typed=typed))


def test_an_identity_on_the_command_line_is_exposed_and_refused(console: Console) -> None:
    """And not repeated, whichever command it was given to."""
    secret = console.house.world.outsiders[0].secret
    for words in (
        ("drill",),
        ("recover", "--lock", "contact", "--person", "amina"),
        ("restore", "--from", "x", "--no-checkpoint"),
    ):
        for written in (secret, secret.lower()):
            complaint = one_sentence(*console.run(*words, "--identity", written))
            assert "exposed" in complaint
            assert written not in complaint


def test_a_lost_lock_is_recovered(console: Console) -> None:
    """By both outsiders, for somebody with its role; a second time there is no need."""
    world, words = console.house.world, ("recover", "--lock", "contact", "--person", "bao")
    assert "Somebody holds" in one_sentence(*console.run(*words, *console.identities(0, 1)))
    for who in ("amina", "bao"):
        with world.store.work(world.actors["hana"]) as work:
            leave_all(work, world.actors[who].id, "keys_changed")
    one_sentence(*console.run(*words, *console.identities(0)))
    code, said, _ = console.run(*words, *console.identities(0, 1))
    assert (code, said.startswith("bao holds contact now")) == (0, True)
    assert "Somebody holds" in one_sentence(*console.run(*words, *console.identities(0, 1)))
    code, said, _ = console.run(*words, *console.identities(0, 1), "--holders-gone")
    assert (code, said.startswith("bao holds contact now")) == (0, True)
    complaint = one_sentence(*console.run(*words[:-1], "nobody", *console.identities(0, 1)))
    assert "Nobody has the sign-in name nobody" in complaint


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


def test_a_record_that_was_exchanged_ends_with_1(console: Console, tmp_path: Path) -> None:
    """It was so in the old database already: all is restored, and it is said."""
    meddle(console.house.world, lambda c: c.execute(text("UPDATE envelope SET sha256 = 'x' WHERE version = 2")))
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


def test_outsiders_that_init_makes_are_printed_once_and_kept_nowhere(tmp_path: Path) -> None:
    """Two different ones, for paper; neither the home nor anything in it holds a letter of them, and a drill holds."""
    import re

    from tests.commands.running import run, start

    home = tmp_path / "home"
    begun = start(home, outsiders=[], more=("--make-recovery",))
    assert begun.returncode == 0, begun.stderr
    made = re.findall(r"AGE-SECRET-KEY-1[0-9A-Z]+", begun.stdout)
    assert len(set(made)) == len(made) == 2
    assert all(Identity.read(one).recipient in begun.stdout for one in made)
    for path in home.rglob("*"):
        assert not any(one[-30:].encode() in path.read_bytes() for one in made)
    tried = run(home, "drill", typed="\n".join(made) + "\n")
    assert (tried.returncode, tried.stdout.count("nothing is sealed to it yet")) == (0, 5)
