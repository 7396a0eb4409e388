"""Writing entries: canonical bytes, gap-free places, tiles as they fill."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.merkle import leaf_hash
from ledger.bulk import insert_rows
from ledger.clock import moment_text
from ledger.errors import Misuse
from ledger.log.canonical import canonical
from ledger.log.models import LogEntry, LogSubject
from ledger.log.tiles import write_full_tiles
from ledger.reference import read_reference

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST = 65_535
"""The longest entry in bytes: an entry bundle's length field has sixteen bits (C2SP tlog-tiles)."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last place in the log and its time; before the first entry `size` is 0."""

    size: int
    at: datetime | None


def head_of(session: Session) -> Head:
    """Read where the log stands."""
    last = session.execute(select(LogEntry.seq, LogEntry.at).order_by(LogEntry.seq.desc()).limit(1)).first()
    return Head(last.seq + 1, last.at) if last else Head(0, None)


@dataclass(frozen=True, slots=True)
class Author:
    """What all entries of one unit of work have in common."""

    work: UUID
    actor: str
    at: datetime


def entry_row(
    author: Author, seq: int, verb: str, subjects: Iterable[object], data: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Make the row of one entry and the sorted list of its subjects.

    Raises Misuse when it is too long, and for a subject that is neither an id nor a pseudonym: it could be a name.
    """
    names = sorted({str(subject) for subject in subjects})
    for name in names:
        if not _ID.fullmatch(name) and not (name.startswith("B-") and read_reference(name) == name):
            message = f"an entry {verb} is about ids and pseudonyms only"
            raise Misuse(message)
    content = canonical(
        {
            "v": 1,
            "seq": seq,
            "at": moment_text(author.at),
            "work": str(author.work),
            "actor": author.actor,
            "verb": verb,
            "subjects": names,
            "data": data,
            "salt": secrets.token_hex(16),
        }
    )
    if len(content) > LONGEST:
        message = f"an entry {verb} of {len(content)} bytes does not fit an entry bundle; spread it"
        raise Misuse(message)
    row = {
        "seq": seq,
        "at": author.at,
        "work": author.work,
        "actor": author.actor,
        "verb": verb,
        "leaf_hash": leaf_hash(content),
        "bytes": content,
    }
    return row, names


def append(session: Session, rows: list[dict[str, Any]], subjects: list[dict[str, Any]]) -> None:
    """Insert entries at the end of the log and the tiles that they fill."""
    insert_rows(session, LogEntry, rows)
    insert_rows(session, LogSubject, subjects)
    write_full_tiles(session, before=rows[0]["seq"], after=rows[-1]["seq"] + 1)
