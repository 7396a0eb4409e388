"""What holds at this moment because the log says so: a lock-down, a suspended access, keys, roles.

A row of a table can be changed by whoever writes to the database, so nothing of this is ever read from one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from ledger.log.models import LogEntry, LogSubject


@dataclass(frozen=True, slots=True)
class Said:
    """An entry of the log, as far as it is asked for what holds."""

    seq: int
    at: datetime
    actor: str
    verb: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lockdown:
    """A lock-down that was raised and not lifted."""

    id: UUID
    seq: int
    at: datetime
    actor: str


def said_about(session: Session, subject: object, *verbs: str) -> list[Said]:
    """Return what the log says about something with these rare verbs, oldest first."""
    # By the verb first: there are few such entries, while a busy approver is the subject of many decisions.
    about = exists().where(LogSubject.subject == str(subject), LogSubject.seq == LogEntry.seq)
    return _told(session, LogEntry.verb.in_(verbs), about)


def said_with(session: Session, *verbs: str) -> list[Said]:
    """Return everything that the log says with these rare verbs, oldest first."""
    return _told(session, LogEntry.verb.in_(verbs))


def lockdown_in_force(session: Session) -> Lockdown | None:
    """Return the lock-down that lasts, or None: the newest one counts, until it is lifted."""
    raised = _newest(session, "lockdown.raised")
    if raised is None or (_newest(session, "lockdown.lifted") or -1) > raised:
        return None
    said = _told(session, LogEntry.seq == raised)[0]
    return Lockdown(UUID(said.data["lockdown"]), said.seq, said.at, said.actor)


def suspended_until(session: Session, person: UUID) -> date | None:
    """Return the last day for which somebody suspended their own access, be it past or to come, or None."""
    days = [date.fromisoformat(said.data["until"]) for said in said_about(session, person, "access.suspended")]
    return max(days, default=None)


def is_suspended(session: Session, person: UUID, on: date) -> bool:
    """Whether somebody does not act on a day, because they suspended their access until that day is over."""
    until = suspended_until(session, person)
    return until is not None and on <= until


def _newest(session: Session, verb: str) -> int | None:
    # One verb at a time: the index of verbs and places answers that in one step, however long the log is.
    return session.scalar(select(func.max(LogEntry.seq)).where(LogEntry.verb == verb))


def _told(session: Session, *where: Any) -> list[Said]:
    query = select(LogEntry.seq, LogEntry.at, LogEntry.actor, LogEntry.verb, LogEntry.bytes).where(*where)
    found = [
        Said(row.seq, row.at, row.actor, row.verb, json.loads(row.bytes)["data"]) for row in session.execute(query)
    ]
    return sorted(found, key=lambda said: said.seq)
