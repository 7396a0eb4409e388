"""A statement at the published rates of each month: translated month by month, and one line ties it to the books."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from ledger.actor import SYSTEM
from ledger.books.actions import About, Happening, journal
from ledger.books.models import ExchangeRate
from ledger.books.rules.lines import Line, pair
from ledger.funds.models import Fund, RateMethod
from ledger.reports.queries import fund_statement as reading
from ledger.reports.queries.fund_statement import fund_statement
from tests.builders import World, propose

PUBLISHED = RateMethod.PUBLISHED
SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)


def spend(world: World, day: date, account: str, minor: int, base: int) -> None:
    """Post an expense in shillings."""
    with world.store.work(SYSTEM) as work, journal(work) as books:
        what = Happening("manual", day, world.fund, "KES", About("matter", uuid4()))
        books.post(what, pair(account, "3000", minor, base))


def publish(world: World, day: date, rate: str) -> None:
    """Write an approved rate."""
    _, proposal = propose(world, 1000)
    with world.store.work(SYSTEM) as work:
        seq = work.record("signin.failures_counted", [], count=0, since="2026-01-05T09:00:00Z")
        work.session.add(
            ExchangeRate(
                id=uuid4(), currency="KES", base="EUR", rate=rate, source="ECB", date=day, log_seq=seq,
                proposal_id=proposal,
            )
        )  # fmt: skip


def test_each_month_is_translated_at_its_own_rate(world: World) -> None:
    """By the newest rate that holds at the month's end; a month without one stands as in the books, and is named."""
    publish(world, date(2026, 1, 2), "0.0071")
    publish(world, date(2026, 2, 27), "0.0065")
    for day, account, minor, base in (
        (date(2026, 1, 20), "5100", 1_000_000, 7_000),
        (date(2026, 2, 1), "5100", 500_000, 3_500),
        (date(2026, 2, 28), "5800", 333, 2),
        (date(2026, 6, 5), "5100", 200_000, 1_400),
    ):
        spend(world, day, account, minor, base)
    with world.store.reading() as session:
        fund = session.get_one(Fund, world.fund)
        booked = fund_statement(session, fund, SINCE, UNTIL).told
        known = fund_statement(session, fund, SINCE, UNTIL, PUBLISHED)
    told = known.told
    assert known.missing == ["KES 2026-06"]
    spent = {line.account: (line.base, line.translated) for line in told.spent}
    assert spent == {"5100": (11_900, 7_100 + 3_250 + 1_400), "5800": (2, 2)}
    assert told.rate_difference == 11_900 - 11_750
    assert booked.rate_difference == 0
    assert told.closing == booked.closing
    assert [figure for _, figure in told.ties if figure] == []


def test_receipts_beyond_those_listed_stand_in_one_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """By currency, so that the receipts still come to the contributions."""
    monkeypatch.setattr(reading, "MOST_RECEIPTS", 3)
    with world.store.work(SYSTEM) as work, journal(work) as books:
        for minor in (1, 2, 3, 4, 5):
            what = Happening("contribution", date(2026, 1, 6), world.fund, "EUR", About("contribution", uuid4()))
            books.post(what, [Line("1000", minor, minor, "main-eur", statement=uuid4()), Line("4000", -minor, -minor)])
    with world.store.reading() as session:
        told = fund_statement(session, session.get_one(Fund, world.fund), SINCE, UNTIL).told
    assert [one.base for one in told.receipts] == [1_000_000, 1, 2, 12]
    assert told.receipts[-1].day is None
    assert [figure for _, figure in told.ties if figure] == []
