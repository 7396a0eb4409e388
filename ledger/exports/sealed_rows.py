"""Rows of the tables about sealed things: who holds which lock, what is sealed, what was opened. Never what is inside.

Holders and envelopes are those of the vault itself, so that the log shows whether something there was exchanged.
Openings are told by the log alone: of who was erased since, the vault keeps none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clock import moment_text
from ledger.keys.envelope import digest
from ledger.log.models import LogEntry, LogSubject
from ledger.vault.models import Envelope, Lock, LockMember, Membership

Row = list[Any]
BATCH = 1000
FEW = 16
"""Bodies held at once: a sealed file may be some megabytes long."""

_COPIES = ("lock.set", "lock.joined", "lock.regranted", "lock.renewed", "lock.recovered")
_ENDS = {"opening.refused": "refused", "opening.shown": "shown"}
_OPENINGS = ("contact.opened", "opening.asked", "opening.consented", "payees.opened", *_ENDS)


def locks(session: Session, size: int) -> Iterator[Row]:
    """Return who holds a copy of which lock, and the place in the log of the entry that gave it."""
    given = {}
    for entry in _entries(session, _COPIES, size):
        said = _said(entry)
        for person in said["members"] if "members" in said else [said["person"]]:
            given[said["lock"], person] = entry.seq
    query = (
        select(Lock.id, Lock.name, Lock.epoch, LockMember.person_id)
        .join(LockMember, (LockMember.lock == Lock.name) & (LockMember.epoch == Lock.epoch))
        .where(LockMember.stage == Membership.HELD)
        .order_by(Lock.id, LockMember.person_id)
    )
    for row in session.execute(query):
        yield [*row, given.get((str(row.id), str(row.person_id)))]


def envelopes(session: Session, _size: int) -> Iterator[Row]:
    """Return each envelope with the hash of what is stored now, and its place in the log."""
    whole = select(Envelope.id, Envelope.body).order_by(Envelope.id).execution_options(yield_per=FEW)
    said = select(
        Envelope.id, Envelope.pseudonym, Envelope.compartment, Envelope.version, Envelope.way, Envelope.channel,
        Envelope.paid_to, Envelope.sealed_by, Envelope.sealed_at,
    )  # fmt: skip
    ordered = said.order_by(Envelope.id).execution_options(yield_per=BATCH)
    with session.execute(whole) as bodies, session.execute(ordered) as rows:
        while batch := list(islice(rows, BATCH)):
            places = _places_of(session, [one.id for one in batch])
            for one, stored in zip(batch, islice(bodies, len(batch)), strict=True):
                yield [
                    one.id, one.pseudonym, one.compartment, one.version, one.way, one.channel, one.paid_to,
                    digest(stored.body), one.sealed_by, moment_text(one.sealed_at), places.get(str(one.id)),
                ]  # fmt: skip


def openings(session: Session, size: int) -> list[Row]:
    """Return every opening there ever was: by whom, why, with whose consent, and what came of it."""
    rows: dict[str, Row] = {}
    for entry in _entries(session, _OPENINGS, size):
        said, at = _said(entry), moment_text(entry.at)
        if entry.verb == "opening.asked":
            rows[said["opening"]] = _begun(entry, said, said["compartment"], said["until"])
        elif entry.verb == "contact.opened":
            rows[said["opening"]] = [*_begun(entry, said, "contact", None)[:10], "shown", at, entry.seq]
        elif entry.verb == "payees.opened":
            rows[str(entry.work)] = _payees(entry, said, at)
        elif entry.verb == "opening.consented":
            rows[said["opening"]][8:11] = [entry.actor, at, "consented"]
        else:
            rows[said["opening"]][10:12] = [_ENDS[entry.verb], at]
    return [rows[ident] for ident in sorted(rows)]


def _begun(entry: LogEntry, said: dict[str, Any], compartment: str, until: str | None) -> Row:
    about = [said["opening"], said["beneficiary"], compartment, said["envelope"], entry.actor, said["reason"]]
    return [*about, moment_text(entry.at), until, None, None, "asked", None, entry.seq]


def _payees(entry: LogEntry, said: dict[str, Any], at: str) -> Row:
    about = [str(entry.work), None, "payment", None, entry.actor, said["form"]]
    return [*about, at, None, None, None, "shown", at, entry.seq]


def _entries(session: Session, verbs: Sequence[str], size: int) -> Iterator[LogEntry]:
    query = select(LogEntry).where(LogEntry.verb.in_(verbs), LogEntry.seq < size).order_by(LogEntry.seq)
    yield from session.scalars(query.execution_options(yield_per=BATCH))


def _said(entry: LogEntry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(entry.bytes)["data"]
    return said


def _places_of(session: Session, envelopes_: Iterable[UUID]) -> dict[str, int]:
    """Return where these envelopes were sealed in the log."""
    query = (
        select(LogSubject.subject, LogSubject.seq)
        .join(LogEntry, LogEntry.seq == LogSubject.seq)
        .where(LogSubject.subject.in_([str(one) for one in envelopes_]), LogEntry.verb == "envelope.sealed")
    )
    return {row.subject: row.seq for row in session.execute(query)}
