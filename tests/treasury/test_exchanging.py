"""Currency bought and sold, money moved between accounts, rates, on both engines; the auditor's replay agrees."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount, CashKind, ExchangeRate
from ledger.books.rules.rates import rate_from
from ledger.errors import NotFound, Refusal
from ledger.log.models import LogEntry
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury.actions import exchanges
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.models import Exchange
from ledger.treasury.rules.rate_file import Quoted
from tests.builders import World, heard
from tests.treasury.house import (
    entry,
    exchanged,
    figures,
    fund_of,
    newest,
    opened,
    rated,
    refused,
    shown,
)

pytestmark = pytest.mark.usefixtures("replays")


def test_currency_is_bought_and_sold_at_what_was_paid_and_what_it_cost(world: World) -> None:
    """Bought for base: what was paid. Sold for base: proceeds, the difference realised. Foreign for foreign: its cost."""
    for code, currency in (("box-ugx", "UGX"), ("bank-tnd", "TND")):
        opened(world, code, currency, CashKind.CASH_BOX)
    exchanged(world, Side("main-eur", 100_000), Side("box-ugx", 4_000_003))
    assert figures(entry(world, newest(world))) == [
        ("1000", "EUR", -100_000, -100_000),
        ("1900", "EUR", 100_000, 100_000),
        ("1000", "UGX", 4_000_003, 100_000),
        ("1900", "UGX", -4_000_003, -100_000),
    ]
    exchanged(world, Side("box-ugx", 1_000_000), Side("bank-tnd", 83_500))
    assert figures(entry(world, newest(world)))[2] == ("1000", "TND", 83_500, 25_000)
    exchanged(world, Side("box-ugx", 3_000_003), Side("main-eur", 70_000))
    assert figures(entry(world, newest(world))) == [
        ("1000", "UGX", -3_000_003, -75_000),
        ("1900", "UGX", 3_000_003, 75_000),
        ("1000", "EUR", 70_000, 70_000),
        ("1900", "EUR", -70_000, -70_000),
        ("5700", "EUR", 5_000, 5_000),
        ("1900", "EUR", -5_000, -5_000),
    ]


def test_an_exchange_is_not_in_the_books_before_both_sides_are_on_a_statement(world: World) -> None:
    """One side alone is noted; another amount is refused until what the bank gave is written down; no side twice."""
    opened(world, "bank-kes", "KES")
    with world.store.work(world.actors["farah"]) as work:
        bought = Side("bank-kes", 1_400_000)
        found = exchanges.announce_exchange(
            work, fund_of(work, world), Side("main-eur", 10_000), bought, work.at.date()
        ).id
    before = newest(world)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.show_sold(work, work.session.get_one(Exchange, found), shown(work, "main-eur", "EUR", -10_000))
    assert newest(world) == before
    came = shown(world, "bank-kes", "KES", 1_399_000)
    for act, words in (
        (lambda w: exchanges.show_bought(w, w.session.get_one(Exchange, found), came), "Correct the exchange first"),
        (
            lambda w: exchanges.show_sold(w, w.session.get_one(Exchange, found), shown(w, "main-eur", "EUR", -10_000)),
            "on a statement already",
        ),
    ):
        refused(world, "farah", act, words)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.change_exchange(work, work.session.get_one(Exchange, found), 1_399_000)
    with world.store.work(world.actors["farah"]) as work:
        exchanges.show_bought(work, work.session.get_one(Exchange, found), came)
    assert newest(world) == before + 1
    refused(
        world, "farah", lambda w: exchanges.cancel_exchange(w, w.session.get_one(Exchange, found)), "are in the books"
    )
    assert {one.holder for one in entry(world, newest(world)) if one.account == "1000"} == {"main-eur", "bank-kes"}


def test_an_exchange_whose_other_side_never_comes_lets_its_line_go(world: World) -> None:
    """The bank took the money and gave nothing: given up, it can be claimed, and what comes back settles the claim."""
    opened(world, "bank-kes", "KES")
    with world.store.work(world.actors["farah"]) as work:
        sides = Side("main-eur", 10_000), Side("bank-kes", 1_400_000)
        found = exchanges.announce_exchange(work, fund_of(work, world), *sides, work.at.date()).id
        (gone,) = heard(work, [(-10_000, "")])
        book_line(work, line(work.session, gone), "exchange_sold", str(found))
    with world.store.work(world.actors["goran"]) as work:
        exchanges.cancel_exchange(work, work.session.get_one(Exchange, found))
        exchange, waiting = work.session.get_one(Exchange, found), line(work.session, gone)
        assert (exchange.stage.value, exchange.sold_line, exchange.sold_on) == ("cancelled", None, None)
        assert (waiting.stage.value, waiting.used_as) == ("open", None)
    with world.store.work(world.actors["goran"]) as work:
        book_line(work, line(work.session, gone), "wrong_debit", str(world.fund))
    with world.store.work(world.actors["goran"]) as work:
        (back,) = heard(work, [(10_000, "")])
        book_line(work, line(work.session, back), "wrong_debit_returned", str(gone))
    assert figures(entry(world, newest(world))) == [("1000", "EUR", 10_000, 10_000), ("1300", "EUR", -10_000, -10_000)]


def test_money_is_moved_between_accounts_of_one_currency_as_it_is(world: World) -> None:
    """Two lines, no conversion; a fund that has less in the account is told so."""
    opened(world, "box-eur", "EUR", CashKind.CASH_BOX)
    exchanged(world, Side("main-eur", 30_000), Side("box-eur", 30_000))
    assert figures(entry(world, newest(world))) == [("1000", "EUR", -30_000, -30_000), ("1000", "EUR", 30_000, 30_000)]
    today = world.clock.now().date()
    for sold, bought, words in (
        (Side("box-eur", 30_001), Side("main-eur", 30_001), "less than 300.01"),
        (Side("box-eur", 500), Side("main-eur", 499), "what leaves one arrives"),
        (Side("box-eur", 500), Side("box-eur", 500), "two different accounts"),
        (Side("box-eur", 0), Side("main-eur", 0), "above nothing"),
    ):
        refused(
            world,
            "farah",
            lambda w, s=sold, b=bought: exchanges.announce_exchange(w, fund_of(w, world), s, b, today),
            words,
        )


def test_rates_are_recorded_once_another_has_signed(world: World) -> None:
    """With source and day; the same currency and day never again, and not while one waits."""
    rated(world, ("KES", "0.0067"), ("USD", "0.92"))
    with pytest.raises(Refusal, match="has a rate for"):
        rated(world, ("KES", "0.0068"))
    quoted = [Quoted("TND", rate_from("0.3", "BCT", world.clock.now().date()))]
    with world.store.work(world.actors["farah"]) as work:
        propose_rates(work, quoted)
    refused(world, "goran", lambda w: propose_rates(w, quoted), "waits for a signature already")
    with world.store.reading() as session:
        rates = {rate.currency: (rate.rate, rate.source) for rate in session.scalars(select(ExchangeRate))}
    assert rates == {"KES": ("0.0067", "ECB"), "USD": ("0.92", "ECB")}
    with pytest.raises(NotFound), world.store.work(world.actors["amina"]) as work:
        open_cash(work, "bank-kes", CashKind.BANK, "KES")


def test_a_cash_account_is_known_to_the_log_by_its_code_alone(world: World) -> None:
    """Its number stands in its row; the first of a currency is the usual one; codes and numbers come once."""
    number = "GB33 BUKB 2020 1555 5555 55"
    with world.store.work(world.actors["farah"]) as work:
        open_cash(work, "bank-gbp", CashKind.BANK, "GBP", number)
        open_cash(work, "box-gbp", CashKind.CASH_BOX, "GBP")
        assert cash_account_for(work, "GBP") == "bank-gbp"
    with world.store.reading() as session:
        assert session.get_one(CashAccount, "bank-gbp").number == "GB33BUKB20201555555555"
        assert not [one.seq for one in session.scalars(select(LogEntry)) if b"BUKB" in bytes(one.bytes)]
    refused(world, "farah", lambda w: open_cash(w, "bank-gbp", CashKind.BANK, "GBP"), "this code already")
    refused(world, "farah", lambda w: open_cash(w, "b2", CashKind.BANK, "GBP", number.lower()), "this number already")
    refused(world, "farah", lambda w: open_cash(w, "Bank of X", CashKind.BANK, "GBP"), "small letters")
