"""The ways in which a beneficiary can be paid: all that is known of them unopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.vault.models import Envelope
from ledger.vault.queries.trust import trusted_ways
from ledger.vault.rules.compartments import FIRST_WAY


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be paid: into whose hands, by which channel, since when it is so, and who wrote it down."""

    number: int
    paid_to: str | None
    channel: str | None
    since: datetime
    by: UUID


def ways_of(session: Session, pseudonym: str) -> list[Way]:
    """Return the ways in which somebody can be paid, by number, each as it was recorded last.

    What is told of a way decides by which of them somebody is paid, before an award names it. Raises Tampered where it
    is not what the writer of the envelope has signed.
    """
    return [
        Way(number, found.paid_to, found.channel, found.sealed_at, found.sealed_by)
        for number, found in trusted_ways(session, pseudonym).items()
    ]


def next_way(session: Session, pseudonym: str) -> int:
    """Return the number that another way to be paid would have."""
    return FIRST_WAY + (session.scalar(select(func.max(Envelope.way)).where(Envelope.pseudonym == pseudonym)) or 0)
