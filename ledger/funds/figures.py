"""Where the money of a fund stands, in each of its currencies and in base.

All of it is read off sums by month and event, which a trigger keeps: as quick at a million postings as at ten. What
counts as received and as paid is said by events, here and in section 8 of the log format, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.books.models import FundBalance, FundMonth
from ledger.books.rules.chart import CEILING, CHARGES, COMMITTED, CONTRIBUTIONS, IN_TRANSIT, LOANS, PAYABLE
from ledger.funds.models import Fund

RECEIVED = {("contribution", CONTRIBUTIONS), ("income_earned", CONTRIBUTIONS)}
"""Events and accounts whose credits are gifts: as they came, or once their condition is met."""
PAID = {
    ("payment_debited", IN_TRANSIT),
    ("paid_by_intermediary", PAYABLE),
    ("payment_returned", PAYABLE),
    ("loan_returned", LOANS),
}
"""Events and accounts whose debits are money that reached somebody, and whose credits are money that came back. What
came back counts in full: a fee kept on the way is a charge, not a payment."""


@dataclass(slots=True)
class FundFigures:
    """Where a fund stands in a currency's minor units. The five amounts never mix."""

    received: int = 0
    committed: int = 0
    payable: int = 0
    in_transit: int = 0
    paid: int = 0
    charges: int = 0
    available: int = 0

    @property
    def promised(self) -> int:
        """What is promised and not paid yet."""
        return self.committed + self.payable + self.in_transit

    def add(self, event: str, account: str, minor: int) -> None:
        """Count what an event has posted to an account."""
        if (event, account) in RECEIVED:
            self.received -= minor
        if (event, account) in PAID:
            self.paid += minor
        if account == COMMITTED:
            self.committed += minor
        elif account == PAYABLE:
            self.payable -= minor
        elif account == IN_TRANSIT:
            self.in_transit -= minor
        elif account == CHARGES:
            self.charges += minor
        self.available += CEILING[account] * minor


def figures_of(session: Session, fund: UUID) -> dict[str, FundFigures]:
    """Return where a fund stands in each currency that was ever posted in it, by code.

    What it may still promise is the very figure that the database holds it to (H5).
    """
    found: dict[str, FundFigures] = {}
    for currency, event, account, minor, _base in _sums(session, fund):
        found.setdefault(currency, FundFigures()).add(event, account, minor)
    for row in session.scalars(select(FundBalance).where(FundBalance.fund_id == fund)):
        found[row.currency].available = row.available
    return dict(sorted(found.items()))


def figures_in_base(session: Session, fund: UUID) -> FundFigures:
    """Return where a fund stands over all its currencies, at their worth in base as it stands in the books."""
    found = FundFigures()
    for _currency, event, account, _minor, base in _sums(session, fund):
        found.add(event, account, base)
    return found


def _sums(session: Session, fund: UUID) -> list[tuple[str, str, str, int, int]]:
    month = FundMonth
    query: Any = (
        select(month.currency, month.event, month.account, func.sum(month.minor), func.sum(month.base_minor))
        .where(month.fund_id == fund)
        .group_by(month.currency, month.event, month.account)
    )
    return [(*row[:3], int(row[3]), int(row[4])) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Standing:
    """A fund as its pages show it: figures by currency, and in base where that says something more."""

    by_currency: dict[str, FundFigures]
    base: str
    in_base: FundFigures | None

    @property
    def told_in(self) -> str:
        """The currency in which the whole fund is told over time: its only one, or base."""
        return self.base if self.in_base is not None or not self.by_currency else next(iter(self.by_currency))


def standing_of(session: Session, fund: Fund, base: str) -> Standing:
    """Return a fund for its pages; before anything is posted, nothing in the currency that it is kept in."""
    figures = figures_of(session, fund.id) or {fund.currency: FundFigures()}
    alone = list(figures) == [base]
    return Standing(figures, base, None if alone else figures_in_base(session, fund.id))
