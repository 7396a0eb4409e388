"""Openings as pages show them: what waits for whom, and the story of all of them from the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ledger.actor import Actor
from ledger.errors import NotFound
from ledger.log.models import LogEntry
from ledger.vault.models import Envelope, Opening, OpeningStage
from ledger.vault.queries.locks import is_member, lock_held_of
from ledger.vault.rules.compartments import OPPOSITE, Compartment

TOLD = (
    "contact.opened",
    "opening.asked",
    "opening.consented",
    "opening.refused",
    "opening.shown",
    "payees.opened",
    "alarm.raised",
)
MOST = 25


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story: what happened, to which pseudonym, why. Never what was read."""

    at: datetime
    verb: str
    actor: str
    seq: int
    beneficiary: str
    reason: str


def story() -> Select[LogEntry]:
    """Select everything that was ever asked for, consented to, shown, or found exchanged, newest first."""
    return select(LogEntry).where(LogEntry.verb.in_(TOLD)).order_by(LogEntry.seq.desc())


def told(entry: LogEntry) -> Told:
    """Read a line of the story."""
    data = json.loads(entry.bytes)["data"]
    signed = json.loads(data["bytes"]) if "bytes" in data else {}
    beneficiary = data.get("beneficiary") or signed.get("beneficiary") or ""
    reason = data.get("reason") or signed.get("reason") or data.get("what") or data.get("form") or ""
    return Told(entry.at, entry.verb, entry.actor, entry.seq, beneficiary, reason)


def opening_by_id(session: Session, ident: UUID) -> Opening:
    """Return an opening. Raises NotFound."""
    found = session.get(Opening, ident)
    if found is None:
        raise NotFound
    return found


def can_consent(session: Session, actor: Actor, opening: Opening) -> bool:
    """Whether somebody could consent now: another person, of the other side."""
    held = lock_held_of(session, actor, opening.compartment)
    return (
        opening.stage is OpeningStage.ASKED
        and opening.requester_id != actor.person
        and held is not None
        and held in OPPOSITE
        and is_member(session, OPPOSITE[held], opening.requester_id)
    )


def waiting_for_consent(session: Session, actor: Actor, now: datetime) -> list[Opening]:
    """Return the wishes that somebody could consent to, oldest first."""
    query = select(Opening).where(Opening.stage == OpeningStage.ASKED, Opening.until > now)
    found = session.scalars(query.order_by(Opening.asked_at).limit(MOST))
    return [opening for opening in found if can_consent(session, actor, opening)]


def ready_to_show(session: Session, actor: Actor, now: datetime) -> list[Opening]:
    """Return what somebody asked for and may look at now, once."""
    query = select(Opening).where(
        Opening.requester_id == actor.person, Opening.stage == OpeningStage.CONSENTED, Opening.until > now
    )
    return list(session.scalars(query.order_by(Opening.asked_at).limit(MOST)))


def alarms_since(session: Session, since: datetime) -> list[Told]:
    """Return what was found exchanged lately, newest first."""
    query = select(LogEntry).where(LogEntry.verb == "alarm.raised", LogEntry.at >= since)
    return [told(entry) for entry in session.scalars(query.order_by(LogEntry.seq.desc()).limit(MOST))]


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """That something is recorded: since when and by whom, never what."""

    id: UUID
    compartment: str
    version: int
    at: datetime
    by: UUID


def records_of(session: Session, pseudonym: str) -> list[SealedRecord]:
    """Return the newest record of each compartment and every file; of where money goes, see `ways_of`."""
    query = select(Envelope.id, Envelope.compartment, Envelope.version, Envelope.sealed_at, Envelope.sealed_by).where(
        Envelope.pseudonym == pseudonym, Envelope.compartment != Compartment.PAYMENT
    )
    rows = session.execute(query.order_by(Envelope.compartment, Envelope.version.desc()))
    found: list[SealedRecord] = []
    for row in rows:
        kind = row.compartment.value
        if kind == "attachment" or all(one.compartment != kind for one in found):
            found.append(SealedRecord(row.id, kind, row.version, row.sealed_at, row.sealed_by))
    return found


def openings_of(session: Session, pseudonym: str) -> list[Opening]:
    """Return the latest openings about a beneficiary."""
    query = select(Opening).where(Opening.pseudonym == pseudonym)
    return list(session.scalars(query.order_by(Opening.asked_at.desc()).limit(MOST)))
