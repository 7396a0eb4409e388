"""Reading the log: by filter, one entry, the story of one thing, proofs. Nothing here loads the whole table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from audit.merkle import Subtree, consistency_proof, inclusion_proof, root_of
from ledger.errors import NotFound
from ledger.log.entries import head_of
from ledger.log.models import Checkpoint, LogEntry, LogSubject
from ledger.log.tiles import WIDTH, root_at, tile_hashes


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What a list of entries shows: all fields optional.

    `first` and `end` are places: of the oldest entry shown, and behind the newest. They bound the list by time (see
    `places_between`), and `end` is also where the next page goes on, whatever was written meanwhile.
    """

    verb: str = ""
    actor: str = ""
    subject: str = ""
    first: int = 0
    end: int | None = None


def entries_where(wanted: LogFilter) -> Select[LogEntry]:
    """Select entries, newest first."""
    query = select(LogEntry).order_by(LogEntry.seq.desc())
    if wanted.verb:
        query = query.where(LogEntry.verb == wanted.verb)
    if wanted.actor:
        query = query.where(LogEntry.actor == wanted.actor)
    if wanted.subject:
        of_it = select(LogSubject.seq).where(LogSubject.subject == wanted.subject.strip())
        query = query.where(LogEntry.seq.in_(of_it))
    if wanted.first:
        query = query.where(LogEntry.seq >= wanted.first)
    if wanted.end is not None:
        query = query.where(LogEntry.seq < wanted.end)
    return query


def places_between(session: Session, since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """Return the place of the first entry from `since` on, and that behind the last one before `until`.

    Both moments are UTC, and either may be left open. The log's times never fall (H7): the place is found by halving.
    """
    size = head_of(session).size
    first = 0 if since is None else _first_from(session, since, size)
    return first, size if until is None else _first_from(session, until, size)


def _first_from(session: Session, moment: datetime, size: int) -> int:
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if session.execute(select(LogEntry.at).where(LogEntry.seq == middle)).scalar_one() < moment:
            low = middle + 1
        else:
            high = middle
    return low


@dataclass(frozen=True, slots=True)
class Event:
    """An entry as a timeline shows it."""

    seq: int
    at: datetime
    actor: str
    verb: str
    leaf: bytes


def story_of(session: Session, subject: object, limit: int = 60) -> list[Event]:
    """Return what the log says about one thing, newest first; journal entries are left to the books."""
    query = (
        select(LogEntry.seq, LogEntry.at, LogEntry.actor, LogEntry.verb, LogEntry.leaf_hash)
        .join(LogSubject, LogSubject.seq == LogEntry.seq)
        .where(LogSubject.subject == str(subject), LogEntry.verb != "entry.posted")
        .order_by(LogSubject.seq.desc())
        .limit(limit)
    )
    return [Event(row.seq, row.at, row.actor, row.verb, row.leaf_hash) for row in session.execute(query)]


def moments_of(session: Session, verb: str, subjects: Iterable[object]) -> list[datetime]:
    """Return when something happened to these things by what the log says, oldest first."""
    query = (
        select(LogEntry.at)
        .join(LogSubject, LogSubject.seq == LogEntry.seq)
        .where(LogSubject.subject.in_([str(one) for one in subjects]), LogEntry.verb == verb)
    )
    return list(session.scalars(query.order_by(LogEntry.seq)))


def entry_at(session: Session, seq: int) -> LogEntry:
    """Return one entry. Raises NotFound."""
    found = session.get(LogEntry, seq)
    if found is None:
        raise NotFound
    return found


def parsed(entry: LogEntry) -> dict[str, Any]:
    """Return what an entry says."""
    said: dict[str, Any] = json.loads(entry.bytes)
    return said


def entries_between(session: Session, start: int, end: int, batch: int = WIDTH) -> Iterator[tuple[int, bytes]]:
    """Stream place and bytes of the entries from `start` up to, and without, `end`."""
    for first in range(start, end, batch):
        query = select(LogEntry.seq, LogEntry.bytes).where(
            LogEntry.seq >= first, LogEntry.seq < min(first + batch, end)
        )
        for row in session.execute(query.order_by(LogEntry.seq)):
            yield row.seq, row.bytes


def proof_of_inclusion(session: Session, seq: int, size: int) -> list[bytes]:
    """Prove that an entry stands in the log of `size` entries (RFC 6962, 2.1.1)."""
    return inclusion_proof(_subtrees(session), seq, size)


def proof_of_consistency(session: Session, old: int, new: int) -> list[bytes]:
    """Prove that the log of `old` entries is the beginning of that of `new` (RFC 6962, 2.1.2)."""
    return consistency_proof(_subtrees(session), old, new)


def last_checkpoint(session: Session) -> Checkpoint | None:
    """Return the newest signed head."""
    return session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def checkpoints(session: Session, limit: int = 50) -> list[Checkpoint]:
    """Return the newest signed heads, newest first."""
    return list(session.scalars(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(limit)))


def _subtrees(session: Session) -> Subtree:
    def subtree(start: int, end: int) -> bytes:
        # A subtree of a proof is complete and begins at a multiple of its size, or it ends with the log.
        if start == 0:
            return root_at(session, end)
        level, step = 0, 1
        while (end - start) >= step * WIDTH and start % (step * WIDTH) == 0:
            level, step = level + 1, step * WIDTH
        count, rest = divmod(end - start, step)
        hashes = [
            one
            for first in range(start // step, start // step + count, WIDTH)
            for one in _tile_part(session, level, first, start // step + count)
        ]
        if rest:
            hashes.append(subtree(end - rest, end))
        return root_of(hashes)

    return subtree


def _tile_part(session: Session, level: int, first: int, end: int) -> list[bytes]:
    number, offset = divmod(first, WIDTH)
    width = min(end - number * WIDTH, WIDTH)
    return tile_hashes(session, level, number, width)[offset:]
