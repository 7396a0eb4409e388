"""New keys for somebody whose device or passphrase is lost: proposed by a steward, signed by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.errors import NotFound
from ledger.keys import sshsig
from ledger.signin.actions.leaving import KEYS_CHANGED, send_away, take_back
from ledger.signin.actions.register import write_keys, write_recovery_hashes
from ledger.signin.actions.sealed import put_into, taken_from
from ledger.signin.models import Account, CodeCounter, PersonKey, RecoveryCode
from ledger.staff.actions.carrying import (
    keys_said,
    nobody_more,
    proposable,
    recovery_hashes_in,
    set_free,
    signed_enrolment,
    use_up,
)
from ledger.staff.models import Enrolment
from ledger.staff.queries.enrolments import keys_in
from ledger.work import Work


def propose_reset(work: Work, invitation: UUID) -> Proposal:
    """Ask another to sign that the keys somebody made on an invitation replace those that they had."""
    work.actor.require(Role.STEWARD)
    found, enrolment = proposable(work, invitation)
    if found.newcomer:
        raise NotFound
    content = keys_said(found, keys_in(enrolment))
    proposal = approvals.propose(work, Matter("key_reset", found.person_id, content))
    found.proposal_id = proposal.id
    work.session.flush()
    return proposal


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    invitation, enrolment = signed_enrolment(work, proposal, said["content"])
    person, keys = proposal.subject, keys_in(enrolment)
    present = update(PersonKey).where(PersonKey.person_id == person, PersonKey.until.is_(None))
    work.session.execute(present.values(until=work.at))
    write_keys(work, person, keys)
    _replace_account(work, person, enrolment)
    send_away(work, person)
    work.record(
        "person.key_changed",
        [person, proposal.id],
        person=str(person),
        signing_key=sshsig.public_line(keys.signing_public),
        reading_key=keys.reading_public.hex(),
        proposal=str(proposal.id),
    )
    # What was sealed to the former key opens no more; whoever holds a lock grants it again.
    take_back(work, person, KEYS_CHANGED)
    use_up(work, invitation, enrolment)


def _replace_account(work: Work, person: UUID, enrolment: Enrolment) -> None:
    account = work.session.get_one(Account, person)
    put_into(account, taken_from(enrolment))
    account.must_change = False
    counter = work.session.get_one(CodeCounter, person)
    # Another seed: its counter begins where the device was proved.
    counter.counter, counter.wrong, counter.wrong_since = enrolment.counter, 0, None
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))
    write_recovery_hashes(work, person, recovery_hashes_in(enrolment))


register(Kind("key_reset", frozenset({Role.STEWARD}), _carry_out, set_free, nobody_more))
