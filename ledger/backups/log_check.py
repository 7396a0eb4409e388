"""Checking a log that was loaded: every entry, every column, every tile and every signed head is what its bytes say."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from sqlalchemy import func, select
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
    log, tiles, key = Frontier(), _Tiles(session), secrets.token_bytes(32)
    said, written = _Pairs(key), _Pairs(key)
    for entry in session.scalars(select(LogEntry).order_by(LogEntry.seq).execution_options(yield_per=_BATCH)):
        for subject in _said(entry, log.size)["subjects"]:
            said.add(subject, entry.seq)
        log.append(entry.leaf_hash)
        tiles.append(entry.leaf_hash)
    tiles.check_count()
    if (log.size, log.root().hex()) != (size, root):
        raise Unusable(N_("The log in this file is not the one that its head names."))
    index = select(LogSubject.subject, LogSubject.seq).execution_options(yield_per=_BATCH)
    for row in session.execute(index):
        written.add(row.subject, row.seq)
    if said.sum != written.sum:
        raise Unusable(N_("The index of what the log's entries are about is not what they say."))


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


class _Pairs:
    """A set of pairs in one number, in whatever order they come: the sum of their hashes under a key made just now.

    Nobody who made the log could know the key, so two sets of one sum are one set.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.sum = 0

    def add(self, subject: str, seq: int) -> None:
        """Add a pair."""
        digest = hashlib.blake2b(f"{seq}|{subject}".encode(), key=self._key, digest_size=32).digest()
        self.sum = (self.sum + int.from_bytes(digest, "big")) % (1 << 256)


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
