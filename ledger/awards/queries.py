"""Reading awards and their instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Recognition
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


def reviews_due(session: Session, until: date, limit: int = 50) -> list[tuple[Award, Instalment]]:
    """Return the instalments that wait for a review and fall due by then, oldest first."""
    query = (
        select(Award, Instalment)
        .join(Instalment, Instalment.award_id == Award.id)
        .where(
            Instalment.stage == InstalmentStage.PLANNED,
            Instalment.due <= until,
            Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]),
            Award.recognition == Recognition.INSTALMENT,
        )
        .order_by(Instalment.due)
        .limit(limit)
    )
    return list(session.execute(query))
