"""Appointing somebody new: a steward proposes them with their keys and roles, another signs, and they can sign in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ledger.actor import Grant, Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.errors import N_, NotFound, Refusal
from ledger.signin.actions.register import write_grants, write_person, write_recovery_hashes
from ledger.signin.actions.sealed import taken_from
from ledger.signin.models import Account, CodeCounter
from ledger.signin.queries import account_named
from ledger.staff.actions.carrying import (
    keys_said,
    nobody_more,
    proposable,
    recovery_hashes_in,
    set_free,
    signed_enrolment,
    use_up,
)
from ledger.staff.queries.enrolments import keys_in
from ledger.staff.rules import grants as rules
from ledger.work import Work


def propose_appointment(work: Work, invitation: UUID, granted: Sequence[Grant]) -> Proposal:
    """Ask another to sign that somebody who was invited works here, in these roles, with the keys that they made."""
    work.actor.require(Role.STEWARD)
    found, enrolment = proposable(work, invitation)
    if not found.newcomer:
        raise NotFound
    if not granted:
        raise Refusal(N_("Choose at least one role."), field="granted")
    today = work.at.date()
    rules.refuse_granted(granted, today)
    rules.refuse_begun(granted, today)
    rules.refuse_clash(granted)
    content = {
        **keys_said(found, keys_in(enrolment)),
        "code": found.code,
        "roles": rules.written(granted),
    }
    proposal = approvals.propose(work, Matter("appointment", found.person_id, content))
    found.proposal_id = proposal.id
    work.session.flush()
    return proposal


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    content = said["content"]
    invitation, enrolment = signed_enrolment(work, proposal, content)
    granted, name = rules.read(content["roles"]), enrolment.sign_in_name or ""
    rules.refuse_granted(granted, work.at.date())
    if account_named(work.session, name) is not None:
        raise Refusal(N_("The sign-in name that this person chose is taken by now. Refuse this; they begin again."))
    write_person(work, proposal.subject, content["code"], enrolment.name or "", keys_in(enrolment))
    write_grants(work, proposal.subject, granted)
    columns = taken_from(enrolment)
    work.session.add(Account(person_id=proposal.subject, sign_in_name=name, must_change=False, **columns))
    work.session.add(CodeCounter(person_id=proposal.subject, counter=enrolment.counter, wrong=0))
    write_recovery_hashes(work, proposal.subject, recovery_hashes_in(enrolment))
    use_up(work, invitation, enrolment)


register(Kind("appointment", frozenset({Role.STEWARD}), _carry_out, set_free, nobody_more))
