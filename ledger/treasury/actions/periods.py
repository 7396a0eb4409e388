"""Closing a period: proposed by finance, signed by another, never undone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.books.models import Period
from ledger.books.queries import closed_until
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo
from ledger.work import Work


def propose_period(work: Work, until: date) -> Proposal:
    """Ask another to sign that the books take nothing more on days up to `until`, included."""
    work.actor.require(Role.FINANCE)
    _refuse_unfit(work, until)
    period = uuid4()
    return approvals.propose(work, Matter("period", period, {"period": str(period), "until": day_text(until)}))


def _refuse_unfit(work: Work, until: date) -> None:
    if until >= work.at.date():
        raise Refusal(N_("A period is closed after its last day is over."), field="until")
    closed = closed_until(work.session)
    if closed is not None and until <= closed:
        raise Refusal(
            N_("The books are closed until %(day)s already. Choose a later day."), field="until", day=day_text(closed)
        )


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    until = date.fromisoformat(said["content"]["until"])
    _refuse_unfit(work, until)
    work.session.add(Period(until=until, proposal_id=proposal.id, closed_at=work.at))
    work.session.flush()
    work.record("period.closed", [proposal.subject], proposal=str(proposal.id), until=day_text(until))


register(Kind("period", frozenset({Role.FINANCE}), _carry_out, nothing_to_undo, nobody_more))
