"""Whoever can write to the database, and holds one account here, gains nothing by it: each swap is refused and told."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from ledger.actor import Actor, Role
from ledger.beneficiaries.actions.details import record_details
from ledger.errors import NotFound
from ledger.keys.personal import PersonalKeys
from ledger.keys.sealing import SealingKey, seal
from ledger.signin.models import PersonKey, RoleGrant
from ledger.signin.queries import actor_for
from ledger.vault.actions.contact import open_contact
from ledger.vault.models import Envelope, EnvelopeHalf, Lock, LockMember, Membership, Opening, OpeningStage
from ledger.vault.queries.locks import hold
from ledger.vault.rules.compartments import CONTACT, CUSTODY, FINANCE, PROGRAMME, Compartment
from ledger.vault.rules.contexts import member_info
from ledger.vault.trouble import NoCopy, Tampered
from tests.builders import ORIGIN, World, register
from tests.vault.sealed import asked, consented, meddle, shown, somebody, verbs

SECRET = b'{"full_name":"Somebody else","v":1}'


def table(model: type) -> Table:
    """The table behind a model, to be written round it."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def test_a_swapped_public_key_of_a_lock_is_not_sealed_to(world: World) -> None:
    """New records would otherwise be sealed to the thief."""
    thief = SealingKey.fresh()
    meddle(world, lambda c: c.execute(update(table(Lock)).values(public=thief.public)))
    with world.store.work(world.actors["amina"]) as work, pytest.raises(Tampered):
        record_details(work, world.signers["amina"], "B-0000-0000-0", Compartment.CONTACT, b"{}")


def test_a_lock_exchanged_whole_is_not_sealed_to(world: World) -> None:
    """Another id that the log does not know."""
    meddle(world, lambda c: c.execute(update(table(Lock)).where(table(Lock).c.name == FINANCE).values(id=uuid4())))
    with pytest.raises(Tampered):
        register(world)
    assert verbs(world, 1) == ["alarm.raised"]


def test_a_copy_made_by_the_thief_opens_nothing(world: World) -> None:
    """A key of the thief's own, sealed to a holder: it is not the lock's."""
    who = somebody(world)
    reading = world.signers["amina"].keys.reading_public
    fake = seal(reading, SealingKey.fresh().secret, member_info(ORIGIN, CONTACT, 1, world.people["amina"].person_id))
    mine = (table(LockMember).c.lock == CONTACT) & (table(LockMember).c.person_id == world.people["amina"].person_id)
    meddle(world, lambda c: c.execute(update(table(LockMember)).where(mine).values(sealed=fake)))
    with world.store.work(world.actors["amina"]) as work, pytest.raises(Tampered):
        open_contact(work, world.signers["amina"], who, "appointment")


def test_another_persons_copy_put_under_ones_own_name_opens_nothing(world: World) -> None:
    """A copy opens for whom it was sealed to, and for nobody else."""
    somebody(world)
    with world.store.reading() as session:
        theirs = session.scalars(select(LockMember.sealed).where(LockMember.lock == CUSTODY)).first()
    row = {
        "lock": PROGRAMME,
        "person_id": world.people["hana"].person_id,
        "stage": Membership.HELD,
        "epoch": 1,
        "sealed": theirs,
    }
    meddle(world, lambda c: c.execute(insert(table(LockMember)).values(row)))
    hana = Actor(world.people["hana"].person_id, frozenset({Role.STEWARD, Role.OFFICER}))
    with world.store.work(hana) as work, pytest.raises((Tampered, NoCopy)):
        hold(work, world.signers["hana"], PROGRAMME)


def test_a_consent_is_sealed_to_the_key_in_the_log(world: World) -> None:
    """A reading key swapped in the table would catch the other half: it is not looked at."""
    who = somebody(world, {Compartment.IDENTITY: SECRET})
    opening = asked(world, "amina", who)
    thief = PersonalKeys.fresh()
    keys = table(PersonKey)
    meddle(world, lambda c: c.execute(update(keys).values(reading_public=thief.reading_public)))
    consented(world, "deniz", opening)
    assert shown(world, "amina", opening) == SECRET


def test_an_envelope_with_the_thiefs_own_halves_is_refused(world: World) -> None:
    """Halves sealed to the real locks round a body that nobody signed for."""
    from ledger.keys import envelope as envelopes

    who = somebody(world, {Compartment.IDENTITY: SECRET})
    with world.store.reading() as session:
        found = session.scalars(select(Envelope).where(Envelope.pseudonym == who, Envelope.version == 2)).one()
        context = f"almoner envelope v1|{ORIGIN}|{found.id}|{who}|2|identity"
        packed = envelopes.pack(b"another", context, 2)

    def exchange(connection: Connection) -> None:
        body = {"body": packed.body, "sha256": envelopes.digest(packed.body)}
        connection.execute(update(table(Envelope)).where(table(Envelope).c.id == found.id).values(body))

    meddle(world, exchange)
    with pytest.raises(Tampered):
        asked(world, "amina", who)
    assert verbs(world, 1) == ["alarm.raised"]


def test_a_half_put_in_the_place_of_another_persons_is_refused(world: World) -> None:
    """Opening one's own friend's record must not open somebody else's."""
    friend, target = somebody(world, {Compartment.IDENTITY: SECRET}), somebody(world)
    halves = table(EnvelopeHalf)

    def exchange(connection: Connection) -> None:
        wanted = (halves.c.lock == PROGRAMME) & (halves.c.pseudonym == target)
        theirs = connection.execute(select(halves.c.sealed).where(wanted)).scalars().first()
        mine = (halves.c.lock == PROGRAMME) & (halves.c.pseudonym == friend)
        connection.execute(update(halves).where(mine).values(sealed=theirs))

    meddle(world, exchange)
    opening = asked(world, "amina", friend)
    consented(world, "deniz", opening)
    with pytest.raises(Tampered):
        shown(world, "amina", opening)


def test_a_consent_that_nobody_signed_shows_nothing(world: World) -> None:
    """A half made up, and the wish set to consented by hand."""
    opening = asked(world, "amina", somebody(world))
    fake = {"stage": OpeningStage.CONSENTED, "passed": b"\x01" * 97}
    meddle(world, lambda c: c.execute(update(table(Opening)).values(fake)))
    with pytest.raises(Tampered):
        shown(world, "amina", opening)
    assert verbs(world, 1) == ["alarm.raised"]


def test_a_consent_made_to_last_longer_shows_nothing(world: World) -> None:
    """The day on the log counts, and the half is sealed for it alone."""
    opening = asked(world, "amina", somebody(world))
    consented(world, "deniz", opening)
    meddle(world, lambda c: c.execute(update(table(Opening)).values(until=world.clock.now() + timedelta(days=900))))
    world.clock.move(timedelta(days=30))
    with pytest.raises(Tampered):
        shown(world, "amina", opening)


def test_a_role_that_the_log_does_not_grant_opens_nothing(world: World) -> None:
    """A row of roles added for a steward."""
    steward = world.people["hana"].person_id
    row = {
        "id": uuid4(),
        "person_id": steward,
        "role": Role.OFFICER,
        "since": date(2026, 1, 1),
        "until": date(2027, 1, 1),
    }
    meddle(world, lambda c: c.execute(insert(table(RoleGrant)).values(row)))
    with world.store.reading() as session:
        actor = actor_for(session, steward, world.clock.now().date())
    assert actor.roles == {Role.STEWARD}
    who = somebody(world)
    with world.store.work(actor) as work, pytest.raises(NotFound):
        open_contact(work, world.signers["hana"], who, "appointment")
