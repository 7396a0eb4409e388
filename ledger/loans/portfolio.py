"""The figures of the portfolio, each by currency. What they mean stands in docs/loans.md, and nowhere else in code.

- outstanding: what was lent, less what was repaid, written off and turned into a grant.
- days late: days since the oldest part of which something is unpaid fell due.
- at risk over n days (PAR n): the whole outstanding balance of every loan that is more than n days late, or was ever
  rescheduled. A suspended loan counts as any other.
- on-time rate: of what fell due within twelve months, how much was paid by its day. Never a bare repayment rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from ledger.loans.models import Loan, LoanDue, LoanStage

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Where the loans of one currency stand on a day, in minor units; `share` gives hundredths."""

    currency: str
    loans: int = 0
    outstanding: int = 0
    late: int = 0
    par_30: int = 0
    par_90: int = 0
    rescheduled: int = 0
    suspended: int = 0
    allowance: int = 0
    fell_due: int = 0
    on_time: int = 0

    @staticmethod
    def share(part: int, whole: int) -> int:
        """How many hundredths a part is, rounded down."""
        return part * 100 // whole if whole else 0


def portfolio(session: Session, today: date) -> list[Portfolio]:
    """Return the figures of each currency in which loans run, or fell due within twelve months."""
    found = {one.currency: one for one in _running(session, today)}
    for code, fell_due, on_time in _fell_due(session, today):
        known = found.get(code, Portfolio(code))
        found[code] = replace(known, fell_due=int(fell_due), on_time=int(on_time))
    return [found[code] for code in sorted(found)]


def _running(session: Session, today: date) -> Iterator[Portfolio]:
    over_30, over_90 = (or_(Loan.oldest_due < today - timedelta(days=days), Loan.rescheduled > 0) for days in (30, 90))
    query = (
        select(
            Loan.currency,
            func.count().label("loans"),
            func.sum(Loan.outstanding_minor).label("outstanding"),
            _outstanding_where(Loan.oldest_due < today).label("late"),
            _outstanding_where(over_30).label("par_30"),
            _outstanding_where(over_90).label("par_90"),
            _outstanding_where(Loan.rescheduled > 0).label("rescheduled"),
            _outstanding_where(Loan.suspended.is_(True)).label("suspended"),
            func.sum(Loan.allowance_minor).label("allowance"),
        )
        .where(Loan.stage == LoanStage.RUNNING)
        .group_by(Loan.currency)
    )
    for row in session.execute(query).mappings():
        yield Portfolio(row["currency"], **{name: int(row[name]) for name in row if name != "currency"})


def _outstanding_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, Loan.outstanding_minor), else_=0))


def _fell_due(session: Session, today: date) -> list[tuple[str, int, int]]:
    """What fell due within twelve months; what was moved before its day did not, what was moved after it did."""
    counted = func.sum(LoanDue.minor - LoanDue.spared_minor)
    query = (
        select(Loan.currency, counted, func.sum(LoanDue.on_time_minor))
        .join(Loan, Loan.award_id == LoanDue.award_id)
        .where(LoanDue.due >= today - YEAR, LoanDue.due < today, Loan.lent_minor > 0)
        .group_by(Loan.currency)
    )
    return [(code, due, paid) for code, due, paid in session.execute(query)]
