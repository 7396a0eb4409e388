"""Reading beneficiaries by pseudonym."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.beneficiaries.models import Beneficiary, Consent, Household, Profile
from ledger.errors import NotFound
from ledger.searching import begins


def beneficiary_by_pseudonym(session: Session, pseudonym: str) -> Beneficiary:
    """Return the beneficiary. Raises NotFound."""
    found = session.get(Beneficiary, pseudonym)
    if found is None:
        raise NotFound
    return found


def profile_of(session: Session, pseudonym: str) -> Profile | None:
    """Return the coarse profile, or None where nothing is known or it was erased."""
    return session.get(Profile, pseudonym)


def household_reference(session: Session, beneficiary: Beneficiary) -> str:
    """Return the reference of the beneficiary's household."""
    reference = session.scalar(select(Household.reference).where(Household.id == beneficiary.household_id))
    return reference or ""


def household_members(session: Session, beneficiary: Beneficiary) -> list[str]:
    """Return the pseudonyms of the others in the household."""
    query = select(Beneficiary.pseudonym).where(
        Beneficiary.household_id == beneficiary.household_id, Beneficiary.pseudonym != beneficiary.pseudonym
    )
    return sorted(session.scalars(query))


def members_of(reference: str) -> Select[str]:
    """Select the pseudonyms of everybody in the household with this reference."""
    query = select(Beneficiary.pseudonym).join(Household, Household.id == Beneficiary.household_id)
    return query.where(Household.reference == reference)


def beneficiaries_like(text: str = "", household: str = "") -> Select[Beneficiary, str, str | None]:
    """Select beneficiaries with household reference and country, newest first, by beginning of pseudonym and household.

    The two are looked up for the rows of a page alone: they are no joins, which a count would go through.
    """
    home = select(Household.reference).where(Household.id == Beneficiary.household_id).scalar_subquery()
    country = select(Profile.country).where(Profile.pseudonym == Beneficiary.pseudonym).scalar_subquery()
    query = select(Beneficiary, home, country).order_by(Beneficiary.registered_at.desc(), Beneficiary.pseudonym.desc())
    if household:
        query = query.where(Beneficiary.pseudonym.in_(members_of(household)))
    return query.where(begins(Beneficiary.pseudonym, text)) if text else query


def consents_of(session: Session, pseudonym: str) -> list[Consent]:
    """Return what somebody has agreed to, newest first."""
    query = select(Consent).where(Consent.pseudonym == pseudonym)
    return list(session.scalars(query.order_by(Consent.recorded_at.desc(), Consent.id)))
