"""Registering somebody with all that is known of them, in one unit of work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from uuid import UUID

from ledger.beneficiaries.actions.consent import date_erasure, record_consent
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.rules import CoarseProfile
from ledger.vault.actions.hinting import keep_hints
from ledger.vault.actions.seal import Writer
from ledger.vault.models import Envelope
from ledger.vault.queries.locks import Opener, holds
from ledger.vault.rules.compartments import FIRST_WAY, HINTS, Compartment
from ledger.vault.rules.details import ContactDetails, Details, IdentityDetails, PaymentDetails
from ledger.vault.rules.identifiers import identifiers_of
from ledger.work import Work


class Keys(Writer, Opener, Protocol):
    """A person whose signing and reading keys are unlocked for this request."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent: the version of its text, its scope, and the day."""

    version: str
    scope: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Registration:
    """All that an officer writes down about somebody new."""

    profile: CoarseProfile
    household: str | None
    second: UUID | None
    contact: ContactDetails = field(repr=False)
    identity: IdentityDetails = field(repr=False)
    payment: PaymentDetails = field(repr=False)
    agreed: Agreed
    erase_on: date | None

    @property
    def identifiers(self) -> list[str]:
        """What is compared with others' to find somebody who is here already."""
        return identifiers_of(self.contact, self.identity, self.payment)


def register_whole(work: Work, keys: Keys, what: Registration) -> str:
    """Register somebody: profile, sealed details, hints, consent, day of erasure. Return the pseudonym.

    Hints are kept by who holds their key; an officer without it registers all the same, since help may not wait.
    """
    pseudonym = register_beneficiary(work, what.profile, what.household, what.second).pseudonym
    for compartment, details in (
        (Compartment.CONTACT, what.contact),
        (Compartment.IDENTITY, what.identity),
        (Compartment.PAYMENT, what.payment),
    ):
        record_details(work, keys, pseudonym, compartment, details.to_bytes())
    if what.identifiers and holds(work.session, work.actor, HINTS):
        keep_hints(work, keys, pseudonym, what.identifiers)
    record_consent(work, pseudonym, what.agreed.version, what.agreed.scope, what.agreed.given_on)
    if what.erase_on is not None:
        date_erasure(work, pseudonym, what.erase_on)
    return pseudonym


def record_anew(
    work: Work, keys: Keys, pseudonym: str, compartment: Compartment, details: Details, way: int = FIRST_WAY
) -> Envelope:
    """Seal details in place of those before, or another way to be paid.

    What identifies somebody in them joins their hints: that of each way to be paid counts.
    """
    envelope = record_details(work, keys, pseudonym, compartment, details.to_bytes(), way)
    texts = identifiers_of(
        details if isinstance(details, ContactDetails) else None,
        details if isinstance(details, IdentityDetails) else None,
        details if isinstance(details, PaymentDetails) else None,
    )
    if texts and holds(work.session, work.actor, HINTS):
        keep_hints(work, keys, pseudonym, texts)
    return envelope
