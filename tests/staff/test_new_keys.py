"""New keys after a lost device: nobody gets into somebody else's account by asking for them alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ledger.approvals.models import Verdict
from ledger.errors import NotFound, Refusal
from ledger.keys import sshsig
from ledger.keys.personal import PersonalKeys
from ledger.signin.actions.account import change_passphrase
from ledger.signin.actions.prove import NotProved, Proof
from ledger.signin.actions.sealed import taken_from
from ledger.signin.models import Account, KnownBrowser, PersonKey, SignInSession
from ledger.signin.queries import recovery_codes_left
from ledger.signin.registry import registered_fingerprint
from ledger.staff.models import Enrolment, Invitation
from ledger.staff.trouble import ExchangedKeys
from ledger.vault.actions.access import grant_again
from ledger.vault.actions.contact import open_contact
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import locks_of
from ledger.vault.rules.compartments import CONTACT
from ledger.vault.trouble import NoCopy
from tests.builders import World, award_of, propose, sign
from tests.log.told import data_of, newest_verbs, specified
from tests.staff.enrolling import (
    Made,
    code_now,
    door,
    enrolled,
    enrolled_again,
    invited,
    made,
    proposed_reset,
    prove,
    sign_in,
)
from tests.vault.sealed import meddle, somebody


def old_proof(world: World, name: str) -> Proof:
    """Passphrase and code of the lost device."""
    return Proof(world.people[name].passphrase, code_now(world, world.people[name].seed))


def fingerprint(world: World, name: str) -> str | None:
    """The fingerprint that the log has for somebody."""
    with world.store.reading() as session:
        return registered_fingerprint(session, world.actors[name].id)


def renewed(world: World, name: str) -> Made:
    """Let somebody have new keys, and sign with them from now on."""
    one = enrolled_again(world, name)
    sign(world, "deniz" if name != "deniz" else "carla", proposed_reset(world, one))
    world.clock.move(timedelta(minutes=1))
    world.signers[name] = door(world).unlock(world.actors[name].id, one.proof(world)).unlocked
    return one


def test_another_signs_and_only_the_new_keys_open(world: World) -> None:
    """The old passphrase, device and recovery codes are worth nothing; the sign-in name stays."""
    one = enrolled_again(world, "bao")
    proposal = proposed_reset(world, one)
    assert door(world).sign_in("bao", old_proof(world, "bao"), None, None)
    sign(world, "carla", proposal)
    world.clock.move(timedelta(minutes=1))
    for proof in (
        old_proof(world, "bao"),
        Proof(world.people["bao"].passphrase, world.people["bao"].recovery_codes[0]),
    ):
        with pytest.raises(NotProved):
            door(world).sign_in("bao", proof, None, None)
    assert sign_in(world, "bao", one).person == world.actors["bao"].id
    assert fingerprint(world, "bao") == one.keys.fingerprint
    with world.store.reading() as session:
        assert recovery_codes_left(session, world.actors["bao"].id) == 10
        assert session.scalars(select(Enrolment)).all() == []


def test_what_is_written_is_what_was_signed(world: World) -> None:
    """The change of keys and every lock left, in the unit of work of the decision."""
    one = enrolled_again(world, "bao")
    proposal = proposed_reset(world, one)
    sign(world, "carla", proposal)
    assert newest_verbs(world.store, 7) == [
        "decision.signed",
        "proposal.approved",
        "person.key_changed",
        *["lock.left"] * 4,
    ]
    (said,) = data_of(world.store, "person.key_changed")
    assert set(said) == {"person", "signing_key", "reading_key", "proposal"}
    assert (said["person"], said["proposal"]) == (str(world.actors["bao"].id), str(proposal))
    assert sshsig.fingerprint_of_line(said["signing_key"]) == one.keys.fingerprint
    assert specified("person.key_changed", set(said))
    assert {left["why"] for left in data_of(world.store, "lock.left")} == {"keys_changed"}
    with world.store.reading() as session:
        rows = session.scalars(select(PersonKey).where(PersonKey.person_id == world.actors["bao"].id)).all()
    assert sorted(row.until is None for row in rows) == [False, True]


def test_sessions_and_known_browsers_of_the_former_keys_end(world: World) -> None:
    """Theirs, and nobody else's."""
    here = door(world)
    mine = here.sign_in("bao", old_proof(world, "bao"), None, None)
    other = here.sign_in("amina", old_proof(world, "amina"), None, None)
    sign(world, "carla", proposed_reset(world, enrolled_again(world, "bao")))
    assert here.session_of(mine.token) is None
    assert here.session_of(other.token)
    with world.store.reading() as session:
        for model in (SignInSession, KnownBrowser):
            assert {row.person_id for row in session.scalars(select(model))} == {world.actors["amina"].id}


def test_sealed_records_open_again_once_a_holder_has_granted_it(world: World) -> None:
    """Before that the person holds no copy; what was sealed to the former key is worth nothing to who finds it."""
    who = somebody(world)
    renewed(world, "bao")
    with world.store.reading() as session:
        stages = {member.stage for member in locks_of(session, world.actors["bao"].id)}
    assert stages == {Membership.WITHOUT_COPY}
    with pytest.raises(NoCopy), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    with world.store.work(world.actors["amina"]) as work:
        grant_again(work, world.signers["amina"], CONTACT, world.actors["bao"].id)
    with world.store.work(world.actors["bao"]) as work:
        assert open_contact(work, world.signers["bao"], who, "safety")


def test_a_signature_counts_by_the_key_of_its_place_in_the_log(world: World) -> None:
    """Carla signed with her former key before, and the second signature comes after: both count."""
    award, proposal = propose(world, 50_000)
    sign(world, "carla", proposal)
    renewed(world, "carla")
    sign(world, "deniz", proposal)
    assert award_of(world, award).stage.value == "approved"


def test_the_former_key_signs_nothing_any_more(world: World) -> None:
    """Not even by a request that was under way; the new one does."""
    _, proposal = propose(world, 50_000)
    former = world.signers["carla"]
    renewed(world, "carla")
    new, world.signers["carla"] = world.signers["carla"], former
    with pytest.raises(Refusal, match="not the one that the log has registered"):
        sign(world, "carla", proposal)
    world.signers["carla"] = new
    sign(world, "carla", proposal)


def test_the_former_keys_are_not_put_back_by_a_change_of_passphrase(world: World) -> None:
    """Somebody with the lost device was changing the passphrase while the new keys were signed."""
    bao = world.actors["bao"]
    proved = door(world).unlock(bao.id, old_proof(world, "bao"))
    one = enrolled_again(world, "bao")
    sign(world, "carla", proposed_reset(world, one))
    with pytest.raises(Refusal, match="not the one that the log has registered"):
        change_passphrase(world.store, bao, proved, "nine otters under a slow bridge")
    assert sign_in(world, "bao", one)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_whom_it_is_about_signs_no_decision(world: World, verdict: Verdict) -> None:
    """Neither yes nor no: whoever has their session must not settle it."""
    proposal = proposed_reset(world, enrolled_again(world, "carla"))
    with pytest.raises(Refusal, match="about yourself"):
        sign(world, "carla", proposal, verdict)
    assert fingerprint(world, "carla") == world.people["carla"].fingerprint


def test_a_stolen_session_of_a_steward_gives_nobody_elses_keys(world: World) -> None:
    """Invitation, code and keys are in the thief's hands; without another's signature the account stays its owner's."""
    one = enrolled_again(world, "carla")
    proposal = proposed_reset(world, one)
    with pytest.raises((NotFound, Refusal)):
        sign(world, "hana", proposal)
    with pytest.raises(NotProved):
        sign_in(world, "carla", one)
    assert door(world).sign_in("carla", old_proof(world, "carla"), None, None)
    sign(world, "deniz", proposal, Verdict.REFUSE)
    assert fingerprint(world, "carla") == world.people["carla"].fingerprint


def test_an_invitation_of_ones_own_is_not_turned_on_somebody_else(world: World) -> None:
    """Whoever writes to the database points Amina's invitation at Carla: the log knows for whom it was."""
    one = enrolled_again(world, "amina")
    carla = world.actors["carla"].id
    change = update(Invitation).where(Invitation.id == one.keys.invitation).values(person_id=carla)
    meddle(world, lambda connection: connection.execute(change))
    with pytest.raises(ExchangedKeys):
        proposed_reset(world, one)


def test_the_account_of_the_lost_device_put_back_lets_nobody_in(world: World) -> None:
    """Whoever writes to the database and found the device has its old row again: the log knows the new keys."""
    bao, proof = world.actors["bao"].id, old_proof(world, "bao")
    with world.store.reading() as session:
        former = taken_from(session.get_one(Account, bao))
    renewed(world, "bao")
    meddle(world, lambda connection: connection.execute(update(Account).where(Account.person_id == bao).values(former)))
    with pytest.raises(NotProved):
        door(world).sign_in("bao", Proof(proof.passphrase, code_now(world, world.people["bao"].seed)), None, None)
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_account"]


def test_a_newcomers_invitation_is_no_reset(world: World) -> None:
    """Nor the other way round."""
    with pytest.raises(NotFound):
        proposed_reset(world, enrolled(world))


def test_a_swap_between_proposal_and_signature_is_found(world: World) -> None:
    """The keys that stand are still the former ones, and an alarm is on the log."""
    proposal = proposed_reset(world, enrolled_again(world, "carla"))
    theirs = PersonalKeys.fresh()
    meddle(world, lambda connection: connection.execute(update(Enrolment).values(signing_public=theirs.signing_public)))
    with pytest.raises(ExchangedKeys):
        sign(world, "deniz", proposal)
    assert fingerprint(world, "carla") == world.people["carla"].fingerprint
    assert [said["what"] for said in data_of(world.store, "alarm.raised")] == ["exchanged_enrolment"]


def test_the_weak_passphrase_of_a_known_person_is_refused(world: World) -> None:
    """Their own names are guessed first, though they do not type them here."""
    with pytest.raises(Refusal, match="easily guessed"):
        made(world, invited(world, "carla"), None, "carla carla carla")


def test_a_signature_with_the_former_key_that_was_added_later_does_not_count(world: World) -> None:
    """Whoever has the lost key and writes to the database adds row and entry behind the change of keys."""
    from tests.approvals.test_trust import forged_decision

    award, proposal = propose(world, 50_000)
    former = world.signers["carla"]
    renewed(world, "carla")
    forged_decision(world, proposal, "carla", former)
    from ledger.approvals.models import Decision

    with world.store.reading() as session:
        row = session.get_one(Decision, (proposal, 1, world.actors["carla"].id))
        message, signature = row.bytes.decode(), row.signature
    with world.store.work(world.actors["carla"]) as work:
        work.record(
            "decision.signed", [proposal], proposal=str(proposal), revision=1, decision="approve",
            person=work.actor.name, bytes=message, signature=signature,
        )  # fmt: skip
    with pytest.raises(Refusal, match="not the one that the log knows"):
        sign(world, "deniz", proposal)
    assert award_of(world, award).stage.value == "proposed"


def test_a_refused_reset_leaves_everything_as_it_was(world: World) -> None:
    """Keys, copies, sessions; and the code can be used again."""
    here = door(world)
    mine = here.sign_in("bao", old_proof(world, "bao"), None, None)
    one = enrolled_again(world, "bao")
    sign(world, "carla", proposed_reset(world, one), Verdict.REFUSE)
    assert here.session_of(mine.token)
    with world.store.reading() as session:
        assert session.get_one(LockMember, (CONTACT, world.actors["bao"].id)).stage is Membership.HELD
    prove(world, made(world, one.code, None))
