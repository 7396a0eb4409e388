"""A budget from its page to the statement, and a fund in another currency than the books at each method."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.actor import SYSTEM
from ledger.approvals.models import Verdict
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.lines import pair
from ledger.errors import Refusal
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import Contribution, Donor, Fund, RateMethod
from ledger.funds.queries import budget_of
from ledger.funds.rules.budget import Budgeted
from ledger.money import Money
from ledger.reports.queries.fund_statement import Statement, fund_statement
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury.actions.gifts import announce_conditional, hold_in_advance
from ledger.treasury.actions.refunds import pay_refund, propose_refund, propose_refund_of_gift
from ledger.treasury.models import Refund
from tests.agreement.comparing import compare
from tests.builders import World, approved, build_world, heard, paid, shown, sign
from tests.office import Office
from tests.reports.test_pages import NIL, nil_cells
from tests.treasury.house import announced, on_day, opened, other_fund, rated, received
from tests.treasury.test_pages import approve
from tests.web.browsing import form_on

SINCE, UNTIL = date(2026, 2, 1), date(2026, 12, 31)
REL = [Budgeted("A1", ("REL",), 50_000)]


@pytest.fixture
def office(little_office: Office) -> Any:
    """A house with its pages; its log and its tables hold before the auditor at the end."""
    yield little_office
    compare(little_office.world)


def test_a_budget_is_signed_by_another_and_stands_beside_what_was_spent(office: Office) -> None:
    """Typed by purpose; what has no line is refused; then each line, what is unbudgeted, and the whole."""
    approved(office.world, 12_345)
    paid(office.world)
    amina, carla = office.enter("amina"), office.enter("carla")
    page = amina.get("/budgets/new/FUND")
    hidden, where = form_on(page.text, "/budgets")
    items = dict(re.findall(r'name="(items-\d+)-item"[^>]* value="([^"]+)"', page.text))
    typed = {f"{name}-line": {"LEG": "A1", "charges": "A1", "MED": "A2"}.get(item, "") for name, item in items.items()}
    lines = {"lines-0-code": "A1", "lines-0-amount": "1,000.50", "lines-1-code": "A2", "lines-1-amount": "20"}
    kept = {name: value for name, value in hidden.items() if name.startswith("items")}
    fields = {**hidden, **kept, "method": "average", **typed, **lines}
    wrong = amina.press(where, {**fields, "lines-1-code": "A3"})
    assert "There is no line A2 above" in wrong.text
    assert "1,000.50" in wrong.text
    assert amina.press(where, fields).status_code == 303
    assert "No budget of this fund is approved" in amina.get("/reports/funds/FUND").text
    approve(office, carla, "budget")
    assert "Legal support" in amina.get("/funds/FUND").text
    page = amina.get("/reports/funds/FUND?until=2026-12-31").text
    told = page.partition("Budget and spending")[2].partition("</table>")[0]
    cells = zip(*(nil_cells(told, name) for name in ("Approved", "Actual", "Variance", "Variance in %")), strict=True)
    assert list(cells) == [
        ("1,000.50 EUR", "0.00 EUR", "1,000.50 EUR", "100.0\u00a0%"),
        ("20.00 EUR", "0.00 EUR", "20.00 EUR", "100.0\u00a0%"),
        ("0.00 EUR", "123.45 EUR", "-123.45 EUR", "–"),
        ("1,020.50 EUR", "123.45 EUR", "897.05 EUR", "87.9\u00a0%"),
    ]
    assert "Urgent relocation" in told
    ties = nil_cells(page.partition("What must be nil")[2], "In base currency")
    assert len(ties) == 11
    assert [figure for figure in ties if not NIL.match(figure)] == []
    rows = list(csv.reader(io.StringIO(amina.get("/reports/funds/FUND?until=2026-12-31&format=csv").text)))
    assert {len(row) for row in rows} == {13}
    assert rows[0][-1] == "Variance in %"
    assert ["Total", "1020.50", "123.45", "123.45", "897.05", "87.9"] in [[row[1], *row[-5:]] for row in rows]
    assert 'value="1,000.50"' in amina.get("/budgets/new/FUND").text


def asked(world: World, fund: UUID, method: RateMethod, lines: list[Budgeted]) -> UUID:
    """Propose a budget."""
    with world.store.work(world.actors["amina"]) as work:
        return propose_budget(work, work.session.get_one(Fund, fund), method, lines).id


def spend(world: World, fund: UUID, day: date, minor: int, base: int) -> None:
    """Post an expense in dollars."""
    with world.store.work(SYSTEM) as work, journal(work) as books:
        what = Happening("manual", day, fund, "USD", About("matter", fund))
        books.post(what, pair("5100", "3000", minor, base))


def told(world: World, fund: UUID, method: RateMethod | None) -> Statement:
    """Read the statement of a fund."""
    with world.store.reading() as session:
        return fund_statement(session, session.get_one(Fund, fund), SINCE, UNTIL, method)


def test_of_two_budgets_asked_for_at_once_one_is_approved(sqlite_url: str) -> None:
    """The other would undo it unseen: it can be refused, and asked for again."""
    world = build_world(sqlite_url)
    first, second = (asked(world, world.fund, method, REL) for method in (RateMethod.AVERAGE, RateMethod.TRANCHES))
    sign(world, "carla", first)
    with pytest.raises(Refusal, match="approved meanwhile"):
        sign(world, "carla", second)
    sign(world, "carla", second, Verdict.REFUSE)
    sign(world, "carla", asked(world, world.fund, RateMethod.PUBLISHED, REL))
    with world.store.reading() as session:
        budget = budget_of(session, world.fund)
        assert budget is not None
        assert (budget.version, budget.method, [line.minor for line in budget.lines]) == (2, "published", [50_000])
    compare(world)
    world.store.engine.dispose()


def test_a_fund_in_dollars_is_told_at_each_tranche_and_ties_to_the_books(sqlite_url: str) -> None:
    """1,000 at 0.90, 500 at 0.80: 1,200 spent are 900 and 160; the books' average says otherwise, by a line."""
    world = build_world(sqlite_url)
    fund = other_fund(world, "USD", "USD")
    rated(world, ("USD", "0.9"))
    received(world, 100_000, "USD", fund)
    spend(world, fund, date(2026, 1, 10), 20_000, 17_500)
    on_day(world, date(2026, 2, 20))
    rated(world, ("USD", "0.8"))
    received(world, 50_000, "USD", fund)
    spend(world, fund, date(2026, 3, 10), 100_000, 86_667)
    sign(world, "carla", asked(world, fund, RateMethod.TRANCHES, [Budgeted("A1", ("charges",), 90_000)]))
    found = told(world, fund, None)
    assert found.method is RateMethod.TRANCHES
    assert [(one.tranche.minor, one.tranche.base, one.left) for one in found.told.tranches] == [
        (100_000, 90_000, 0), (50_000, 40_000, 30_000),
    ]  # fmt: skip
    assert found.told.spent_translated == 72_000 + 16_000
    assert found.told.rate_difference == 86_667 - 88_000
    assert found.compared is not None
    assert (found.compared.total.actual, found.compared.total.cumulative) == (100_000, 120_000)
    published = told(world, fund, RateMethod.PUBLISHED)
    assert published.told.spent_translated == 80_000
    for one in (found, published, told(world, fund, RateMethod.AVERAGE)):
        assert [(code, figure) for code, figure in one.told.ties if figure] == []
        assert one.told.closing == found.told.closing
    world.store.engine.dispose()


def test_what_was_held_for_a_condition_and_went_back_takes_nothing_from_a_tranche(little: World) -> None:
    """It never was a tranche; a refund of what was given takes from the oldest from the day it is owed."""
    fund = other_fund(little, "USD", "USD")
    rated(little, ("USD", "0.9"))
    received(little, 100_000, "USD", fund)
    with little.store.work(little.actors["amina"]) as work:
        pot, donor = work.session.get_one(Fund, fund), work.session.get_one(Donor, little.donor)
        gift = announce_conditional(work, pot, donor, Money(60_000, "USD"), "report").id
    with little.store.work(little.actors["farah"]) as work:
        cash = work.session.get_one(Fund, fund).cash_account
        hold_in_advance(work, work.session.get_one(Contribution, gift), shown(work, 60_000, cash))
    with little.store.work(little.actors["amina"]) as work:
        held = work.session.get_one(Contribution, gift)
        back = propose_refund_of_gift(work, held, Money(60_000, "USD"), "withdrawn").id
    sign(little, "carla", back)
    with little.store.work(little.actors["farah"]) as work:
        pay_refund(work, work.session.scalars(select(Refund)).one(), shown(work, -60_000, cash))
    with little.store.work(little.actors["amina"]) as work:
        pot, donor = work.session.get_one(Fund, fund), work.session.get_one(Donor, little.donor)
        back = propose_refund(work, pot, donor, Money(10_000, "USD"), "unspent").id
    sign(little, "carla", back)
    on_day(little, date(2026, 2, 20))
    rated(little, ("USD", "0.8"))
    received(little, 50_000, "USD", fund)
    spend(little, fund, date(2026, 3, 10), 100_000, 86_000)
    found = told(little, fund, RateMethod.TRANCHES)
    assert [one.left for one in found.told.tranches] == [0, 40_000]
    assert found.told.spent_translated == 81_000 + 8_000


def test_a_gift_in_another_currency_stands_on_the_statement_with_its_rate(sqlite_url: str) -> None:
    """It needs an account of that currency and a rate; a euro fund then spends dollars of it as any other."""
    world = build_world(sqlite_url)
    with pytest.raises(Refusal, match="There is no account in"):
        announced(world, 50_000, "USD")
    usd = opened(world, "bank-usd", "USD")
    rated(world, ("USD", "0.9"))
    gift = announced(world, 50_000, "USD")
    with world.store.work(world.actors["farah"]) as work:
        (seen,) = heard(work, [(50_000, "")], usd)
        book_line(work, line(work.session, seen), "contribution", str(gift))
    with world.store.reading() as session:
        statement = fund_statement(session, session.get_one(Fund, world.fund), date(2026, 1, 1), UNTIL).told
    receipts = {(one.currency, one.minor, one.base) for one in statement.receipts}
    assert receipts == {("EUR", 1_000_000, 1_000_000), ("USD", 50_000, 45_000)}
    assert [figure for _, figure in statement.ties if figure] == []
    compare(world)
    world.store.engine.dispose()
