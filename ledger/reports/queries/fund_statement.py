"""Reading what a fund's statement is made of."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from ledger.books.at_date import day_before, standing_at
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.rules.chart import ADVANCES, CONTRIBUTIONS, TRANSFERS
from ledger.books.rules.standing import Standing
from ledger.funds.models import Budget, Contribution, Donor, Fund, RateMethod
from ledger.funds.queries import budget_of
from ledger.funds.rules.budget import Budgeted, item_of
from ledger.reports.queries.spending import Asked, Spent, spent_by
from ledger.reports.rules.budget import Actual, Comparison, compare
from ledger.reports.rules.fund_statement import Found, FundStatement, Receipt, statement_from

MOST_RECEIPTS = 500
"""Receipts that are listed one by one; what is beyond stands in one line."""

Lines = Select[*tuple[Any, ...]]


class Statement(NamedTuple):
    """A fund's statement; `missing` are currencies and months (`KES 2026-04`) that its method has no rate for.

    `compared` is None where no budget is approved, or where nothing says what was spent in the fund's own currency.
    """

    told: FundStatement
    method: RateMethod
    budget: Budget | None
    compared: Comparison | None
    missing: list[str]
    untold: bool


def fund_statement(
    session: Session, fund: Fund, since: date, until: date, method: RateMethod | None = None
) -> Statement:
    """Return the statement of a fund at the rates of a method: the one agreed for it, unless another is asked for.

    The average is the books' own worth; with the others one line says what they differ by (decision 27).
    """
    budget = budget_of(session, fund.id)
    method = method or (budget.method if budget else RateMethod.AVERAGE)
    after = standing_at(session, until, fund=fund.id)
    began = date.min if budget else since
    spent = spent_by(session, Asked(fund, since, until, began, method, _given(after, fund.currency)))
    found = Found(
        before=standing_at(session, day_before(since), fund=fund.id),
        after=after,
        receipts=_receipts(session, fund.id, since, until),
        spent=spent.lines,
        tranches=spent.tranches,
        transfers=_transfers(session, fund.id, since, until),
        advances=_advances(session, fund.id, since, until),
    )
    compared = _compared(budget, spent) if budget and not spent.untold else None
    budgeted = (compared.total.base, compared.total.cumulative_base) if compared else None
    told = statement_from(found, since, until, budgeted)
    return Statement(told, method, budget, compared, spent.missing, spent.untold)


def _given(after: list[Standing], currency: str) -> tuple[int, int]:
    """What the fund was given in its own currency: minor units, and base."""
    gifts = [one for one in after if (one.account, one.currency) == (CONTRIBUTIONS, currency)]
    return -sum(one.minor for one in gifts), -sum(one.base for one in gifts)


def _compared(budget: Budget, spent: Spent) -> Comparison:
    lines = [Budgeted(one.code, tuple(one.item_codes), one.minor) for one in budget.lines]
    actuals = [
        Actual(item_of(one.account, one.purpose), one.own, one.own_cumulative, one.base, one.cumulative)
        for one in spent.lines
    ]
    return compare(lines, actuals)


def _within(query: Lines, fund: UUID, accounts: tuple[str, ...], since: date, until: date) -> Lines:
    """Keep the postings of these accounts of a fund on these days, found by the index of sub-account and day."""
    subs = select(SubAccount.id).where(SubAccount.fund_id == fund, SubAccount.account.in_(accounts))
    return query.where(Posting.sub_account_id.in_(subs), Posting.date >= since, Posting.date <= until)


def _receipts(session: Session, fund: UUID, since: date, until: date) -> list[Receipt]:
    query: Lines = (
        select(Posting.date, Donor.code, Posting.currency, Posting.minor, Posting.base_minor)
        .outerjoin(Contribution, Contribution.id == Posting.ref)
        .outerjoin(Donor, Donor.id == Contribution.donor_id)
        .order_by(Posting.date, Posting.currency, Posting.version)
        .limit(MOST_RECEIPTS)
    )
    rows = session.execute(_within(query, fund, (CONTRIBUTIONS,), since, until)).all()
    found = [Receipt(day, giver or "", currency, -minor, -base) for day, giver, currency, minor, base in rows]
    if len(found) == MOST_RECEIPTS:
        sums: Lines = select(Posting.currency, func.sum(Posting.minor), func.sum(Posting.base_minor))
        whole = session.execute(_within(sums, fund, (CONTRIBUTIONS,), since, until).group_by(Posting.currency))
        for currency, minor, base in whole:
            listed = [one for one in found if one.currency == currency and one.day]
            rest, rest_base = int(minor) + sum(o.minor for o in listed), int(base) + sum(o.base for o in listed)
            if rest or rest_base:
                found.append(Receipt(None, "", currency, -rest, -rest_base))
    return found


def _transfers(session: Session, fund: UUID, since: date, until: date) -> tuple[int, int]:
    """What came from other funds, and what went to them."""
    come = func.sum(case((Posting.base_minor < 0, -Posting.base_minor), else_=0))
    gone = func.sum(case((Posting.base_minor > 0, Posting.base_minor), else_=0))
    totals: Lines = select(come, gone)
    row = session.execute(_within(totals, fund, (TRANSFERS,), since, until)).one()
    return int(row[0] or 0), int(row[1] or 0)


def _advances(session: Session, fund: UUID, since: date, until: date) -> list[tuple[str, int]]:
    query: Lines = select(Entry.event, func.sum(Posting.base_minor)).join(Entry, Entry.id == Posting.entry_id)
    rows = session.execute(_within(query, fund, (ADVANCES,), since, until).group_by(Entry.event).order_by(Entry.event))
    return [(event, int(base)) for event, base in rows]
