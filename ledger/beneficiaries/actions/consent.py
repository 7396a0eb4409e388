"""What a beneficiary has agreed to, and from when on their records are due to be erased."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.beneficiaries.models import Beneficiary, Consent
from ledger.beneficiaries.rules import CONSENT_SCOPES, check_consent_version
from ledger.clock import day_text
from ledger.errors import N_, NotFound, Refusal
from ledger.work import Work


def record_consent(work: Work, pseudonym: str, version: str, scope: str, given_on: date) -> Consent:
    """Record that somebody agreed to a version of the consent text, in a scope, on a day. It replaces the one before.

    Raises Refusal for a scope that is not on the list, a version that is no code, a day that lies ahead.
    """
    work.actor.require(Role.OFFICER)
    _known(work, pseudonym)
    check_consent_version(version)
    if scope not in CONSENT_SCOPES:
        raise Refusal(N_("Choose the scope from the list."), field="scope")
    if given_on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="given_on")
    consent = Consent(
        id=uuid4(), pseudonym=pseudonym, version=version, scope=scope, given_on=given_on, recorded_at=work.at
    )
    work.session.add(consent)
    work.session.flush()
    work.record(
        "consent.recorded",
        [pseudonym],
        beneficiary=pseudonym,
        version=version,
        scope=scope,
        date=day_text(given_on),
    )
    return consent


def withdraw_consent(work: Work, pseudonym: str, on: date) -> None:
    """Record that somebody took their consent back on a day. Raises Refusal where none is in force."""
    work.actor.require(Role.OFFICER)
    consent = work.session.scalar(
        select(Consent).where(Consent.pseudonym == pseudonym).order_by(Consent.recorded_at.desc()).limit(1)
    )
    if consent is None or consent.withdrawn_on is not None:
        raise Refusal(N_("No consent is in force that could be withdrawn."))
    if not consent.given_on <= on <= work.at.date():
        raise Refusal(N_("The day lies before the consent was given, or in the future."), field="withdrawn_on")
    consent.withdrawn_on = on
    work.session.flush()
    work.record("consent.withdrawn", [pseudonym], beneficiary=pseudonym, date=day_text(on))


def date_erasure(work: Work, pseudonym: str, on: date | None) -> None:
    """Say from which day on somebody's sealed records are due to be erased, or that no day is set."""
    work.actor.require(Role.OFFICER)
    person = _known(work, pseudonym)
    if on is not None and on <= work.at.date():
        raise Refusal(N_("Choose a day that lies ahead; a custodian can propose an erasure at once."), field="erase_on")
    person.erase_on = on
    work.session.flush()
    work.record("erasure.dated", [pseudonym], beneficiary=pseudonym, on=day_text(on) if on else None)


def _known(work: Work, pseudonym: str) -> Beneficiary:
    person = work.session.get(Beneficiary, pseudonym)
    if person is None:
        raise NotFound
    return person
