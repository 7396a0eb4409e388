"""Checking a log that was loaded: every entry, every column, every tile and every signed head is what its bytes say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from audit.merkle import Frontier, leaf_hash, root_of
from ledger.backups.trouble import Unusable
from ledger.clock import moment_text
from ledger.errors import N_
from ledger.log.models import LogEntry, LogSubject, LogTile
from ledger.log.tiles import WIDTH

_BATCH = 250


def check_log(session: Session, size: int, root: str) -> None:
    """Read every entry and raise Unusable at the first that is not what it should be, or at another size or root."""
    log, tiles, subjects = Frontier(), _Tiles(session), 0
    entries = iter(session.scalars(select(LogEntry).order_by(LogEntry.seq).execution_options(yield_per=_BATCH)))
    while batch := list(islice(entries, _BATCH)):
        expected = []
        for entry in batch:
            said = _said(entry, log.size)
            expected += [(subject, entry.seq) for subject in said["subjects"]]
            log.append(entry.leaf_hash)
            tiles.append(entry.leaf_hash)
        subjects += len(expected)
        _check_subjects(session, expected)
    if subjects != session.scalar(select(func.count()).select_from(LogSubject)):
        raise Unusable(N_("The index of what the log's entries are about has lines that no entry has."))
    tiles.check_count()
    if (log.size, log.root().hex()) != (size, root):
        raise Unusable(N_("The log in this file is not the one that its head names."))


def _said(entry: LogEntry, place: int) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(entry.bytes)
    columns = (entry.seq, moment_text(entry.at), str(entry.work), entry.actor, entry.verb)
    if entry.seq != place:
        raise Unusable(N_("Entry %(place)s of the log is missing."), place=place)
    if leaf_hash(entry.bytes) != entry.leaf_hash:
        raise Unusable(N_("Entry %(place)s of the log is not what its hash says."), place=place)
    if columns != (said["seq"], said["at"], said["work"], said["actor"], said["verb"]):
        raise Unusable(N_("The columns of entry %(place)s of the log are not what its bytes say."), place=place)
    return said


def _check_subjects(session: Session, expected: list[tuple[str, int]]) -> None:
    for part in _parts(expected):
        wanted = tuple_(LogSubject.subject, LogSubject.seq).in_(part)
        if session.scalar(select(func.count()).select_from(LogSubject).where(wanted)) != len(part):
            raise Unusable(N_("The index of what the log's entries are about lacks lines."))


def _parts(expected: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    for start in range(0, len(expected), _BATCH):
        yield expected[start : start + _BATCH]


class _Tiles:
    """The tiles that fill as the log is read, each held to its row."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._levels: list[list[bytes]] = []
        self._numbers: list[int] = []

    def append(self, leaf: bytes) -> None:
        """Take the next leaf hash. Raises Unusable where it fills a tile that is not as it is stored."""
        level, reached = 0, leaf
        while True:
            if level == len(self._levels):
                self._levels.append([])
                self._numbers.append(0)
            self._levels[level].append(reached)
            if len(self._levels[level]) < WIDTH:
                return
            reached = self._full(level)
            level += 1

    def check_count(self) -> None:
        """Raise Unusable where tiles are stored that never filled."""
        if sum(self._numbers) != self._session.scalar(select(func.count()).select_from(LogTile)):
            raise Unusable(N_("The log has tiles that do not belong to it."))

    def _full(self, level: int) -> bytes:
        hashes, root = b"".join(self._levels[level]), root_of(self._levels[level])
        stored = self._session.get(LogTile, (level, self._numbers[level]))
        if stored is None or (stored.hashes, stored.root) != (hashes, root):
            raise Unusable(N_("A tile of the log is not what its entries make."))
        self._levels[level].clear()
        self._numbers[level] += 1
        return root
