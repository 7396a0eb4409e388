"""Duplicate hints: equal identifiers are told to exist, nothing else can be read from what is stored."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ledger.errors import NotFound, Refusal
from ledger.vault.actions.hinting import CHECKS_A_DAY, keep_hints, look_for_duplicates
from ledger.vault.actions.renew import renew_lock
from ledger.vault.models import Hint
from ledger.vault.rules.compartments import HINTS
from tests.builders import World, register
from tests.vault.sealed import verbs

TEXTS = ["phone:+254712345678", "account:DE89370400440532013000"]


def kept(world: World, texts: list[str] = TEXTS) -> str:
    """Somebody with these identifiers."""
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        keep_hints(work, world.signers["amina"], who, texts)
        work.record("hint.checked", [], count=0, hits=0)
    return who


def found(world: World, texts: list[str], name: str = "bao") -> list[str]:
    """Look as an officer."""
    with world.store.work(world.actors[name]) as work:
        return look_for_duplicates(work, world.signers[name], texts)


def test_one_equal_identifier_is_a_hint(world: World) -> None:
    """The pseudonym of the other is told, and the check is on the log."""
    who = kept(world)
    assert found(world, ["phone:+1", TEXTS[1]]) == [who]
    assert verbs(world, 1) == ["hint.checked"]
    assert found(world, ["phone:+1"]) == []


def test_hints_survive_renewals(world: World) -> None:
    """Values of before, between and after two renewals are all compared."""
    first = kept(world)
    for number, name in enumerate(("amina", "bao")):
        with world.store.work(world.actors[name]) as work:
            renew_lock(work, world.signers[name], HINTS)
        kept(world, [f"document:KE:{number}"])
    assert found(world, TEXTS) == [first]
    assert len(found(world, ["document:KE:0", "document:KE:1"])) == 2


def test_a_renewal_changes_every_stored_value(world: World) -> None:
    """Who left with the old key can compare nothing with what is stored now."""
    kept(world)
    with world.store.reading() as session:
        before = set(session.scalars(select(Hint.value)))
    with world.store.work(world.actors["amina"]) as work:
        renew_lock(work, world.signers["amina"], HINTS)
    with world.store.reading() as session:
        after = set(session.scalars(select(Hint.value)))
    assert len(after) == len(before) == 2
    assert not before & after


def test_looking_is_capped_by_day(world: World) -> None:
    """The check is an oracle: nobody asks it through a telephone book."""
    for number in range(CHECKS_A_DAY):
        found(world, [f"phone:+{number}"])
    with pytest.raises(Refusal):
        found(world, ["phone:+1"])


@pytest.mark.parametrize("name", ["carla", "farah", "ilse"])
def test_nobody_but_officers_looks(world: World, name: str) -> None:
    """Others do not even learn that nothing is there."""
    with pytest.raises(NotFound):
        found(world, TEXTS, name)
