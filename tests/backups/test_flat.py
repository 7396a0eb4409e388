"""Memory stays flat: four times the log takes no more of it, neither to back up nor to restore."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from ledger.backups import log_check, packing
from ledger.backups.head import Half
from ledger.settings import Settings
from tests.backups.kept import House, files_of, restored

PART = 64 * 1024


def grow(house: House, entries: int) -> None:
    """Let the log grow by so many long entries."""
    with house.world.store.work(house.world.actors["amina"]) as work:
        for _ in range(entries):
            work.record("export.made", [work.actor.id], what="x" * 2000, rows=0)


def peak_of(act: Callable[[], object]) -> int:
    """How many bytes were held at once at the most, above those at the beginning."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_longer_log_takes_no_more_memory(
    house_once: House, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one megabyte and of four; parts are small here, so that a whole table would be noticed."""
    monkeypatch.setattr(packing, "PART_BYTES", PART)
    monkeypatch.setattr(packing, "_AT_ONCE", dict.fromkeys(Half, 25))
    monkeypatch.setattr(log_check, "_BATCH", 25)
    peaks = []
    for number, entries in enumerate((400, 1200)):
        grow(house_once, entries)
        made = []
        writing = peak_of(lambda made=made: made.append(house_once.back_up()))  # type: ignore[misc]
        place = Settings(tmp_path / f"home{number}", f"sqlite:///{tmp_path / f'{number}.db'}")
        Path(tmp_path / f"{number}.db").write_bytes(sqlite_template.read_bytes())
        reading = peak_of(lambda made=made, place=place: restored(house_once, files_of(house_once, made[0]), place))  # type: ignore[misc]
        peaks.append((writing, reading))
    (first_writing, first_reading), (writing, reading) = peaks
    assert writing < 1.3 * first_writing + PART
    assert reading < 1.3 * first_reading + PART
    assert max(writing, reading) < 10_000_000


def test_a_server_is_asked_for_some_rows_at_a_time(postgres_copy: House) -> None:
    """PostgreSQL's library would else hold every row of a table before the first is seen."""
    ways = {}

    def notice(_connection: object, cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT") and " FROM log_entry ORDER BY" in statement.replace("\n", ""):
            ways[statement] = type(cursor).__name__

    event.listen(postgres_copy.world.store.engine, "before_cursor_execute", notice)
    postgres_copy.back_up()
    assert "ServerCursor" in ways.values()
