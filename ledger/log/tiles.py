"""Hash tiles of the log: full ones are rows, partial ones are read off the level below.

A tile of level 0 holds 256 leaf hashes; its root is one hash of level 1, and so on. So a head of a million
entries is computed from at most 255 hashes a level.
"""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from audit.merkle import root_of
from ledger.log.models import LogEntry, LogTile

WIDTH = 256


def write_full_tiles(session: Session, *, before: int, after: int) -> None:
    """Write the tiles that fill as the log grows from `before` to `after` entries."""
    level, step = 0, WIDTH
    while after // step > before // step:
        for number in range(before // step, after // step):
            hashes = _hashes(session, level, number * WIDTH, WIDTH)
            session.execute(
                insert(LogTile),
                [{"level": level, "number": number, "hashes": b"".join(hashes), "root": root_of(hashes)}],
            )
        level, step = level + 1, step * WIDTH


def tile_hashes(session: Session, level: int, number: int, width: int) -> list[bytes]:
    """Return the first `width` hashes of a tile, full or not."""
    if width == WIDTH:
        full = session.scalar(select(LogTile.hashes).where(LogTile.level == level, LogTile.number == number))
        if full is not None:
            return [full[i : i + 32] for i in range(0, len(full), 32)]
    return _hashes(session, level, number * WIDTH, width)


def root_at(session: Session, size: int) -> bytes:
    """Return the root over the first `size` entries; the log must hold that many."""
    # The tree over n leaves is the tree over its complete subtrees of 256^k leaves and the rest, so the hashes of
    # each level's partial tile, highest level first, fold into the root from the right.
    level, count, levels = 0, size, []
    while count:
        partial = count % WIDTH
        levels.append(_hashes(session, level, count - partial, partial))
        level, count = level + 1, count // WIDTH
    return _fold(levels)


def _fold(levels: list[list[bytes]]) -> bytes:
    rest: list[bytes] = []
    for hashes in levels:
        # `rest` is the root of everything to the right of this level's hashes: smaller than one of them, so it
        # stands behind them as a last, incomplete subtree.
        rest = [root_of([*hashes, *rest])] if hashes or rest else []
    return rest[0] if rest else root_of([])


def _hashes(session: Session, level: int, start: int, width: int) -> list[bytes]:
    if level == 0:
        query = select(LogEntry.leaf_hash).where(LogEntry.seq >= start, LogEntry.seq < start + width)
        found = list(session.scalars(query.order_by(LogEntry.seq)))
    else:
        query = select(LogTile.root).where(
            LogTile.level == level - 1, LogTile.number >= start, LogTile.number < start + width
        )
        found = list(session.scalars(query.order_by(LogTile.number)))
    if len(found) != width:
        message = f"the log has {len(found)} of {width} hashes at level {level}, place {start}"
        raise LookupError(message)
    return found
