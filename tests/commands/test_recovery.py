"""Drills and recovering on the command line: exit codes, sentences, and no secret where it is seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.keys.age import Identity
from ledger.vault.actions.access import leave_all
from tests.commands.console import Console, one_sentence
from tests.commands.running import run, start
from tests.vault.sealed import meddle


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


def test_outsiders_that_init_makes_are_printed_once_and_kept_nowhere(tmp_path: Path) -> None:
    """Two different ones, for paper; neither the home nor anything in it holds a letter of them, and a drill holds."""
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
