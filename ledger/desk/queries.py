"""What waits for one person: signatures, reviews, runs, payments, gifts. Every list is short and by index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, contains_eager

from ledger.actor import Actor, Role
from ledger.advances.models import Advance
from ledger.advances.queries import oldest_open
from ledger.approvals.queries import Waiting, waiting_for
from ledger.approvals.urgent import urgent
from ledger.awards.models import Award, AwardStage, Instalment
from ledger.awards.queries import reviews_due
from ledger.disbursements.models import Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import Due, due_by_currency
from ledger.funds.models import Contribution, ContributionStage

MOST = 25


@dataclass(frozen=True, slots=True)
class Signable:
    """A proposal that waits for this person, and the award that it is about."""

    waiting: Waiting
    award: str | None


def to_sign(session: Session, actor: Actor) -> list[Signable]:
    """Return what waits for this person's signature: emergencies first, then the oldest."""
    found = waiting_for(session, actor, MOST)
    awards = _awards(session, [one.subject for one in found if one.kind == "award"])
    return [Signable(one, awards[one.subject].reference if one.subject in awards else None) for one in found]


def _awards(session: Session, ids: list[UUID]) -> dict[UUID, Award]:
    return {award.id: award for award in session.scalars(select(Award).where(Award.id.in_(ids)))}


def to_review(session: Session, today: date) -> list[tuple[Award, Instalment]]:
    """Return instalments that fall due soon and wait for an officer's review."""
    return reviews_due(session, today, MOST)


def to_gather(session: Session, today: date) -> list[Due]:
    """Return what finance could gather into a run within the week."""
    return due_by_currency(session, today + timedelta(days=7))


def runs_at(session: Session, *stages: RunStage) -> list[tuple[Run, datetime | None]]:
    """Return runs at some stages, and since when somebody waits for them: emergencies first, then the oldest."""
    hurried = urgent()
    query = (
        select(Run, hurried.c.since)
        .join(hurried, hurried.c.subject == Run.id, isouter=True)
        .where(Run.stage.in_(stages))
        .order_by(hurried.c.since.is_(None), hurried.c.since, Run.opened_at)
        .limit(MOST)
    )
    return [(run, since) for run, since in session.execute(query)]


def to_make_again(session: Session) -> list[Disbursement]:
    """Return payments that failed or came back and were not made again, of awards that still run.

    First the emergencies of which nothing is out, so that their clocks run, then other emergencies, then the rest.
    """
    replaced = select(Disbursement.replaces).where(Disbursement.replaces.is_not(None))
    query = (
        select(Disbursement)
        .join(Award, Award.id == Disbursement.award_id)
        .where(
            Disbursement.stage.in_([DisbursementStage.FAILED, DisbursementStage.RETURNED]),
            Disbursement.id.not_in(replaced),
            Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]),
        )
        .options(contains_eager(Disbursement.award))
        .order_by(
            and_(Award.emergency, Award.sent_at.is_(None)).desc(),
            Award.requested_at.is_(None),
            Award.requested_at,
            Disbursement.due,
        )
    )
    return list(session.scalars(query.limit(MOST)))


def gifts_announced(session: Session) -> list[Contribution]:
    """Return the gifts that have not arrived yet."""
    query = select(Contribution).where(Contribution.stage == ContributionStage.ANNOUNCED)
    return list(session.scalars(query.order_by(Contribution.announced_at).limit(MOST)))


def advances_open(session: Session) -> list[Advance]:
    """Return the advances in other hands, the oldest first."""
    return oldest_open(session, MOST)


def my_proposals(session: Session, actor: Actor) -> list[Award]:
    """Return the awards that this officer proposed and that wait for others."""
    query = select(Award).where(Award.stage == AwardStage.PROPOSED, Award.drafted_by == actor.id)
    return list(session.scalars(query.order_by(Award.emergency.desc(), Award.drafted_at).limit(MOST)))


def counts(session: Session, since: datetime) -> dict[str, int]:
    """Return some counts for the tiles."""
    return {
        "proposed": session.scalar(select(func.count()).where(Award.stage == AwardStage.PROPOSED)) or 0,
        "running": session.scalar(select(func.count()).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE])))
        or 0,
        "sent": session.scalar(select(func.count()).where(Disbursement.stage == DisbursementStage.SENT)) or 0,
        "new": session.scalar(select(func.count()).where(Award.drafted_at >= since)) or 0,
    }


def sees_casework(actor: Actor) -> bool:
    """Whether the tiles about awards are for this person."""
    return actor.has(Role.OFFICER, Role.APPROVER, Role.FINANCE, Role.AUDITOR, Role.CUSTODIAN)
