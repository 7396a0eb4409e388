"""The ways in which a beneficiary can be paid: all that is known of them unopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.vault.models import Envelope
from ledger.vault.rules.compartments import FIRST_WAY, Compartment


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be paid: into whose hands, by which channel, since when it is so, and who wrote it down."""

    number: int
    paid_to: str | None
    channel: str | None
    since: datetime
    by: UUID


def ways_of(session: Session, pseudonym: str) -> list[Way]:
    """Return the ways in which somebody can be paid, by number, each as it was recorded last."""
    columns = (Envelope.way, Envelope.paid_to, Envelope.channel, Envelope.sealed_at, Envelope.sealed_by)
    query = select(*columns).where(Envelope.pseudonym == pseudonym, Envelope.compartment == Compartment.PAYMENT)
    newest: dict[int, Way] = {}
    for row in session.execute(query.order_by(Envelope.version)):
        newest[row.way] = Way(row.way, row.paid_to, row.channel, row.sealed_at, row.sealed_by)
    return [newest[number] for number in sorted(newest)]


def next_way(session: Session, pseudonym: str) -> int:
    """Return the number that another way to be paid would have."""
    return FIRST_WAY + (session.scalar(select(func.max(Envelope.way)).where(Envelope.pseudonym == pseudonym)) or 0)
