"""The demo's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

from ledger.clock import SetClock
from ledger.database import open_engine
from ledger.demo.chance import Chance
from ledger.demo.stage import OPENING, Stage
from ledger.work import Store

TODAY = date(2026, 11, 30)
NIGHT = datetime(2026, 11, 30, 3, 12, tzinfo=UTC)


def test_nothing_happens_after_the_present(tmp_path: Path) -> None:
    """Who builds a demo at night finds no entry of the coming morning in it; a day before begins as ever."""
    clock = SetClock(NIGHT.replace(day=28))
    stage = Stage(
        Store(open_engine(f"sqlite:///{tmp_path}/a.db"), clock, "x.example/y"), clock, Chance.seeded(1), {}, NIGHT, []
    )
    stage.begin_day(TODAY.replace(day=29))
    assert clock.now() == datetime.combine(TODAY.replace(day=29), OPENING, UTC)
    stage.begin_day(TODAY)
    assert clock.now() == NIGHT
    assert NIGHT.time() < time(7)
