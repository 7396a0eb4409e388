"""The lines of an exchange: two pairs through 1900, and what was gained or lost on the way. Pure."""

from __future__ import annotations

from ledger.books.rules.chart import CONVERSION, EXCHANGE
from ledger.books.rules.lines import Line


def exchange_lines(sold: Line, bought: Line, base: str) -> list[Line]:
    """Complete the two cash lines of an exchange; `sold` carries its cost in base, `bought` base nothing yet.

    Currency bought is worth what was paid for it; base currency bought is worth itself, and the difference to what
    the sold money cost is realised. Money that only moved to another account of its currency takes its cost along.
    """
    worth = bought.minor if bought.currency == base else -sold.base
    bought = Line(bought.account, bought.minor, worth, bought.holder, bought.fund, bought.currency, bought.statement)
    if sold.currency == bought.currency:
        return [sold, bought]
    lines = [
        sold,
        Line(CONVERSION, -sold.minor, -sold.base, currency=sold.currency),
        bought,
        Line(CONVERSION, -bought.minor, -worth, currency=bought.currency),
    ]
    lost = -sold.base - worth
    if lost:
        lines += [Line(EXCHANGE, lost, lost, currency=base), Line(CONVERSION, -lost, -lost, currency=base)]
    return lines
