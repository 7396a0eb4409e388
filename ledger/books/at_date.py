"""Balances at a date: of every sub-account, by accounting day, as quick at a million postings as at ten thousand.

"At a date" means one thing everywhere: all postings of entries whose accounting day is that day or earlier, whenever
they were posted. An entry may be dated before the one in front of it, so running balances, which follow the order of
posting, do not say it. Two tables kept by triggers do: whole months before the day's own, then days within it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, union_all
from sqlalchemy.orm import Session

from ledger.books.models import SubAccount, SubAccountDay, SubAccountMonth
from ledger.books.rules.standing import Standing, Sums


def standing_at(
    session: Session, day: date, *, fund: UUID | None = None, accounts: tuple[str, ...] = ()
) -> list[Standing]:
    """Return the balance of every sub-account posted to by a day, of a fund or accounts only if asked so."""
    until = _until(day)
    query = (
        select(
            SubAccount.id,
            SubAccount.fund_id,
            SubAccount.account,
            SubAccount.currency,
            SubAccount.holder,
            func.sum(until.c.minor),
            func.sum(until.c.base_minor),
        )
        .join(until, until.c.sub_account_id == SubAccount.id)
        .group_by(SubAccount.id, SubAccount.fund_id, SubAccount.account, SubAccount.currency, SubAccount.holder)
        .order_by(SubAccount.fund_id, SubAccount.currency, SubAccount.account, SubAccount.holder)
    )
    if fund is not None:
        query = query.where(SubAccount.fund_id == fund)
    if accounts:
        query = query.where(SubAccount.account.in_(accounts))
    return [
        Standing(id_, of_fund, account, currency, holder, int(minor), int(base))
        for id_, of_fund, account, currency, holder, minor, base in session.execute(query)
    ]


def sums_until(session: Session, sub_account: UUID, day: date) -> Sums:
    """Return what was posted to one sub-account by the end of a day."""
    until = _until(day, sub_account)
    sums = select(func.sum(until.c.minor), func.sum(until.c.base_minor), func.sum(until.c.debit))
    return Sums(*(int(figure or 0) for figure in session.execute(sums).one()))


def sums_on(session: Session, sub_account: UUID, since: date, until: date) -> Sums:
    """Return what was posted to one sub-account on the days of a span, both included."""
    end, before = sums_until(session, sub_account, until), sums_until(session, sub_account, day_before(since))
    return Sums(end.minor - before.minor, end.base - before.base, end.debit - before.debit)


def day_before(day: date) -> date:
    """Return the day before; nothing is ever dated on the first day that there is."""
    return date.fromordinal(max(day.toordinal() - 1, 1))


def _until(day: date, sub_account: UUID | None = None) -> Any:
    """The sums that together say all that was posted by the end of a day."""
    month, inside = SubAccountMonth, SubAccountDay
    whole: list[ColumnElement[bool]] = [month.month < f"{day:%Y-%m}"]
    parts: list[ColumnElement[bool]] = [inside.day >= day.replace(day=1), inside.day <= day]
    if sub_account is not None:
        whole.append(month.sub_account_id == sub_account)
        parts.append(inside.sub_account_id == sub_account)
    return union_all(
        select(month.sub_account_id, month.minor, month.base_minor, month.debit).where(*whole),
        select(inside.sub_account_id, inside.minor, inside.base_minor, inside.debit).where(*parts),
    ).subquery()
