"""Lines of an entry in the making, and what an exchange difference adds to them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ledger.books.rules.chart import CASH, CONVERSION, EXCHANGE


@dataclass(frozen=True, slots=True)
class Line:
    """One line in the making: positive debit, negative credit; `base` in the base currency's minor units.

    `fund` and `currency` are those of the happening where they are left out. A line that moves base alone has
    `minor` 0. `holder` is a cash account's code, or the reference of an intermediary. `statement` is the statement
    line that shows the money, where cash moved.
    """

    account: str
    minor: int
    base: int
    holder: str = ""
    fund: UUID | None = None
    currency: str | None = None
    statement: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a statement line shows: money that came into a cash account (positive) or left it, on a day."""

    line: UUID
    on: date
    cash: str
    currency: str
    minor: int

    def of_cash(self, fund: UUID, minor: int, base: int) -> Line:
        """The line of an entry that posts this money, or a part of it, to the fund's cash."""
        return Line(CASH, minor, base, self.cash, fund, self.currency, self.line)


class Place(NamedTuple):
    """The fund and currency that a line stands in: what an entry balances per."""

    fund: UUID
    currency: str


Placed = tuple[Place, Line]


def pair(debit: str, credit: str, minor: int, base: int) -> list[Line]:
    """The plainest entry: one account debited, another credited, no holder on either."""
    return [Line(debit, minor, base), Line(credit, -minor, -base)]


def with_difference(lines: Sequence[Line], currency: str, base: str, account: str = EXCHANGE) -> list[Line]:
    """Complete lines in one currency whose two sides are worth different amounts in base.

    What is missing in base goes to the exchange differences in the base currency, by way of the conversion account,
    whose base stays nil: no line ever holds two currencies.
    """
    worth = sum(line.base for line in lines)
    if not worth:
        return list(lines)
    return [
        *lines,
        Line(account, -worth, -worth, currency=base),
        Line(CONVERSION, worth, worth, currency=base),
        Line(CONVERSION, 0, -worth, currency=currency),
    ]
