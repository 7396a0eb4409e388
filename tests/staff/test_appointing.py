"""Appointing somebody new: a steward proposes, another signs, and the newcomer works here with keys of their own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from ledger.actor import Grant, Role
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.clock import day_text
from ledger.errors import NotFound, Refusal
from ledger.keys import sshsig
from ledger.keys.passphrase import WEAK
from ledger.keys.personal import PersonalKeys
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.actions.sealed import put_into, put_under
from ledger.signin.models import Account, Person, RecoveryCode, RoleGrant
from ledger.signin.registry import keys_of
from ledger.staff.actions.appoint import propose_appointment
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.trouble import ExchangedKeys
from tests.builders import LAST, World, sign
from tests.log.told import data_of, newest_verbs, specified, told
from tests.staff.enrolling import (
    NURI,
    Made,
    code_now,
    door,
    enrolled,
    enrolled_again,
    invited,
    made,
    present,
    proposed,
    prove,
    roles_until,
    sign_in,
)
from tests.vault.sealed import meddle


def subject(world: World, proposal: UUID) -> UUID:
    """Whom a proposal is about."""
    with world.store.reading() as session:
        return session.get_one(Proposal, proposal).subject


def propose(world: World, one: Made, granted: list[Grant], by: str = "hana") -> UUID:
    """Propose an appointment with these roles."""
    with world.store.work(world.actors[by]) as work:
        return propose_appointment(work, one.keys.invitation, granted).id


def test_another_signs_and_the_newcomer_signs_in(world: World) -> None:
    """With the passphrase and device that nobody else ever saw, in the roles that were signed."""
    one = enrolled(world)
    proposal = proposed(world, one, Role.OFFICER, Role.CUSTODIAN)
    with pytest.raises(NotProved):
        sign_in(world, "nuri", one)
    sign(world, "carla", proposal)
    begun = sign_in(world, "nuri", one)
    assert begun.person == subject(world, proposal)
    assert not begun.must_change
    assert present(world, begun.person).roles == {Role.OFFICER, Role.CUSTODIAN}
    with world.store.reading() as session:
        assert keys_of(session, begun.person).fingerprint == one.keys.fingerprint
        assert session.get_one(Person, begun.person).name == NURI.name
        assert session.scalars(select(Enrolment)).all() == []
        assert len(session.scalars(select(RecoveryCode).where(RecoveryCode.person_id == begun.person)).all()) == 10


def test_the_recovery_codes_that_were_shown_work(world: World) -> None:
    """Once each, as for everybody."""
    one = enrolled(world)
    sign(world, "carla", proposed(world, one, Role.OFFICER))
    proof = Proof(one.passphrase, one.keys.recovery_codes[4])
    assert door(world).sign_in("nuri", proof, None, None)
    with pytest.raises(NotProved):
        door(world).sign_in("nuri", proof, None, None)


def test_the_code_that_proved_the_device_is_not_taken_again(world: World) -> None:
    """Not even in the minute in which the appointment is signed."""
    one = enrolled(world)
    sign(world, "carla", proposed(world, one, Role.OFFICER))
    with pytest.raises(NotProved):
        door(world).sign_in("nuri", Proof(one.passphrase, code_now(world, one.keys.seed)), None, None)


def test_what_is_written_is_what_was_signed(world: World) -> None:
    """Person, keys and roles, in the unit of work of the decision."""
    one = enrolled(world)
    sign(world, "carla", proposed(world, one, Role.OFFICER))
    assert newest_verbs(world.store, 4) == [
        "decision.signed",
        "proposal.approved",
        "person.registered",
        "role.granted",
    ]
    assert len({entry["work"] for entry in told(world.store, "decision.signed", "person.registered")[-2:]}) == 1
    registered, granted = data_of(world.store, "person.registered")[-1], data_of(world.store, "role.granted")[-1]
    assert set(registered) == {"person", "code", "signing_key", "reading_key", "from"}
    assert sshsig.fingerprint_of_line(registered["signing_key"]) == one.keys.fingerprint
    days = {"from": "2026-01-05", "until": day_text(LAST)}
    assert granted == {"person": registered["person"], "role": "officer", **days}
    for verb, members in (("person.registered", set(registered)), ("role.granted", set(granted))):
        assert specified(verb, members), verb
    assert not any(name in str(told(world.store, "proposal.made", "person.registered")) for name in ("Nuri", "nuri"))


def test_a_steward_alone_appoints_nobody(world: World) -> None:
    """Neither by their own signature nor as an approver of what they proposed."""
    one = enrolled(world)
    proposal = proposed(world, one, Role.APPROVER)
    with pytest.raises((NotFound, Refusal)):
        sign(world, "hana", proposal)
    with pytest.raises(NotProved):
        sign_in(world, "nuri", one)


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "ilse"])
def test_nobody_but_a_steward_proposes_one(world: World, name: str) -> None:
    """To anybody else the invitation is not there."""
    one = enrolled(world)
    with pytest.raises(NotFound):
        propose(world, one, roles_until(LAST, Role.OFFICER), by=name)


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((Role.AUDITOR, Role.OFFICER), "stand alone"),
        ((Role.DONOR, Role.STEWARD), "stand alone"),
        ((), "at least one role"),
    ],
)
def test_roles_that_may_not_stand_together_are_refused(world: World, roles: tuple[Role, ...], said: str) -> None:
    """Auditor and donor stand alone; nobody is appointed to nothing."""
    with pytest.raises(Refusal, match=said):
        proposed(world, enrolled(world), *roles)


@pytest.mark.parametrize(("since", "until", "said"), [(-1, 9, "first day"), (5, 4, "before the first"), (0, -1, "day")])
def test_days_that_are_over_are_refused(world: World, since: int, until: int, said: str) -> None:
    """Nobody is granted a role for a time that has passed."""
    today = world.clock.now().date()
    granted = [Grant(Role.OFFICER, today + timedelta(days=since), today + timedelta(days=until))]
    with pytest.raises(Refusal, match=said):
        propose(world, enrolled(world), granted)


def test_a_role_that_is_over_before_the_signature_is_not_granted(world: World) -> None:
    """The approver waited too long; the proposal stays open, to be refused."""
    today = world.clock.now().date()
    proposal = propose(world, enrolled(world), [Grant(Role.OFFICER, today, today + timedelta(days=2))])
    world.clock.move(timedelta(days=3))
    with pytest.raises(Refusal, match="over already"):
        sign(world, "carla", proposal)


def test_what_is_not_ready_is_not_proposed(world: World) -> None:
    """Neither before the device is proved, nor twice, nor somebody's new keys as a newcomer."""
    one = made(world, invited(world))
    with pytest.raises(Refusal, match="not made keys yet"):
        proposed(world, one, Role.OFFICER)
    prove(world, one)
    proposed(world, one, Role.OFFICER)
    with pytest.raises(Refusal, match="proposed already"):
        proposed(world, one, Role.OFFICER)
    with pytest.raises(NotFound):
        proposed(world, enrolled_again(world, "carla"), Role.OFFICER)


def test_after_a_refusal_one_begins_again_or_is_proposed_again(world: World) -> None:
    """The code holds for as long as it was given; the keys that were made are still there."""
    one = enrolled(world)
    sign(world, "carla", proposed(world, one, Role.APPROVER), Verdict.REFUSE)
    with pytest.raises(NotProved):
        sign_in(world, "nuri", one)
    again = made(world, one.code)
    prove(world, again)
    sign(world, "deniz", proposed(world, again, Role.OFFICER))
    assert sign_in(world, "nuri", again)


def test_a_newcomer_decides_like_anybody_else(world: World) -> None:
    """Their key is in the registry; and they sign nothing that is about themselves."""
    one = enrolled(world)
    proposal = proposed(world, one, Role.APPROVER)
    sign(world, "carla", proposal)
    nuri = subject(world, proposal)
    world.actors["nuri"] = present(world, nuri)
    world.clock.move(timedelta(minutes=1))
    world.signers["nuri"] = door(world).unlock(nuri, one.proof(world)).unlocked
    other = proposed(world, enrolled(world, NURI.__class__("Noor", "noor")), Role.OFFICER)
    sign(world, "nuri", other)
    with world.store.reading() as session:
        assert session.get_one(Proposal, other).stage is ProposalStage.APPROVED


def test_public_keys_that_were_swapped_are_not_proposed(world: World) -> None:
    """Whoever writes to the database puts keys of their own in the newcomer's place: the log knows better, and rings."""
    one, theirs = enrolled(world), PersonalKeys.fresh()
    change = update(Enrolment).values(signing_public=theirs.signing_public, reading_public=theirs.reading_public)
    meddle(world, lambda connection: connection.execute(change))
    with pytest.raises(ExchangedKeys):
        proposed(world, one, Role.OFFICER)
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_enrolment"]


def test_public_keys_that_were_swapped_after_the_proposal_are_not_registered(world: World) -> None:
    """Between proposal and signature as well; nobody is registered by half."""
    one, theirs = enrolled(world), PersonalKeys.fresh()
    proposal = proposed(world, one, Role.OFFICER)
    meddle(world, lambda connection: connection.execute(update(Enrolment).values(signing_public=theirs.signing_public)))
    with pytest.raises(ExchangedKeys):
        sign(world, "carla", proposal)
    assert len(data_of(world.store, "person.registered")) == len(world.people)
    assert data_of(world.store, "decision.signed") == []


def test_an_invitation_that_was_pointed_at_others_keys_is_not_carried_out(world: World) -> None:
    """Another enrolment, proved on another invitation, is not what was signed."""
    one = enrolled(world)
    enrolled(world, NURI.__class__("Noor", "noor"))
    proposal = proposed(world, one, Role.OFFICER)
    with world.store.reading() as session:
        other = session.scalars(select(Enrolment).where(Enrolment.sign_in_name == "noor")).one().id
    change = update(Invitation).where(Invitation.id == one.keys.invitation).values(enrolment_id=other)
    meddle(world, lambda connection: connection.execute(change))
    with pytest.raises(ExchangedKeys):
        sign(world, "carla", proposal)


def test_keys_that_were_made_behind_the_proposal_are_not_those_that_were_signed(world: World) -> None:
    """Somebody sets the invitation free in the database, makes keys with the code, and ties it up again."""
    one = enrolled(world)
    proposal = proposed(world, one, Role.OFFICER)
    meddle(world, lambda connection: connection.execute(update(Invitation).values(proposal_id=None)))
    prove(world, made(world, one.code))
    meddle(world, lambda connection: connection.execute(update(Invitation).values(proposal_id=proposal)))
    with pytest.raises(ExchangedKeys):
        sign(world, "carla", proposal)
    assert len(data_of(world.store, "person.registered")) == len(world.people)


def test_wraps_that_were_swapped_open_nothing(world: World) -> None:
    """The public keys are right, the account under them is the attacker's: it lets nobody in, and rings."""
    one = enrolled(world)
    proposal = proposed(world, one, Role.OFFICER)
    person, own = subject(world, proposal), "the attacker's very own passphrase"
    with world.store.housekeeping() as session:
        row = session.scalars(select(Enrolment)).one()
        put_into(row, put_under(own, PersonalKeys.fresh(), person, WEAK))
    sign(world, "carla", proposal)
    world.clock.move(timedelta(minutes=1))
    with pytest.raises(NotProved):
        door(world).sign_in("nuri", Proof(own, one.proof(world).code), None, None)
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_account"]


def test_a_sign_in_name_that_was_taken_meanwhile_is_refused(world: World) -> None:
    """Nobody gets another's account, and nothing is saved by half."""
    proposal = proposed(world, enrolled(world), Role.OFFICER)
    meddle(
        world,
        lambda connection: connection.execute(
            text("UPDATE account SET sign_in_name = 'nuri' WHERE sign_in_name = 'amina'")
        ),
    )
    with pytest.raises(Refusal, match="taken by now"):
        sign(world, "carla", proposal)
    with world.store.reading() as session:
        assert len(session.scalars(select(Account)).all()) == len(world.people)


def test_the_tables_repeat_what_the_log_says(world: World) -> None:
    """For lists and for whoever looks in from outside."""
    proposal = proposed(world, enrolled(world), Role.FINANCE)
    sign(world, "deniz", proposal)
    with world.store.reading() as session:
        (row,) = session.scalars(select(RoleGrant).where(RoleGrant.person_id == subject(world, proposal)))
        assert (row.role, row.until) == (Role.FINANCE, LAST)
