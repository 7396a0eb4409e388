"""What overlaps with a loan that is to go on otherwise: for longer, or as a gift. The rule is that of awards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal
from ledger.awards.models import Award, Instalment
from ledger.awards.overlapping import Support, ids_of, overlapping
from ledger.awards.rules.overlaps import Span, as_given, span_of
from ledger.beneficiaries.queries import beneficiary_by_pseudonym


def span_if_rescheduled(session: Session, award: Award, said: dict[str, Any]) -> Span:
    """Return the days of a loan that is paid back by the plan that a proposal says."""
    paid = session.scalars(select(Instalment.due).where(Instalment.award_id == award.id)).all()
    back = [date.fromisoformat(part["due"]) for part in said["content"]["repayments"]]
    return span_of(paid, back)


def span_if_given(award: Award, proposed: date) -> Span:
    """Return the days of a loan that is turned into a grant, which was proposed on a day."""
    return as_given(Span(award.supports_from, award.supports_until), proposed)


def overlaps_of_schedule(session: Session, proposal: Proposal, said: dict[str, Any]) -> frozenset[UUID]:
    """Return what overlaps now with a loan that is to be paid back by another plan."""
    award = session.get_one(Award, proposal.subject)
    return _overlaps(session, award, span_if_rescheduled(session, award, said))


def overlaps_of_grant(session: Session, proposal: Proposal, _said: dict[str, Any]) -> frozenset[UUID]:
    """Return what overlaps now with a loan that is to be given."""
    award = session.get_one(Award, proposal.subject)
    return _overlaps(session, award, span_if_given(award, proposal.opened_at.date()))


def beside(session: Session, award: Award) -> list[Award]:
    """Return what the household is promised for the same need from the day of a loan on, whenever that ends."""
    household = beneficiary_by_pseudonym(session, award.beneficiary).household_id
    return overlapping(session, Support(household, award.purpose, Span(award.supports_from, date.max), award.id))


def help_for(award: Award, span: Span) -> None:
    """Write down for which days a loan helps from now on."""
    award.supports_from, award.supports_until = span.first, span.last


def _overlaps(session: Session, award: Award, span: Span) -> frozenset[UUID]:
    household = beneficiary_by_pseudonym(session, award.beneficiary).household_id
    return ids_of(overlapping(session, Support(household, award.purpose, span, award.id)))
