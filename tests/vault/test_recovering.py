"""When nobody holds a lock any more, both outsiders give somebody a copy, and only then."""

from __future__ import annotations

import pytest

from ledger.actor import SYSTEM
from ledger.errors import LockedDown, Refusal
from ledger.keys import age
from ledger.keys.age import Identity
from ledger.signin.actions.lockdown import raise_lockdown
from ledger.vault.actions.access import leave
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.recover import recover_lock, refuse_while_held
from ledger.vault.models import RecoveryHalf
from ledger.vault.queries.recovery import NotRecoverable
from ledger.vault.rules.compartments import CONTACT, CUSTODY, FINANCE, PROGRAMME, Compartment
from ledger.vault.trouble import NoCopy
from tests.builders import World
from tests.vault.sealed import asked, consented, meddle, shown, somebody, verbs
from tests.vault.test_recovery import half_of, put

PHONE = b'{"phone":"1"}'


def leaving(world: World, name: str, *people: str, why: str = "role_ended") -> None:
    """Take people's copies away."""
    for who in people:
        with world.store.work(world.actors["hana"]) as work:
            leave(work, name, world.actors[who].id, why)


def recover(world: World, name: str, whom: str, *identities: Identity) -> None:
    """Let the outsiders give somebody a copy."""
    with world.store.work(SYSTEM) as work:
        refuse_while_held(work, name)
        recover_lock(work, identities or world.outsiders, name, world.actors[whom].id)


@pytest.mark.parametrize("why", ["role_ended", "keys_changed"])
def test_a_lost_lock_is_recovered(world: World, why: str) -> None:
    """Both officers are gone from it; Bao gets a copy from the outsiders and opens what was sealed before."""
    who = somebody(world, {Compartment.CONTACT: PHONE})
    leaving(world, CONTACT, "amina", "bao", why=why)
    with pytest.raises(NoCopy), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    recover(world, CONTACT, "bao")
    assert verbs(world, 1) == ["lock.recovered"]
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety") == PHONE


def test_a_recovered_side_still_needs_the_other(world: World) -> None:
    """Who got a copy of one of two opposite locks asks, and another consents."""
    who = somebody(world, {Compartment.IDENTITY: b"her name"})
    leaving(world, PROGRAMME, "amina", "bao")
    recover(world, PROGRAMME, "amina")
    opening = asked(world, "amina", who)
    consented(world, "deniz", opening)
    assert shown(world, "amina", opening) == b"her name"


def test_nothing_is_recovered_while_somebody_can_grant(world: World) -> None:
    """One holder is left: it goes by proposal, with another's signature."""
    leaving(world, CONTACT, "amina")
    with pytest.raises(Refusal, match="Somebody holds this key"):
        recover(world, CONTACT, "amina")


def test_a_lock_is_recovered_for_its_role_only(world: World) -> None:
    """A steward, however urgent, is not given contacts."""
    leaving(world, CONTACT, "amina", "bao")
    with pytest.raises(Refusal, match="role"):
        recover(world, CONTACT, "hana")


def test_nobody_gets_the_opposite_lock(world: World) -> None:
    """Bao has finance's role and holds the approvers' side: two keys in one hand are none."""
    leaving(world, FINANCE, "farah", "goran")
    with pytest.raises(Refusal, match="opposite"):
        recover(world, FINANCE, "bao")


@pytest.mark.parametrize("who", [(0,), (0, 0), (0, 2)], ids=str)
def test_one_outsider_alone_recovers_nothing(world: World, who: tuple[int, ...]) -> None:
    """And nothing is written."""
    leaving(world, CUSTODY, "deniz")
    before = verbs(world, 1)
    everyone = (*world.outsiders, Identity.fresh())
    with pytest.raises(Refusal, match="outsiders"):
        recover(world, CUSTODY, "deniz", *(everyone[one] for one in who))
    assert verbs(world, 1) == before


def test_halves_that_do_not_make_the_key_give_nothing(world: World) -> None:
    """A half was exchanged: no copy, no entry."""
    leaving(world, CUSTODY, "deniz")
    assert age.unseal(world.outsiders[0], half_of(world, CUSTODY, 0))
    meddle(world, put(CUSTODY, 0, half_of(world, CONTACT, 0)))
    with pytest.raises(NotRecoverable):
        recover(world, CUSTODY, "deniz")
    assert verbs(world, 1) == ["lock.left"]
    with world.store.reading() as session:
        assert session.get(RecoveryHalf, (CUSTODY, 1, 0)) is not None


def test_holders_who_are_gone_for_good_do_not_stand_in_the_way(world: World) -> None:
    """Amina holds contacts, as far as the ledger knows, and is detained: Bao gets a copy from the outsiders."""
    who = somebody(world, {Compartment.CONTACT: PHONE})
    leaving(world, CONTACT, "bao", why="keys_changed")
    with world.store.work(SYSTEM) as work:
        recover_lock(work, world.outsiders, CONTACT, world.actors["bao"].id)
    assert verbs(world, 1) == ["lock.recovered"]
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety") == PHONE


def test_nothing_is_recovered_during_a_lock_down(world: World) -> None:
    """First two people lift it: nobody knows who stands behind the outsiders."""
    leaving(world, CUSTODY, "deniz")
    with world.store.work(world.actors["amina"]) as work:
        raise_lockdown(work)
    with pytest.raises(LockedDown):
        recover(world, CUSTODY, "deniz")
    assert verbs(world, 1) == ["lockdown.raised"]
