"""The log of a bundle, read tile by tile: every entry hashed, hash tiles and root compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audit import tiles
from audit.bundle import Bundle
from audit.checkpoint import Checkpoint
from audit.findings import Findings
from audit.merkle import HASH_BYTES
from audit.trouble import Unreadable

FOLDER = "data/log/"
MOST_BUNDLE = tiles.WIDTH * (tiles.LENGTH_BYTES + tiles.LONGEST_ENTRY)

_read = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries that stand together: the place of the first, their bytes, their leaf hashes."""

    first: int
    entries: list[bytes]
    leaves: list[bytes]


class LogReader:
    """Reads the log that a checkpoint promises. `tree` grows as the entries are read.

    `complete` once every promised entry was read.
    """

    def __init__(self, bundle: Bundle, findings: Findings, head: Checkpoint) -> None:
        self._bundle = bundle
        self._findings = findings
        self._head = head
        self.tree = tiles.TreeTiles()

    @property
    def complete(self) -> bool:
        """Whether every entry was there."""
        return self.tree.size == self._head.size

    def stretches(self) -> Iterator[Stretch]:
        """Yield all entries in order; where some are missing, the log cannot be read further."""
        for number, width in tiles.entry_bundles_of(self._head.size):
            first = self.tree.size
            try:
                entries = read_bundle(self._bundle, number, width)
            except Unreadable as problem:
                self._find(f"{problem}; the log cannot be read from here on", first)
                return
            self.tree.add(entries)
            self._findings.count("tree", width)
            yield Stretch(first, entries, self.tree.hashes(0, number, width))

    def compare(self) -> None:
        """Hold hash tiles and root to the entries, once they are read."""
        if not self.complete:
            return
        for tile in tiles.hash_tiles_of(self._head.size):
            self._compare_tile(*tile)
        self._findings.count("tree")
        if self.tree.root() != self._head.root:
            self._find("the root of the checkpoint is not the root over the entries")
        promised = {FOLDER + path for path in tiles.paths_of(self._head.size)}
        here = {name for name in self._bundle.names if name.startswith(f"{FOLDER}tile/")}
        for name in sorted(here - promised):
            self._find(f"{name} does not belong to a log of {self._head.size} entries")

    def _compare_tile(self, level: int, number: int, width: int) -> None:
        path = FOLDER + tiles.tile_path(level, number, width)
        self._findings.count("tree")
        try:
            content = self._bundle.read(path, tiles.WIDTH * HASH_BYTES)
        except Unreadable as problem:
            self._find(str(problem))
            return
        due = self.tree.hashes(level, number, width)
        if content == b"".join(due):
            return
        wrong = [
            place for place, one in enumerate(due) if content[place * HASH_BYTES : (place + 1) * HASH_BYTES] != one
        ]
        if not wrong or len(content) != width * HASH_BYTES:
            self._find(f"{path} has {len(content)} bytes, {width * HASH_BYTES} belong there")
            return
        seq = number * tiles.WIDTH + wrong[0] if level == 0 else -1
        self._find(f"{path} has another hash than its entries at {len(wrong)} places", seq)

    def _find(self, message: str, seq: int = -1) -> None:
        self._findings.find("tree", message, seq)


def read_bundle(bundle: Bundle, number: int, width: int) -> list[bytes]:
    """Return the entries of an entry bundle. Raises Unreadable."""
    path = FOLDER + tiles.entries_path(number, width)
    try:
        return tiles.unpack(bundle.read(path, MOST_BUNDLE), width)
    except tiles.BadTile as problem:
        raise Unreadable(f"{path}: {problem}") from problem


def parsed_entries(bundle: Bundle, size: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield place and content of every entry that is an object at all; how it is written is judged elsewhere."""
    seq = 0
    for number, width in tiles.entry_bundles_of(size):
        try:
            entries = read_bundle(bundle, number, width)
        except Unreadable:
            return
        for content in entries:
            try:
                entry = _read(content.decode("utf-8"))
            except (ValueError, RecursionError):
                entry = None
            if type(entry) is dict:
                yield seq, entry
            seq += 1
