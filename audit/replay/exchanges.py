"""Exchanges of currency: announced, shown on two statements, posted at what was paid and what it cost."""

from typing import Any

from audit.replay.amounts import check_amount, share
from audit.replay.causes import expect_exact
from audit.replay.reading import Reading
from audit.replay.statement_lines import Line, cash_line, free, line, use
from audit.replay.treasury_records import Exchange, Side

BOTH = 2
"""Sides of an exchange, after which it is posted."""


def announce(reading: Reading, data: dict[str, Any]) -> None:
    """Note what is to be exchanged, between two accounts of these currencies."""
    ident = data["exchange"]
    reading.create(ident, "exchange")
    reading.create(("exchange", data["reference"]), "the reference of an")
    reading.known(reading.state.funds, data["fund"], "fund")
    sold = Side(data["sold_cash"], data["sold_currency"], data["sold_minor"])
    bought = Side(data["bought_cash"], data["bought_currency"], data["bought_minor"])
    for side in (sold, bought):
        check_amount(reading, f"exchange {ident}", side.minor)
        reading.known(reading.state.cash, side.cash, "cash account")
    exchange = reading.state.exchanges[ident] = Exchange(data["fund"], sold, bought)
    check_sides(reading, ident, exchange)


def check_sides(reading: Reading, ident: str, exchange: Exchange) -> None:
    """H7: two accounts; between two of one currency, what leaves arrives."""
    reading.checks["H7"] += 1
    sold, bought = exchange.sold, exchange.bought
    if sold.cash == bought.cash or (sold.currency == bought.currency and sold.minor != bought.minor):
        reading.find("H7", f"exchange {ident} gains or loses money in one account or currency")


def under_way(reading: Reading, data: dict[str, Any], *, without: tuple[str, ...]) -> Exchange | None:
    """Find an exchange that is not given up, and of which no statement shows these sides."""
    ident = data["exchange"]
    exchange = reading.known(reading.state.exchanges, ident, "exchange")
    reading.checks["H13"] += 1
    if exchange is not None and (exchange.cancelled or any(side in exchange.shown for side in without)):
        reading.find("H13", f"exchange {ident} was given up, or a statement shows this side of it already")
        return None
    return exchange


def change(reading: Reading, data: dict[str, Any]) -> None:
    """Correct what an exchange brings, before a statement shows it."""
    exchange = under_way(reading, data, without=("bought",))
    check_amount(reading, f"exchange {data['exchange']}", data["bought_minor"])
    if exchange is not None:
        exchange.bought = exchange.bought._replace(minor=data["bought_minor"])
        check_sides(reading, data["exchange"], exchange)


def cancel(reading: Reading, data: dict[str, Any]) -> None:
    """Give up an exchange that is not in the books: what showed one side of it is no use of its line any more."""
    ident = data["exchange"]
    exchange = under_way(reading, data, without=())
    if exchange is None:
        return
    reading.checks["H7"] += 1
    if len(exchange.shown) == BOTH:
        reading.find("H7", f"exchange {ident} is given up after both of its sides were posted")
        return
    exchange.cancelled = True
    for _day, statement in exchange.shown.values():
        free(reading, statement)


def show(reading: Reading, data: dict[str, Any]) -> None:
    """Take a statement line as one side; with the other there, the entry follows."""
    use(reading, data["statement"])
    side = {"sold": "sold", "bought": "bought"}[data["side"]]
    exchange = under_way(reading, data, without=(side,))
    if exchange is None:
        return
    exchange.shown[side] = (data["date"], data["statement"])
    if len(exchange.shown) == BOTH:
        expect_exact(reading, "exchange", ("exchange", data["exchange"]), lines_of(reading, exchange))


def lines_of(reading: Reading, exchange: Exchange) -> list[Line]:
    """Give the lines of an exchange, each with its base: sold at its average cost, as it stands before the entry."""
    fund, own, sold, bought = exchange.fund, reading.state.base_currency, exchange.sold, exchange.bought
    held = reading.state.balances.get((fund, "1000", sold.currency, sold.cash))
    cost = share(sold.minor, held.base_balance, held.balance) if held is not None and held.balance > 0 else 0
    worth = bought.minor if bought.currency == own else cost
    left = cash_line(fund, sold.cash, sold.currency, -sold.minor, exchange.shown["sold"][1])
    came = cash_line(fund, bought.cash, bought.currency, bought.minor, exchange.shown["bought"][1])
    if sold.currency == bought.currency:
        return [{**left, "base": -cost}, {**came, "base": cost}]
    lines = [
        {**left, "base": -cost},
        {**line(fund, "1900", sold.currency, sold.minor), "base": cost},
        {**came, "base": worth},
        {**line(fund, "1900", bought.currency, -bought.minor), "base": -worth},
    ]
    lost = cost - worth
    return [*lines, line(fund, "5700", own, lost), line(fund, "1900", own, -lost)] if lost else lines
