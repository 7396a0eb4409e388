"""Currency bought or sold: announced, shown on two statements, and posted once both sides are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from ledger.actor import Role
from ledger.books.actions import About, Happening, journal
from ledger.books.models import CashAccount
from ledger.books.rules.lines import Shown
from ledger.clock import day_text
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.money import plain_amount
from ledger.reference import new_reference
from ledger.statements.actions.book import free_line
from ledger.treasury.actions.proposing import refuse_future, refuse_nothing
from ledger.treasury.models import Exchange, ExchangeStage
from ledger.treasury.rules.exchanging import exchange_lines
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an exchange: so much money in a cash account."""

    cash: str
    minor: int


def announce_exchange(work: Work, fund: Fund, sold: Side, bought: Side, day: date) -> Exchange:
    """Write down what the bank was asked to exchange, before a statement shows it."""
    work.actor.require(Role.FINANCE)
    refuse_future(work, day)
    refuse_nothing(sold.minor)
    _refuse_nothing_bought(bought.minor)
    if sold.cash == bought.cash:
        raise Refusal(N_("Choose two different accounts."), field="bought_cash")
    here, there = _account(work, sold.cash), _account(work, bought.cash)
    if here.currency == there.currency and sold.minor != bought.minor:
        raise Refusal(
            N_("Both accounts are in %(code)s: what leaves one arrives in the other. Book a fee as a bank charge."),
            field="bought",
            code=here.currency,
        )
    with journal(work) as books:
        books.cash_cost(fund.id, here.currency, here.code, sold.minor)
    exchange = Exchange(
        id=uuid4(),
        reference=new_reference("X"),
        fund_id=fund.id,
        sold_cash=here.code,
        sold_currency=here.currency,
        sold_minor=sold.minor,
        bought_cash=there.code,
        bought_currency=there.currency,
        bought_minor=bought.minor,
        day=day,
        stage=ExchangeStage.ANNOUNCED,
        announced_by=work.actor.id,
        announced_at=work.at,
    )
    work.session.add(exchange)
    work.session.flush()
    names = ("sold_cash", "sold_currency", "sold_minor", "bought_cash", "bought_currency", "bought_minor")
    work.record(
        "exchange.announced",
        [exchange.id, fund.id],
        exchange=str(exchange.id),
        reference=exchange.reference,
        fund=str(fund.id),
        date=day_text(day),
        **{name: getattr(exchange, name) for name in names},
    )
    return exchange


def change_exchange(work: Work, exchange: Exchange, bought: int) -> None:
    """Correct what an exchange brings, where the bank gave another amount than was expected."""
    work.actor.require(Role.FINANCE)
    _refuse_nothing_bought(bought)
    if exchange.stage not in {ExchangeStage.ANNOUNCED, ExchangeStage.HALF} or exchange.bought_line:
        raise Refusal(N_("A statement shows already what this exchange brought."))
    if exchange.sold_currency == exchange.bought_currency:
        raise Refusal(N_("Money that only moves to another account arrives as it left."))
    exchange.bought_minor = bought
    work.record("exchange.changed", [exchange.id], exchange=str(exchange.id), bought_minor=bought)


def cancel_exchange(work: Work, exchange: Exchange) -> None:
    """Give up an exchange that is not in the books. A line that showed one side of it waits for what it is instead."""
    work.actor.require(Role.FINANCE)
    if exchange.stage not in {ExchangeStage.ANNOUNCED, ExchangeStage.HALF}:
        raise Refusal(N_("Both sides of this exchange are in the books, or it was given up already."))
    for line in filter(None, (exchange.sold_line, exchange.bought_line)):
        free_line(work, line)
    exchange.stage = ExchangeStage.CANCELLED
    exchange.sold_line = exchange.sold_on = exchange.bought_line = exchange.bought_on = None
    work.record("exchange.cancelled", [exchange.id], exchange=str(exchange.id))


def show_sold(work: Work, exchange: Exchange, shown: Shown) -> None:
    """Say that a statement line is the money that left for this exchange."""
    side = (exchange.sold_cash, exchange.sold_currency, -exchange.sold_minor)
    _show(work, exchange, shown, "sold", side, taken=exchange.sold_line is not None)
    exchange.sold_line, exchange.sold_on = shown.line, shown.on
    _post_if_whole(work, exchange)


def show_bought(work: Work, exchange: Exchange, shown: Shown) -> None:
    """Say that a statement line is the money that came in by this exchange."""
    side = (exchange.bought_cash, exchange.bought_currency, exchange.bought_minor)
    _show(work, exchange, shown, "bought", side, taken=exchange.bought_line is not None)
    exchange.bought_line, exchange.bought_on = shown.line, shown.on
    _post_if_whole(work, exchange)


def _show(work: Work, exchange: Exchange, shown: Shown, side: str, due: tuple[str, str, int], *, taken: bool) -> None:
    work.actor.require(Role.FINANCE)
    if exchange.stage not in {ExchangeStage.ANNOUNCED, ExchangeStage.HALF} or taken:
        raise Refusal(N_("This side of the exchange is on a statement already, or it was given up."))
    if (shown.cash, shown.currency, shown.minor) != due:
        raise Refusal(
            N_("This exchange is of %(amount)s %(code)s in %(cash)s, the line of another. Correct the exchange first."),
            amount=plain_amount(abs(due[2]), due[1]),
            code=due[1],
            cash=due[0],
        )
    work.record(
        "exchange.shown",
        [exchange.id],
        exchange=str(exchange.id),
        side=side,
        date=day_text(shown.on),
        statement=str(shown.line),
    )


def _post_if_whole(work: Work, exchange: Exchange) -> None:
    """Post both sides once they are there, on the later of the two days."""
    if not (exchange.sold_line and exchange.sold_on and exchange.bought_line and exchange.bought_on):
        exchange.stage = ExchangeStage.HALF
        work.session.flush()
        return
    exchange.stage = ExchangeStage.DONE
    day = max(exchange.sold_on, exchange.bought_on)
    sold, bought = _shown_sides(exchange)
    about = About("exchange", exchange.id)
    with journal(work) as books:
        cost = books.cash_cost(exchange.fund_id, sold.currency, sold.cash, -sold.minor)
        lines = exchange_lines(
            sold.of_cash(exchange.fund_id, sold.minor, -cost),
            bought.of_cash(exchange.fund_id, bought.minor, 0),
            books.base,
        )
        books.post(Happening("exchange", day, exchange.fund_id, sold.currency, about), lines)


def _shown_sides(exchange: Exchange) -> tuple[Shown, Shown]:
    if not (exchange.sold_line and exchange.sold_on and exchange.bought_line and exchange.bought_on):
        raise NotFound
    return (
        Shown(exchange.sold_line, exchange.sold_on, exchange.sold_cash, exchange.sold_currency, -exchange.sold_minor),
        Shown(
            exchange.bought_line,
            exchange.bought_on,
            exchange.bought_cash,
            exchange.bought_currency,
            exchange.bought_minor,
        ),
    )


def _account(work: Work, code: str) -> CashAccount:
    found = work.session.get(CashAccount, code)
    if found is None:
        raise NotFound
    return found


def _refuse_nothing_bought(minor: int) -> None:
    if minor <= 0:
        raise Refusal(N_("Write an amount above nothing."), field="bought")
