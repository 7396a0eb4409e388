"""Reading the clocks of emergencies: their times are those of the signatures and of the first payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.approvals.models import Decision, Proposal, ProposalStage, Verdict
from ledger.approvals.urgent import hurry
from ledger.awards.models import Award, AwardStage
from ledger.awards.rules.clock import Clock

OVER = (AwardStage.REFUSED, AwardStage.WITHDRAWN)


def clocks() -> Any:
    """Select each emergency's id, requested_at, first_signed_at, approved_at, sent_at."""
    first = (
        select(func.min(Decision.at))
        .where(
            Decision.proposal_id == Proposal.id,
            Decision.revision == Proposal.revision,
            Decision.verdict == Verdict.APPROVE,
        )
        .correlate(Proposal)
        .scalar_subquery()
    )
    approved = (
        select(Proposal.settled_at)
        .where(Proposal.id == Award.proposal_id, Proposal.stage == ProposalStage.APPROVED)
        .correlate(Award)
        .scalar_subquery()
    )
    return (
        select(
            Award.id,
            Award.requested_at,
            first.label("first_signed_at"),
            approved.label("approved_at"),
            Award.sent_at,
        )
        .join(Proposal, Proposal.id == Award.proposal_id)
        .where(Award.requested_at.is_not(None))
    )


@hurry
def _waiting_awards() -> Any:
    """Select the emergencies to whom nothing was sent yet."""
    waiting = (AwardStage.PROPOSED, AwardStage.APPROVED, AwardStage.ACTIVE)
    return select(Award.id.label("subject"), Award.requested_at.label("since")).where(
        Award.requested_at.is_not(None), Award.sent_at.is_(None), Award.stage.in_(waiting)
    )


def emergencies() -> Any:
    """Select each emergency's award, first_signed_at, approved_at, the newest request first."""
    found = clocks().subquery()
    return (
        select(Award, found.c.first_signed_at, found.c.approved_at)
        .join(found, found.c.id == Award.id)
        .order_by(Award.requested_at.desc(), Award.id)
    )


def clock_of(session: Session, award: Award) -> Clock | None:
    """Return the clock of an award; None where it is no emergency."""
    row = session.execute(clocks().where(Award.id == award.id)).one_or_none()
    return None if row is None else Clock(*row[1:])


def clocks_since(session: Session, begin: datetime) -> list[Clock]:
    """Return the clocks of the emergencies asked for since then, but those that were refused or taken back."""
    query = clocks().where(Award.requested_at >= begin, Award.stage.not_in(OVER))
    return [Clock(*row[1:]) for row in session.execute(query)]
