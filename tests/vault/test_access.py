"""Joining a lock, leaving it, renewing it; nobody ever holds two opposite ones."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.errors import Refusal
from ledger.vault.actions.access import grant_again, leave, propose_access
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.renew import renew_lock
from ledger.vault.models import EnvelopeHalf, LockMember
from ledger.vault.rules.compartments import APPROVAL, CONTACT, CUSTODY, FINANCE, PROGRAMME, Compartment
from ledger.vault.trouble import NoCopy, Tampered
from tests.builders import World, approved, sign
from tests.vault.sealed import asked, consented, shown, somebody


def proposed(world: World, holder: str, name: str, whom: str) -> UUID:
    """Let a holder propose that somebody is to hold a lock."""
    with world.store.work(world.actors[holder]) as work:
        return propose_access(work, world.signers[holder], name, world.actors[whom].id).id


def without(world: World, who: str, name: str, why: str = "role_ended") -> None:
    """Take somebody's copy away."""
    with world.store.work(world.actors["hana"]) as work:
        leave(work, name, world.actors[who].id, why)


def test_a_holder_and_another_signature_grant_a_lock(world: World) -> None:
    """Bao lost the contact lock; Amina proposes it, Carla signs, Bao opens."""
    who = somebody(world)
    without(world, "bao", CONTACT)
    with pytest.raises(NoCopy), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    proposal = proposed(world, "amina", CONTACT, "bao")
    with pytest.raises(NoCopy), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    sign(world, "carla", proposal)
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety")


def test_nobody_signs_for_their_own_key(world: World) -> None:
    """Who would receive it cannot be the other signature."""
    without(world, "deniz", APPROVAL)
    proposal = proposed(world, "carla", APPROVAL, "deniz")
    with pytest.raises(Refusal):
        sign(world, "deniz", proposal)


def test_nobody_holds_two_opposite_locks(world: World) -> None:
    """Bao, who holds the approvers' side, is not given finance's."""
    with pytest.raises(Refusal):
        proposed(world, "farah", FINANCE, "bao")


def test_a_lock_is_for_its_role(world: World) -> None:
    """Finance is not given contacts."""
    with pytest.raises(Refusal):
        proposed(world, "amina", CONTACT, "farah")


def test_who_holds_nothing_grants_nothing(world: World) -> None:
    """A steward cannot hand out keys."""
    with pytest.raises(NoCopy):
        proposed(world, "hana", CONTACT, "bao")


def test_after_a_renewal_the_leaver_reads_nothing_and_the_rest_everything(world: World) -> None:
    """Bao keeps an old copy of the key: it opens no half any more."""
    who = somebody(world, {Compartment.CONTACT: b'{"phone":"1"}'})
    with world.store.reading() as session:
        old = session.get_one(LockMember, (CONTACT, world.actors["bao"].id)).sealed
    without(world, "bao", CONTACT)
    with world.store.work(world.actors["amina"]) as work:
        count = renew_lock(work, world.signers["amina"], CONTACT)
        assert count == len(list(work.session.scalars(select(EnvelopeHalf).where(EnvelopeHalf.lock == CONTACT))))
    with world.store.work(world.actors["amina"]) as work:
        assert open_contact(work, world.signers["amina"], who, "safety") == b'{"phone":"1"}'
    with pytest.raises((NoCopy, Tampered)), world.store.work(world.actors["bao"]) as work:
        member = LockMember(lock=CONTACT, person_id=world.actors["bao"].id, stage="held", epoch=2, sealed=old)
        work.session.add(member)
        work.session.flush()
        work.record("export.made", [], what="nothing", rows=0)
        open_contact(work, world.signers["bao"], who, "safety")


def test_payees_still_open_after_both_sides_renewed(world: World) -> None:
    """The passed half of a running award is sealed anew as well."""
    from tests.vault.test_payees import opened, released_run

    approved(world, 1000)
    run = released_run(world)
    with world.store.work(world.actors["carla"]) as work:
        renew_lock(work, world.signers["carla"], APPROVAL)
    with world.store.work(world.actors["farah"]) as work:
        assert renew_lock(work, world.signers["farah"], FINANCE) >= 2
    assert len(opened(world, "goran", run)) == 1


def test_an_identity_still_opens_after_both_sides_renewed(world: World) -> None:
    """Two renewals and new records between them."""
    who = somebody(world, {Compartment.IDENTITY: b"before"})
    with world.store.work(world.actors["amina"]) as work:
        renew_lock(work, world.signers["amina"], PROGRAMME)
    with world.store.work(world.actors["deniz"]) as work:
        renew_lock(work, world.signers["deniz"], CUSTODY)
    other = somebody(world, {Compartment.IDENTITY: b"after"})
    for pseudonym, content in ((who, b"before"), (other, b"after")):
        opening = asked(world, "bao", pseudonym)
        consented(world, "deniz", opening)
        assert shown(world, "bao", opening) == content


def test_a_traveller_is_granted_again_by_a_colleague_alone(world: World) -> None:
    """Without a copy on the journey, with one after it."""
    who = somebody(world)
    without(world, "bao", CONTACT, "suspended")
    with pytest.raises(NoCopy), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    with world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety")


def test_granting_again_is_no_way_in_for_a_stranger(world: World) -> None:
    """Who was never a member, or left for good, needs a proposal."""
    without(world, "bao", CONTACT)
    with pytest.raises(Refusal), world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)


def test_a_copy_made_before_a_renewal_is_not_activated(world: World) -> None:
    """The approver's signature comes after the lock was renewed."""
    without(world, "bao", CONTACT)
    proposal = proposed(world, "amina", CONTACT, "bao")
    with world.store.work(world.actors["amina"]) as work:
        renew_lock(work, world.signers["amina"], CONTACT)
    with pytest.raises(Refusal):
        sign(world, "carla", proposal)


def test_who_left_a_lock_holds_its_opposite_only_after_it_was_renewed(world: World) -> None:
    """The key that they knew must first open nothing any more."""
    without(world, "bao", APPROVAL)
    with pytest.raises(Refusal, match="has to renew it first"):
        proposed(world, "farah", FINANCE, "bao")
    with world.store.work(world.actors["carla"]) as work:
        renew_lock(work, world.signers["carla"], APPROVAL)
    sign(world, "carla", proposed(world, "farah", FINANCE, "bao"))
