"""Memory stays flat: four times the log takes no more of it, neither to back up nor to restore."""

from __future__ import annotations

import gc
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
LONG, FEW, MORE = 2_000, 400, 1_200
"""Characters of an entry, and how many entries the log grows by, once and then again."""


def grow(house: House, entries: int) -> None:
    """Let the log grow by so many long entries."""
    with house.world.store.work(house.world.actors["amina"]) as work:
        for _ in range(entries):
            work.record("export.made", [work.actor.id], what="x" * LONG, rows=0)


def peak_of(act: Callable[[], object]) -> int:
    """How many bytes were held at once at the most, above those at the beginning.

    What other tests have left is set aside: beside a large heap, what is thrown away is collected seldom, and would be
    counted as held.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


def test_a_longer_log_takes_no_more_memory(
    house_once: House, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one megabyte and of three and a half: not a quarter of what is added is held; parts are small here."""
    monkeypatch.setattr(packing, "PART_BYTES", PART)
    monkeypatch.setattr(packing, "_AT_ONCE", dict.fromkeys(Half, 25))
    monkeypatch.setattr(log_check, "_BATCH", 25)
    peaks = []
    for number, entries in enumerate((FEW, MORE)):
        grow(house_once, entries)
        made = []
        writing = peak_of(lambda made=made: made.append(house_once.back_up()))  # type: ignore[misc]
        place = Settings(tmp_path / f"home{number}", f"sqlite:///{tmp_path / f'{number}.db'}")
        Path(tmp_path / f"{number}.db").write_bytes(sqlite_template.read_bytes())
        reading = peak_of(lambda made=made, place=place: restored(house_once, files_of(house_once, made[0]), place))  # type: ignore[misc]
        peaks.append((writing, reading))
    (first_writing, first_reading), (writing, reading) = peaks
    assert writing < first_writing + MORE * LONG // 4
    assert reading < first_reading + MORE * LONG // 4
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
