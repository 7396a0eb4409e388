"""The log as files: hash tiles and entry bundles of C2SP tlog-tiles, height 8.

A tile of level 0 holds up to 256 leaf hashes; each full tile is one hash of the level above. An
entry bundle holds up to 256 entries, each after its length in two bytes, big end first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from audit.merkle import EMPTY, leaf_hash, root_of

WIDTH = 256
LONGEST_ENTRY = 65_535
LENGTH_BYTES = 2

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class BadTile(ValueError):  # noqa: N818 - the sentence says what it is
    """These bytes are not the tile or the entry bundle they should be."""


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """Return the path of a hash tile, `tile/0/x001/067` or `tile/0/x001/067.p/8`."""
    return f"tile/{level}/{_number_path(number, width)}"


def entries_path(number: int, width: int = WIDTH) -> str:
    """Return the path of an entry bundle, `tile/entries/x001/067` or with `.p/8`."""
    return f"tile/entries/{_number_path(number, width)}"


def _number_path(number: int, width: int) -> str:
    groups = [f"{number % 1000:03}"]
    while number >= 1000:  # noqa: PLR2004 - groups of three digits
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def hash_tiles_of(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield level, number and width of every hash tile of a log of that size."""
    level = 0
    while size:
        full, partial = divmod(size, WIDTH)
        yield from ((level, number, WIDTH) for number in range(full))
        if partial:
            yield level, full, partial
        level, size = level + 1, full


def entry_bundles_of(size: int) -> Iterator[tuple[int, int]]:
    """Yield number and width of every entry bundle of a log of that size."""
    full, partial = divmod(size, WIDTH)
    yield from ((number, WIDTH) for number in range(full))
    if partial:
        yield full, partial


def paths_of(size: int) -> set[str]:
    """Return the paths of all tiles and entry bundles of a log of that size."""
    hashes = {tile_path(*tile) for tile in hash_tiles_of(size)}
    return hashes | {entries_path(*bundle) for bundle in entry_bundles_of(size)}


def is_tile_path(path: str) -> bool:
    """Say whether a path is written as that of a tile or an entry bundle."""
    match = _PATH.fullmatch(path)
    return match is not None and int(match["width"] or "1") < WIDTH


def pack(entries: Iterable[bytes]) -> bytes:
    """Return an entry bundle. Raises BadTile where an entry is too long for it."""
    parts = []
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise BadTile(f"an entry has {len(entry)} bytes, {LONGEST_ENTRY} is the most")
        parts += [len(entry).to_bytes(LENGTH_BYTES, "big"), entry]
    return b"".join(parts)


def unpack(bundle: bytes, width: int) -> list[bytes]:
    """Return the entries of a bundle that must hold `width` of them. Raises BadTile."""
    entries, place, end = [], 0, len(bundle)
    while place < end:
        start = place + LENGTH_BYTES
        place = start + int.from_bytes(bundle[place:start], "big")
        entries.append(bundle[start:place])
    if place != end or len(entries) != width:
        raise BadTile(f"it should hold {width} entries and nothing else")
    return entries


class TreeTiles:
    """The hash tiles of a log, made as its entries come, to be compared or written.

    Levels are kept as lists of hashes: 32 bytes an entry and an object round them.
    """

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        self._levels: list[list[bytes]] = [[]]

    @property
    def size(self) -> int:
        """How many entries were added."""
        return len(self._levels[0])

    def add(self, entries: Iterable[bytes]) -> None:
        """Add entries at the end."""
        self.add_hashes([leaf_hash(entry) for entry in entries])

    def add_hashes(self, leaves: list[bytes]) -> None:
        """Add leaf hashes at the end, and the roots of the tiles that fill."""
        level, before = 0, self.size // WIDTH
        self._levels[0] += leaves
        while (after := len(self._levels[level]) // WIDTH) > before:
            if level + 1 == len(self._levels):
                self._levels.append([])
            above = self._levels[level + 1]
            filled = range(before, after)
            before = len(above) // WIDTH
            above += [root_of(self.hashes(level, number, WIDTH)) for number in filled]
            level += 1

    def hashes(self, level: int, number: int, width: int) -> list[bytes]:
        """Return the hashes of a tile."""
        return self._levels[level][number * WIDTH : number * WIDTH + width]

    def tile(self, level: int, number: int, width: int) -> bytes:
        """Return the bytes of a tile, 32 for each hash."""
        return b"".join(self.hashes(level, number, width))

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` entries (at most those added; all by default)."""
        rest = None
        count = self.size if size is None else size
        if not count:
            return EMPTY
        for level in self._levels:
            # What lies right of this level's complete subtrees is smaller than one of them: it
            # stands behind them as a last leaf, and an incomplete one is promoted, never doubled.
            count, partial = divmod(count, WIDTH)
            start = count * WIDTH
            hashes = level[start : start + partial]
            if rest is not None:
                rest = _join(hashes, rest)
            elif hashes:
                rest = root_of(hashes)
            if not count:
                break
        return EMPTY if rest is None else rest

    def subtree(self, start: int, end: int) -> bytes:
        """Return the root of the entries from `start` up to `end`, as proofs are made of them."""
        if start == 0:
            return self.root(end)
        level, step = 0, 1
        while end - start >= step * WIDTH and start % (step * WIDTH) == 0:
            level, step = level + 1, step * WIDTH
        count, rest = divmod(end - start, step)
        hashes = self._levels[level][start // step : start // step + count]
        if not rest:
            return root_of(hashes)
        return _join(hashes, self.subtree(end - rest, end))


def _join(hashes: list[bytes], rest: bytes) -> bytes:
    return root_of([*hashes, rest])
