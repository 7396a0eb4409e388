"""Opening a contact: one officer, one person at a time, for a reason, so many a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, select

from ledger.actor import Role
from ledger.errors import N_, Refusal
from ledger.vault.models import Opening, OpeningStage
from ledger.vault.queries.locks import Opener, hold
from ledger.vault.queries.opening import open_content, open_half
from ledger.vault.queries.trust import trusted_envelope
from ledger.vault.rules.compartments import CONTACT, Compartment
from ledger.vault.rules.reasons import CONTACT_REASONS
from ledger.work import Work

CONTACTS_A_DAY = 20
"""How many contacts one person opens in twenty-four hours: enough for a day's calls, too few to take them all."""

_DAY = timedelta(days=1)


def open_contact(work: Work, opener: Opener, pseudonym: str, reason: str) -> bytes:
    """Open how to reach somebody. What is returned may be shown only once this unit of work is committed.

    Raises Refusal for a reason that is not on the list, above the day's cap, and where nothing is recorded.
    """
    work.actor.require(Role.OFFICER)
    if reason not in CONTACT_REASONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    if opened_today(work) >= CONTACTS_A_DAY:
        raise Refusal(N_("You opened %(count)s contacts in the last day; that is all for now."), count=CONTACTS_A_DAY)
    envelope = trusted_envelope(work.session, pseudonym, Compartment.CONTACT)
    if envelope is None:
        raise Refusal(N_("No contact is recorded for this beneficiary."))
    half = open_half(work.session, work.organisation, hold(work, opener, CONTACT), envelope)
    content = open_content(work.organisation, envelope, [half])
    opening = Opening(
        id=uuid4(),
        pseudonym=pseudonym,
        compartment=Compartment.CONTACT,
        envelope_id=envelope.id,
        requester_id=work.actor.id,
        reason=reason,
        stage=OpeningStage.SHOWN,
        asked_at=work.at,
        until=work.at,
    )
    work.session.add(opening)
    work.session.flush()
    work.record(
        "contact.opened",
        [opening.id, pseudonym, envelope.id],
        opening=str(opening.id),
        beneficiary=pseudonym,
        envelope=str(envelope.id),
        reason=reason,
    )
    return content


def opened_today(work: Work) -> int:
    """Count the contacts that whoever acts has opened in twenty-four hours."""
    query = select(func.count()).where(
        Opening.requester_id == work.actor.id,
        Opening.compartment == Compartment.CONTACT,
        Opening.asked_at > work.at - _DAY,
    )
    return work.session.scalar(query) or 0
