"""Reading awards and their instalments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Recognition, Review
from ledger.beneficiaries.queries import members_of
from ledger.errors import NotFound
from ledger.searching import begins


def award_by_reference(session: Session, reference: str) -> Award:
    """Return the award with its fund. Raises NotFound."""
    found = session.scalar(select(Award).where(Award.reference == reference).options(joinedload(Award.fund)))
    if found is None:
        raise NotFound
    return found


def instalments_of(session: Session, award: Award) -> list[Instalment]:
    """Return the instalments of an award by number."""
    query = select(Instalment).where(Instalment.award_id == award.id).order_by(Instalment.number)
    return list(session.scalars(query))


def instalment_of(session: Session, award: Award, number: int) -> Instalment:
    """Return one instalment of an award. Raises NotFound."""
    found = session.get(Instalment, (award.id, number))
    if found is None:
        raise NotFound
    return found


def still_promised(award: Award, instalments: Sequence[Instalment]) -> list[Instalment]:
    """Return those instalments that wait for a review, or were not passed: what another schedule can replace."""
    by_review = award.recognition is Recognition.INSTALMENT
    return [one for one in instalments if by_review and one.stage is InstalmentStage.PLANNED]


def reviews_of(session: Session, award: Award) -> dict[int, list[Review]]:
    """Return what was said in the reviews of each instalment, oldest first."""
    found: dict[int, list[Review]] = {}
    query = select(Review).where(Review.award_id == award.id).order_by(Review.log_seq)
    for one in session.scalars(query):
        found.setdefault(one.number, []).append(one)
    return found


def waiting_about(session: Session, award: Award) -> list[Proposal]:
    """Return the open proposals about a running award: another schedule, going on, who is paid, and by which way."""
    query = select(Proposal).where(Proposal.subject == award.id, Proposal.stage == ProposalStage.OPEN)
    return list(session.scalars(query.where(Proposal.id != award.proposal_id).order_by(Proposal.opened_at)))


@dataclass(frozen=True, slots=True)
class AwardFilter:
    """What a list of awards shows: all fields optional."""

    text: str = ""
    stage: AwardStage | None = None
    fund: UUID | None = None
    beneficiary: str = ""
    household: str = ""


def awards_where(wanted: AwardFilter) -> Select[Award]:
    """Select awards with their fund, newest first."""
    query = select(Award).options(joinedload(Award.fund)).order_by(Award.drafted_at.desc(), Award.id.desc())
    if wanted.text:
        query = query.where(begins(Award.reference, wanted.text))
    if wanted.stage:
        query = query.where(Award.stage == wanted.stage)
    if wanted.fund:
        query = query.where(Award.fund_id == wanted.fund)
    if wanted.beneficiary:
        query = query.where(Award.beneficiary == wanted.beneficiary)
    if wanted.household:
        query = query.where(Award.beneficiary.in_(members_of(wanted.household)))
    return query


def reviews_due(session: Session, today: date, limit: int = 50) -> list[tuple[Award, Instalment]]:
    """Return the instalments whose review waits for an officer today, by the day they fall due."""
    query = (
        select(Award, Instalment)
        .join(Instalment, Instalment.award_id == Award.id)
        .where(
            Instalment.stage == InstalmentStage.PLANNED,
            Instalment.review_from <= today,
            Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]),
            Award.stopped.is_(False),
            Award.recognition == Recognition.INSTALMENT,
        )
        .order_by(Instalment.due)
        .limit(limit)
    )
    return list(session.execute(query))
