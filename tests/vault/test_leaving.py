"""Whose access ends gives up what opens sealed records: for a journey until it is granted again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledger.actor import Role
from ledger.errors import Refusal, Suspended
from ledger.signin.actions.leaving import take_back
from ledger.signin.actions.suspend import suspend_access
from ledger.vault.actions.access import grant_again, propose_access
from ledger.vault.actions.contact import open_contact
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import locks_of
from ledger.vault.rules.compartments import APPROVAL, CONTACT, HINTS, PROGRAMME
from tests.builders import World
from tests.log.told import data_of, newest_verbs
from tests.vault.sealed import somebody

DAYS = 5


def away(world: World, name: str, days: int = DAYS) -> None:
    """Let somebody suspend their own access."""
    with world.store.work(world.actors[name]) as work:
        suspend_access(work, work.at.date() + timedelta(days=days))


def stages(world: World, name: str) -> dict[str, Membership]:
    """Where somebody stands with each lock."""
    with world.store.reading() as session:
        return {member.lock: member.stage for member in locks_of(session, world.actors[name].id)}


def test_a_traveller_gives_up_every_copy(world: World) -> None:
    """Each one is on the log, in the unit of work that suspends; they stand with the lock, without a copy of its key."""
    assert set(stages(world, "bao").values()) == {Membership.HELD}
    away(world, "bao")
    assert stages(world, "bao") == dict.fromkeys((APPROVAL, CONTACT, HINTS, PROGRAMME), Membership.WITHOUT_COPY)
    assert newest_verbs(world.store, 5) == ["lock.left"] * 4 + ["access.suspended"]
    assert {said["why"] for said in data_of(world.store, "lock.left")} == {"suspended"}
    with world.store.reading() as session:
        assert {session.get_one(LockMember, (name, world.actors["bao"].id)).sealed for name in (CONTACT, HINTS)} == {
            None
        }


def test_nobody_grants_it_again_before_the_day_is_over(world: World) -> None:
    """Afterwards a holder does, and the traveller opens as before."""
    who = somebody(world)
    away(world, "bao")
    world.clock.move(timedelta(days=DAYS))
    with pytest.raises(Refusal, match="suspended their own access"), world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)
    world.clock.move(timedelta(days=1))
    with world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety")


def test_nobody_proposes_a_lock_to_a_traveller(world: World) -> None:
    """Nor does the traveller open anything by a request that was under way."""
    who = somebody(world)
    away(world, "deniz")
    with pytest.raises(Refusal, match="suspended their own access"), world.store.work(world.actors["carla"]) as work:
        propose_access(work, world.signers["carla"], APPROVAL, world.actors["deniz"].id)
    away(world, "bao")
    with pytest.raises(Suspended), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")


def test_who_has_no_copy_leaves_nothing_twice(world: World) -> None:
    """A lost device after the journey writes no second leaving; a role that ends does, since that is for good."""
    away(world, "bao", 1)
    bao = world.actors["bao"].id
    with world.store.work(world.actors["hana"]) as work:
        take_back(work, bao, "keys_changed")
        work.record("export.made", [], what="x", rows=0)
    assert len(data_of(world.store, "lock.left")) == 4
    with world.store.work(world.actors["hana"]) as work:
        take_back(work, bao, "role_ended", frozenset({Role.APPROVER}))
    assert len(data_of(world.store, "lock.left")) == 5
    assert set(stages(world, "bao")) == {CONTACT, HINTS, PROGRAMME}
