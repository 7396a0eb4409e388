"""What overlaps with what is to be promised: one rule for all kinds of awards, and for loans that change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.awards.rules.overlaps import Span, meet_one_need, span_of
from ledger.beneficiaries.models import Beneficiary
from ledger.beneficiaries.queries import beneficiary_by_pseudonym

GIVEN_UP = (AwardStage.DRAFTED, AwardStage.REFUSED, AwardStage.WITHDRAWN, AwardStage.CANCELLED)
"""Stages in which an award promises nothing, or nothing any more; in every other it can overlap."""


@dataclass(frozen=True, slots=True)
class Support:
    """What is to be promised: to which household, for what, for which days; `award` itself never overlaps with it."""

    household: UUID
    purpose: str
    span: Span
    award: UUID | None = None


def overlapping(session: Session, support: Support) -> list[Award]:
    """Return the awards of the household that overlap with what is to be promised, the earliest first."""
    query = (
        select(Award)
        .join(Beneficiary, Beneficiary.pseudonym == Award.beneficiary)
        .where(
            Beneficiary.household_id == support.household,
            Award.stage.not_in(GIVEN_UP),
            Award.supports_from <= support.span.last,
            Award.supports_until >= support.span.first,
        )
        .order_by(Award.supports_from, Award.id)
    )
    found = session.scalars(query)
    return [one for one in found if one.id != support.award and meet_one_need(one.purpose, support.purpose)]


def support_signed(said: dict[str, Any]) -> Support:
    """Return what the bytes of a proposed award promise."""
    content = said["content"]
    paid, back = (_days(content[name]) for name in ("instalments", "repayments"))
    return Support(UUID(content["household"]), content["purpose"], span_of(paid, back), UUID(content["award"]))


def ids_of(awards: list[Award]) -> frozenset[UUID]:
    """Return the ids of awards: what a decision names."""
    return frozenset(one.id for one in awards)


def overlaps_of_proposed(session: Session, _proposal: Proposal, said: dict[str, Any]) -> frozenset[UUID]:
    """Return what overlaps now with a proposed award."""
    return ids_of(overlapping(session, support_signed(said)))


def span_if_replanned(session: Session, award: Award, said: dict[str, Any]) -> Span:
    """Return the days of an award of which what a proposal replaces falls due by its plan instead."""
    content = said["content"]
    kept = select(Instalment.due).where(
        Instalment.award_id == award.id,
        Instalment.number.not_in(content["replaces"]),
        Instalment.stage != InstalmentStage.REPLACED,
    )
    return span_of(sorted([*session.scalars(kept), *_days(content["instalments"])]))


def overlaps_of_schedule(session: Session, proposal: Proposal, said: dict[str, Any]) -> frozenset[UUID]:
    """Return what overlaps now with an award that is to be paid by another plan."""
    award = session.get_one(Award, proposal.subject)
    household = beneficiary_by_pseudonym(session, award.beneficiary).household_id
    span = span_if_replanned(session, award, said)
    return ids_of(overlapping(session, Support(household, award.purpose, span, award.id)))


def _days(parts: list[dict[str, Any]]) -> list[date]:
    return [date.fromisoformat(part["due"]) for part in parts]
