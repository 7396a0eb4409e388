"""A worked year of two funds, posted by rules, comes out to the unit: per account, fund, currency and in base."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from ledger.actor import SYSTEM
from ledger.books.actions import About, Happening, past_journal
from ledger.books.at_date import standing_at
from ledger.books.rules.lines import Line
from ledger.funds.actions import FundTerms, open_fund
from ledger.funds.models import Fund
from ledger.reports.queries.fund_statement import fund_statement
from ledger.reports.rules.fund_statement import FundStatement
from ledger.reports.rules.trial_balance import sections_of, summary_of
from tests.builders import FIRST, LAST, World, build_world

PLACES = [folder / "shared/data/golden-year.json" for folder in Path(__file__).resolve().parents]
GOLDEN = next((place for place in PLACES if place.exists()), None)
pytestmark = pytest.mark.skipif(GOLDEN is None, reason="the worked year (shared/data/golden-year.json) is not here")
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(scope="module")
def year() -> dict[str, Any]:
    """The entries and what they must come to."""
    assert GOLDEN is not None
    found: dict[str, Any] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def told(sqlite_url: str, year: dict[str, Any]) -> Iterator[tuple[World, dict[str, UUID]]]:
    """A house that posted the year by the rule table, and its funds."""
    world = build_world(sqlite_url, gift=0)
    with world.store.work(world.actors["amina"]) as work:
        funds = {code: open_fund(work, FundTerms(code, code, "EUR", FIRST, LAST)).id for code in ("F1", "F2")}
    refs: dict[str, UUID] = defaultdict(uuid4)
    with world.store.work(SYSTEM) as work, past_journal(work) as books:
        for entry in year["entries"]:
            lines = [_line(funds, line) for line in entry["lines"]]
            about = About("matter", refs[entry["ref"]])
            day = date.fromisoformat(entry["date"])
            books.post(Happening(entry["event"], day, funds["F1"], "EUR", about), lines)
    yield world, funds
    world.store.engine.dispose()


def _line(funds: dict[str, UUID], line: list[Any]) -> Line:
    fund, place, currency, minor, base = line
    account, _, holder = place.partition(":")
    return Line(account, minor, base, holder, funds[fund], currency)


def test_every_balance_is_the_sum_of_its_lines_at_the_end_of_every_day(
    told: tuple[World, dict[str, UUID]], year: dict[str, Any]
) -> None:
    """Per fund, account, currency and holder, and in base; and every section of the trial balance is nil."""
    world, funds = told
    with world.store.reading() as session:
        for day in sorted({entry["date"] for entry in year["entries"]}):
            sums: dict[tuple[UUID, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
            for entry in year["entries"]:
                for fund, place, currency, minor, base in entry["lines"] if entry["date"] <= day else ():
                    account, _, holder = place.partition(":")
                    sums[funds[fund], account, currency, holder][0] += minor
                    sums[funds[fund], account, currency, holder][1] += base
            found = standing_at(session, date.fromisoformat(day))
            assert {(o.fund_id, o.account, o.currency, o.holder): [o.minor, o.base] for o in found} == dict(sums)
            for section in sections_of(found):
                assert (section.totals.difference, section.totals.base_difference) == (0, 0)
                assert (section.memo_totals.difference, section.memo_totals.base_difference) == (0, 0)
            assert (summary_of(found).difference, summary_of(found).memo_difference) == (0, 0)


def test_the_statement_of_the_fund_has_every_figure_that_is_expected(
    told: tuple[World, dict[str, UUID]], year: dict[str, Any]
) -> None:
    """Each member of `expect`, the closing balance among them; and every tie is nil."""
    world, funds = told
    statement = statement_for(world, funds["F1"])
    expect = year["expect"]
    cash = {part.currency: part for part in statement.parts if part.account == "1000"}
    assert {
        "fund": "F1",
        "contributions": statement.contributions,
        "interest": statement.interest,
        "refunds_to_donor": -statement.refunds,
        "transfer_in": statement.transfers_in,
        "emergency_grants": statement.spent_on("5100"),
        "stipends": statement.spent_on("5200"),
        "family_support": statement.spent_on("5300"),
        "loan_losses": statement.spent_on("5500"),
        "exchange_realised": statement.exchange,
        "exchange_unrealised": statement.unrealised,
        "charges": statement.spent_on("5800"),
        "closing_balance": statement.closing,
        "closing_is": {
            "cash_EUR": cash["EUR"].minor,
            "cash_KES_minor": cash["KES"].minor,
            "cash_KES_base": cash["KES"].base,
        },
        "nil": expect["nil"],
    } == expect
    assert {part.account for part in statement.parts} == {"1000"}
    assert statement.promised == []
    assert {code: figure for code, figure in statement.ties if figure} == {}
    other = statement_for(world, funds["F2"])
    assert (other.closing, other.transfers_out, other.transfers_in) == (950_000, 50_000, 0)


def test_each_closing_is_the_next_opening(told: tuple[World, dict[str, UUID]]) -> None:
    """Quarter by quarter, and the quarters' movements make the year's."""
    world, funds = told
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), UNTIL]
    begins = [SINCE, date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)]
    quarters = [statement_for(world, funds["F1"], *span) for span in zip(begins, ends, strict=True)]
    assert [q.opening for q in quarters] == [0, *(q.closing for q in quarters[:-1])]
    assert sum(q.spent_by_books for q in quarters) == statement_for(world, funds["F1"]).spent_by_books
    assert [figure for q in quarters for _, figure in q.ties if figure] == []


def statement_for(world: World, fund: UUID, since: date = SINCE, until: date = UNTIL) -> FundStatement:
    """The statement of a fund."""
    with world.store.reading() as session:
        return fund_statement(session, session.get_one(Fund, fund), since, until)[0]
