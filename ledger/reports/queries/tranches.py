"""Reading the tranches of a fund: what came into it in a currency, and what left it another way than by spending."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.rules.chart import CASH, CONTRIBUTIONS, INTEREST, REFUNDS
from ledger.reports.rules.tranches import Tranche, Went

MOVED = ("exchange", "fund_transfer")
"""Events that bring money of a currency into a fund, or take it out, besides gifts, refunds and spending."""


def tranches_and_leaving(session: Session, fund: UUID, currency: str, until: date) -> tuple[list[Tranche], list[Went]]:
    """Return the tranches of a currency by the end of a day, oldest first, and what left without being spent."""
    came, left = _income(session, fund, currency, until), _refunded(session, fund, currency, until)
    for day, minor, base in _moved(session, fund, currency, until):
        if minor > 0:
            came.append(Tranche(day, minor, base))
        elif minor < 0:
            left.append(Went(day, (), -minor))
    return sorted(came, key=lambda one: one.day), left


def _income(session: Session, fund: UUID, currency: str, until: date) -> list[Tranche]:
    """Gifts and other income, those of one day together."""
    subs = _subs(fund, currency, (CONTRIBUTIONS, INTEREST))
    query = (
        select(Posting.date, -func.sum(Posting.minor), -func.sum(Posting.base_minor))
        .where(Posting.sub_account_id.in_(subs), Posting.date <= until)
        .group_by(Posting.date)
        .having(func.sum(Posting.minor) < 0)
    )
    return [Tranche(day, int(minor), int(base)) for day, minor, base in session.execute(query)]


def _refunded(session: Session, fund: UUID, currency: str, until: date) -> list[Went]:
    """What goes back of what was given, from the day it is owed: what was held for a condition never was a tranche."""
    query = (
        select(Posting.date, func.sum(Posting.minor))
        .where(Posting.sub_account_id.in_(_subs(fund, currency, (REFUNDS,))), Posting.date <= until)
        .group_by(Posting.date)
        .order_by(Posting.date)
    )
    return [Went(day, (), int(minor)) for day, minor in session.execute(query) if minor]


def _moved(session: Session, fund: UUID, currency: str, until: date) -> list[tuple[date, int, int]]:
    """Cash bought, sold and transferred, entry by entry: what only changes its account is nil."""
    query = (
        select(Posting.date, func.sum(Posting.minor), func.sum(Posting.base_minor))
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Posting.sub_account_id.in_(_subs(fund, currency, (CASH,))), Posting.date <= until)
        .where(Entry.event.in_(MOVED))
        .group_by(Entry.number, Posting.date)
        .order_by(Entry.number)
    )
    return [(day, int(minor), int(base)) for day, minor, base in session.execute(query)]


def _subs(fund: UUID, currency: str, accounts: tuple[str, ...]) -> Select[UUID]:
    return select(SubAccount.id).where(
        SubAccount.fund_id == fund, SubAccount.currency == currency, SubAccount.account.in_(accounts)
    )
