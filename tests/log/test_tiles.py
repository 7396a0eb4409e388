"""Roots and proofs read off tiles: the same as over all leaves, at any size, from a few hashes."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from audit.merkle import (
    consistency_proof,
    inclusion_proof,
    root_of,
    subtrees_of,
    verify_consistency,
    verify_inclusion,
)
from audit.tiles import hash_tiles_of
from ledger.actor import SYSTEM
from ledger.clock import moment_from
from ledger.database import open_engine, writers_of
from ledger.log.entries import append
from ledger.log.models import LogEntry, LogTile
from ledger.log.queries import proof_of_consistency, proof_of_inclusion
from ledger.log.tiles import WIDTH, root_at, tile_hashes

WORK = UUID("00000000-0000-4000-8000-000000000000")
SIZE = WIDTH * WIDTH + WIDTH + 3
"""Just over one full tile of the second level."""
LEAVES = [hashlib.sha256(str(seq).encode()).digest() for seq in range(SIZE)]
SIZES = [1, 2, 3, 255, 256, 257, 511, 513, 4095, 65_535, WIDTH * WIDTH, WIDTH * WIDTH + 1, SIZE - 1, SIZE]


def grow(session: Session, start: int, end: int) -> None:
    """Write entries with known leaf hashes, as a unit of work would."""
    entry = {
        "at": moment_from("2026-01-05T09:00:00Z"),
        "work": WORK,
        "actor": SYSTEM.name,
        "verb": "test",
        "bytes": b"{}",
    }
    append(session, [{**entry, "seq": seq, "leaf_hash": LEAVES[seq]} for seq in range(start, end)], [])


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Engine]:
    """A log of many entries, written in pieces of odd sizes, some of them over several tiles."""
    path = tmp_path_factory.mktemp("grown") / "almoner.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    with Session(writers_of(engine)) as session:
        start, piece = 0, 1
        while start < SIZE:
            end = min(start + piece, SIZE)
            grow(session, start, end)
            start, piece = end, piece * 3 % 2003
        session.commit()
    yield engine
    engine.dispose()


def test_the_root_at_any_size_is_the_root_over_all_leaves(grown: Engine) -> None:
    """Also at sizes that the log had long ago."""
    with Session(grown) as session:
        for size in SIZES:
            assert root_at(session, size) == root_of(LEAVES[:size])
        with pytest.raises(LookupError):
            root_at(session, SIZE + 1)


def test_proofs_are_those_over_all_leaves_and_hold(grown: Engine) -> None:
    """Inclusion and consistency, at edges of tiles and at random."""
    dice = random.Random(6962)  # noqa: S311 - no secret, the same at every run
    subtree = subtrees_of(LEAVES)
    with Session(grown) as session:
        for size in SIZES:
            root = root_of(LEAVES[:size])
            for seq in {0, size - 1, dice.randrange(size)}:
                proof = proof_of_inclusion(session, seq, size)
                assert proof == inclusion_proof(subtree, seq, size)
                verify_inclusion(LEAVES[seq], seq, size, proof, root)
            old = dice.randint(1, size)
            steps = proof_of_consistency(session, old, size)
            assert steps == consistency_proof(subtree, old, size)
            verify_consistency(old, size, steps, root_of(LEAVES[:old]), root)


def test_full_tiles_are_written_once_and_hold_the_hashes_below(grown: Engine) -> None:
    """Every full tile of the layout is a row and no other; partial ones are read off the level below."""
    with Session(grown) as session:
        stored = {(one.level, one.number): one for one in session.scalars(select(LogTile))}
        full = {(level, number) for level, number, width in hash_tiles_of(SIZE) if width == WIDTH}
        assert stored.keys() == full
        for level, number, width in hash_tiles_of(SIZE):
            span = WIDTH**level
            first = number * WIDTH * span
            due = [root_of(LEAVES[first + i * span : first + (i + 1) * span]) for i in range(width)]
            assert tile_hashes(session, level, number, width) == due
            if width == WIDTH:
                assert stored[level, number].root == root_of(due)


def test_a_proof_costs_little_however_long_the_log_is(grown: Engine) -> None:
    """SQLite counts its own steps: far fewer than one look at each entry."""
    thousands: list[int] = []
    with Session(grown) as session:
        raw: Any = session.connection().connection.dbapi_connection
        raw.set_progress_handler(lambda: thousands.append(1), 1000)
        proof_of_inclusion(session, SIZE // 2, SIZE)
        proof_of_consistency(session, SIZE // 3, SIZE)
        root_at(session, SIZE - 1)
        spent = len(thousands)
        session.scalar(select(func.max(LogEntry.leaf_hash)))
        raw.set_progress_handler(None, 0)
    assert spent < (len(thousands) - spent) / 3


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_the_same_on_both_engines(database_url: str, size: int) -> None:
    """Bytes read back are those written."""
    engine = open_engine(database_url)
    try:
        with Session(writers_of(engine)) as session:
            grow(session, 0, size)
            assert root_at(session, size) == root_of(LEAVES[:size])
            proof = proof_of_inclusion(session, size // 2, size)
            verify_inclusion(LEAVES[size // 2], size // 2, size, proof, root_of(LEAVES[:size]))
    finally:
        engine.dispose()
