"""The loan of the worked year, entries 36 to 45, comes out of the product's own actions to the unit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from ledger.books.queries import all_lines
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from tests.builders import World, debit, inside
from tests.loans.lending import come_back, on_its_way, pay_back, signed

YEAR = Path(__file__).parents[2].parent / "shared" / "data" / "golden-year.json"
LENT, LAST = 36, 45


def test_the_loan_of_the_worked_year_comes_out_to_the_unit(world: World) -> None:
    """Promised, lent, debited, three repayments, an allowance, written off, and a part of it recovered."""
    if not YEAR.exists():
        pytest.skip("../shared/data/golden-year.json is not there")
    wanted = [one for one in json.loads(YEAR.read_text())["entries"] if LENT <= one["n"] <= LAST]
    play(world, {one["n"]: date.fromisoformat(one["date"]) for one in wanted})
    assert posted(world) == [
        (
            one["date"],
            one["event"],
            sorted((account[:4], currency, minor, base) for _fund, account, currency, minor, base in one["lines"]),
        )
        for one in wanted
    ]


def play(world: World, days: dict[int, date]) -> None:
    """Do what the entries tell, each on its day."""

    def begin(number: int) -> None:
        world.clock.move_to(datetime.combine(days[number], time(9), UTC))

    begin(36)
    award, run = on_its_way(world, 100_000, 10)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    begin(39)
    with world.store.work(world.actors["farah"]) as work:
        debit(work, inside(work.session, run))
    begin(40)
    for _ in range(3):
        pay_back(world, award, 10_000)
    begin(43)
    signed(world, "farah", award, propose_allowance, 35_000)
    begin(44)
    signed(world, "farah", award, propose_write_off, 70_000)
    begin(45)
    come_back(world, award, 5_000)


def posted(world: World) -> list[tuple[str, str, list[Any]]]:
    """Day, event and lines of every entry after the gift."""
    found: dict[int, tuple[str, str, list[Any]]] = {}
    with world.store.reading() as session:
        for line in all_lines(session):
            _, _, lines = found.setdefault(line.number, (line.date.isoformat(), line.event, []))
            lines.append((line.account, line.currency, line.minor, line.base_minor))
    return [(on, event, sorted(lines)) for number, (on, event, lines) in sorted(found.items()) if number > 1]
