"""Whoever was erased stays erased: an older file of sealed records brings not one byte of them back."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.backups import filling
from ledger.base import Base
from ledger.log.models import LogEntry
from ledger.settings import Settings
from ledger.vault.models import Envelope, EnvelopeHalf, Hint, Opening, Tombstone
from ledger.work import Store
from tests.backups.kept import IDENTITY, House, erase, files_of, known, opened_world, restored, values_in
from tests.vault.sealed import asked, consented, shown

PIECE, STEP = 24, 120


def pieces_of(store: Store, who: str) -> list[bytes]:
    """Everything that is stored of somebody, in pieces that can be searched for."""
    columns = (
        (Envelope.body, Envelope.pseudonym),
        (EnvelopeHalf.sealed, EnvelopeHalf.pseudonym),
        (Hint.value, Hint.pseudonym),
    )
    with store.reading() as session:
        blobs = [blob for value, whose in columns for blob in session.scalars(select(value).where(whose == who))]
    return [blob[at : at + PIECE] for blob in blobs for at in range(0, len(blob) - PIECE + 1, STEP)]


def bytes_of(store: Store, settings: Settings) -> bytes:
    """All bytes of a database: of its files where it has any, write-ahead log and all, else of its rows."""
    if store.engine.dialect.name == "sqlite":
        return b"".join(path.read_bytes() for path in sorted(settings.home.glob("almoner.db*")))
    with store.reading() as session:
        values = [v for table in Base.metadata.sorted_tables for row in session.execute(table.select()) for v in row]
    return b"\n".join(bytes(v) for v in values if isinstance(v, bytes | memoryview))


def in_file(path: Path, house: House) -> bytes:
    """All bytes that somebody with an identity reads in a file of a backup."""
    return b"\n".join(value for value in values_in(path, house.world.outsiders[0]) if isinstance(value, bytes))


def test_an_older_file_leaves_no_byte_of_the_erased(house: House, empty: Settings) -> None:
    """Not in the new database, not in its write-ahead log, not in a fresh backup; others come back whole."""
    world, gone, other = house.world, known(house.world), house.who
    pieces, others = pieces_of(world.store, gone), pieces_of(world.store, other)
    older = house.back_up()
    assert all(piece in in_file(older.sealed, house) for piece in pieces)
    erase(world, gone)
    newer = house.back_up()
    filled = restored(house, files_of(house, newer, sealed=older.sealed), empty)
    assert (filled.again, filled.records.missing, filled.records.exchanged) == (1, 0, 0)
    with opened_world(house, empty) as restored_world:
        content = bytes_of(restored_world.store, empty)
        assert [piece for piece in pieces if piece in content] == []
        assert sum(piece in content for piece in others) > 0.9 * len(others)
        with restored_world.store.reading() as session:
            assert session.get(Tombstone, gone) is not None
            assert session.scalars(select(Opening.id).where(Opening.pseudonym == gone)).all() == []
            last = session.scalars(select(LogEntry).order_by(LogEntry.seq.desc()).limit(1)).one()
            assert json.loads(last.bytes)["data"]["erased"] == 1
        fresh = in_file(replace(house, world=restored_world).back_up().sealed, house)
        assert [piece for piece in pieces if piece in fresh] == []
        opening = asked(restored_world, "amina", other)
        consented(restored_world, "deniz", opening)
        assert shown(restored_world, "amina", opening) == IDENTITY


def test_the_search_would_find_them(house_once: House, empty_sqlite: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would notice: where nobody counts as erased, their bytes are found."""
    gone = known(house_once.world)
    pieces, older = pieces_of(house_once.world.store, gone), house_once.back_up()
    erase(house_once.world, gone)
    monkeypatch.setattr(filling, "erased_in", lambda _connection: set())
    restored(house_once, files_of(house_once, house_once.back_up(), sealed=older.sealed), empty_sqlite)
    with opened_world(house_once, empty_sqlite) as world:
        content = bytes_of(world.store, empty_sqlite)
    # A piece that lies across two pages of the file is not found in one piece.
    assert sum(piece in content for piece in pieces) > 0.9 * len(pieces)


def test_a_newer_file_of_sealed_records_does_not_hold_the_erased(house_once: House) -> None:
    """Neither file does, in any spelling."""
    gone = known(house_once.world)
    pieces = pieces_of(house_once.world.store, gone)
    erase(house_once.world, gone)
    made = house_once.back_up()
    for path in (made.ledger, made.sealed):
        content = in_file(path, house_once)
        assert [piece for piece in pieces if piece in content or base64.b64encode(piece) in content] == []


def test_what_an_older_file_lacks_is_counted(house: House, empty: Settings) -> None:
    """Records that were sealed after it are missing, and that is no failure; they are said not to open."""
    older = house.back_up()
    late = known(house.world)
    filled = restored(house, files_of(house, house.back_up(), sealed=older.sealed), empty)
    with house.world.store.reading() as session:
        sealed = len(session.scalars(select(Envelope.id).where(Envelope.pseudonym == late)).all())
    assert (filled.records.missing, filled.again, filled.records.exchanged) == (sealed, 0, 0)


def test_a_ledger_is_restored_without_its_sealed_records(house: House, empty: Settings) -> None:
    """The books and the log stand by themselves; every sealed record is counted as missing."""
    made = house.back_up()
    filled = restored(house, files_of(house, made, sealed=None), empty)
    assert filled.sealed is None
    assert filled.records.missing > 8
    with opened_world(house, empty) as world, world.store.reading() as session:
        assert session.scalars(select(Envelope.id)).all() == []
