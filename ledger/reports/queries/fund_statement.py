"""Reading what a fund's statement is made of."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, extract, func, select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.books.at_date import day_before, standing_at
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.queries import rate_on
from ledger.books.rules.chart import ADVANCES, CONTRIBUTIONS, TRANSFERS
from ledger.books.rules.rates import in_base
from ledger.disbursements.models import Disbursement
from ledger.funds.models import Contribution, Donor, Fund
from ledger.organisation import base_currency
from ledger.reports.rules.fund_statement import SPENT, Found, FundStatement, Receipt, SpentLine, statement_from

MOST_RECEIPTS = 500
"""Receipts that are listed one by one; what is beyond stands in one line."""

Lines = Select[*tuple[Any, ...]]

Translate = Callable[[str, int, int, int, int], int]
"""From currency, year, month, minor units and base as in the books, to base as the report has it."""


def fund_statement(
    session: Session, fund: Fund, since: date, until: date, *, published: bool = False
) -> tuple[FundStatement, list[str]]:
    """Return the statement of a fund, and the months (`KES 2026-04`) for which no published rate was found.

    By default the books' own worth: the actual average cost. With `published` each month's spending in another
    currency is translated at the rate published for that month, and one line says what that differs by.
    """
    missing: list[str] = []
    translate = _published(session, missing) if published else _as_booked
    found = Found(
        before=standing_at(session, day_before(since), fund=fund.id),
        after=standing_at(session, until, fund=fund.id),
        receipts=_receipts(session, fund.id, since, until),
        spent=_spent(session, fund.id, since, until, translate),
        transfers=_transfers(session, fund.id, since, until),
        advances=_advances(session, fund.id, since, until),
    )
    return statement_from(found, since, until), missing


def _within(query: Lines, fund: UUID, accounts: tuple[str, ...], since: date, until: date) -> Lines:
    """Keep the postings of these accounts of a fund on these days, found by the index of sub-account and day."""
    subs = select(SubAccount.id).where(SubAccount.fund_id == fund, SubAccount.account.in_(accounts))
    return query.where(Posting.sub_account_id.in_(subs), Posting.date >= since, Posting.date <= until)


def _receipts(session: Session, fund: UUID, since: date, until: date) -> list[Receipt]:
    query: Lines = (
        select(Posting.date, Donor.code, Posting.currency, Posting.minor, Posting.base_minor)
        .outerjoin(Contribution, Contribution.id == Posting.ref)
        .outerjoin(Donor, Donor.id == Contribution.donor_id)
        .order_by(Posting.date, Posting.version)
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


def _spent(session: Session, fund: UUID, since: date, until: date, translate: Translate) -> list[SpentLine]:
    award = func.coalesce(Disbursement.award_id, Posting.ref)
    year, month = extract("year", Posting.date), extract("month", Posting.date)
    query: Lines = (
        select(
            Posting.account, Award.purpose, Posting.currency, year, month, func.sum(Posting.minor),
            func.sum(Posting.base_minor),
        )
        .outerjoin(Disbursement, Disbursement.id == Posting.ref)
        .outerjoin(Award, Award.id == award)
        .group_by(Posting.account, Award.purpose, Posting.currency, year, month)
    )  # fmt: skip
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for account, purpose, currency, in_year, in_month, minor, base in session.execute(
        _within(query, fund, SPENT, since, until)
    ):
        booked, translated = sums.get((account, purpose or ""), (0, 0))
        told = translate(currency, int(in_year), int(in_month), int(minor), int(base))
        sums[account, purpose or ""] = (booked + int(base), translated + told)
    return [SpentLine(*key, *figures) for key, figures in sorted(sums.items())]


def _as_booked(_currency: str, _year: int, _month: int, _minor: int, base: int) -> int:
    return base


def _published(session: Session, missing: list[str]) -> Translate:
    own = base_currency(session)

    def translate(currency: str, year: int, month: int, minor: int, base: int) -> int:
        if currency == own:
            return base
        rate = rate_on(session, currency, own, date(year, month, calendar.monthrange(year, month)[1]))
        if rate is None:
            missing.append(f"{currency} {year}-{month:02d}")
            return base
        return in_base(minor, currency, own, rate)

    return translate


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
