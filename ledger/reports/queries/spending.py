"""Reading what a fund spent, on what, and what that is at the rates of its statement and in its own currency."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, extract, func, select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.books.at_date import day_before
from ledger.books.models import Posting, SubAccount
from ledger.books.queries import rate_on
from ledger.books.rules.rates import Rate, from_base, in_base
from ledger.disbursements.models import Disbursement
from ledger.funds.models import Fund, RateMethod
from ledger.money import convert
from ledger.organisation import base_currency
from ledger.reports.queries.tranches import tranches_and_leaving
from ledger.reports.rules.fund_statement import SPENT, SpentLine, TrancheLeft
from ledger.reports.rules.tranches import Tranches, Went, worths_of


class Group(NamedTuple):
    """What was spent on an account and purpose in a currency: on a day, or in the month that ends on it."""

    key: tuple[str, str]
    currency: str
    day: date
    inside: bool
    """Whether it lies in the days of the statement, or before them."""
    minor: int
    base: int


@dataclass(slots=True)
class Spent:
    """What was spent; `missing` are currencies and months that the method has no rate for."""

    lines: list[SpentLine] = field(default_factory=list)
    tranches: list[TrancheLeft] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    untold: bool = False
    """Whether nothing says what some of it is in the fund's own currency."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a fund, days, a method, and what the fund was given in its own currency until then."""

    fund: Fund
    since: date
    until: date
    began: date
    """From when on what was spent before is read as well; the tranches need all of it."""
    method: RateMethod
    given: tuple[int, int]
    """In the fund's currency, and in base."""


def spent_by(session: Session, asked: Asked) -> Spent:
    """Return what was spent on each account and purpose, in the days asked for and since the fund began."""
    base, found = base_currency(session), Spent()
    groups = _by_day(session, asked) if asked.method is RateMethod.TRANCHES else _by_month(session, asked)
    rates = _Rates(session, base, found.missing)
    if asked.method is RateMethod.TRANCHES:
        told = _by_tranches(session, asked, base, groups, found)
    elif asked.method is RateMethod.PUBLISHED:
        told = [_published(one, rates) for one in groups]
    else:
        told = [one.base for one in groups]
    own = [_in_own(one, worth, asked, rates) for one, worth in zip(groups, told, strict=True)]
    found.untold = None in own
    found.lines = _lines(groups, told, [one or 0 for one in own])
    return found


def _lines(groups: Sequence[Group], told: Sequence[int], own: Sequence[int]) -> list[SpentLine]:
    sums: dict[tuple[str, str], list[int]] = {}
    for one, worth, mine in zip(groups, told, own, strict=True):
        line = sums.setdefault(one.key, [0] * 5)
        now = (one.base, worth, mine) if one.inside else (0, 0, 0)
        for place, figure in enumerate((*now, one.base, mine)):
            line[place] += figure
    return [SpentLine(*key, *figures) for key, figures in sorted(sums.items())]


def _by_month(session: Session, asked: Asked) -> list[Group]:
    when = [extract("year", Posting.date), extract("month", Posting.date)]
    return [
        Group((account, purpose or ""), currency, _last_of(int(year), int(month)), inside, int(minor), int(base))
        for inside, first, last in ((False, asked.began, day_before(asked.since)), (True, asked.since, asked.until))
        for account, purpose, currency, year, month, minor, base in session.execute(_sums(asked, when, first, last))
    ]


def _by_day(session: Session, asked: Asked) -> list[Group]:
    rows = session.execute(_sums(asked, [Posting.date], date.min, asked.until))
    return [
        Group((account, purpose or ""), currency, day, day >= asked.since, int(minor), int(base))
        for account, purpose, currency, day, minor, base in rows
    ]


def _sums(asked: Asked, when: Sequence[Any], first: date, last: date) -> Select[*tuple[Any, ...]]:
    """Sums of what was spent on some days, by account, purpose, currency and when."""
    subs = select(SubAccount.id).where(SubAccount.fund_id == asked.fund.id, SubAccount.account.in_(SPENT))
    by = [Posting.account, Award.purpose, Posting.currency, *when]
    query: Select[*tuple[Any, ...]] = select(*by, func.sum(Posting.minor), func.sum(Posting.base_minor))
    return (
        query.outerjoin(Disbursement, Disbursement.id == Posting.ref)
        .outerjoin(Award, Award.id == func.coalesce(Disbursement.award_id, Posting.ref))
        .where(Posting.sub_account_id.in_(subs), Posting.date >= first, Posting.date <= last)
        .group_by(*by)
    )


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(slots=True)
class _Rates:
    """Published rates, each looked for once; what is not there is noted."""

    session: Session
    base: str
    missing: list[str]
    known: dict[tuple[str, date], Rate | None] = field(default_factory=dict)

    def of(self, currency: str, day: date) -> Rate | None:
        key = (currency, day)
        if key not in self.known:
            self.known[key] = rate_on(self.session, currency, self.base, day)
            if self.known[key] is None:
                self.missing.append(f"{currency} {day:%Y-%m}")
        return self.known[key]


def _published(one: Group, rates: _Rates) -> int:
    rate = rates.of(one.currency, one.day) if one.currency != rates.base else None
    return one.base if rate is None else in_base(one.minor, one.currency, rates.base, rate)


def _by_tranches(session: Session, asked: Asked, base: str, groups: Sequence[Group], found: Spent) -> list[int]:
    told = [one.base for one in groups]
    for currency in sorted({one.currency for one in groups} - {base}):
        came, left = tranches_and_leaving(session, asked.fund.id, currency, asked.until)
        if not came:
            found.missing.append(currency)
            continue
        places = [place for place, one in enumerate(groups) if one.currency == currency]
        went = [Went(groups[place].day, groups[place].key, groups[place].minor) for place in places]
        tranches = Tranches(came)
        for place, worth in zip(places, worths_of(tranches, [*went, *left]), strict=False):
            told[place] = worth
        gone = sum(one.minor for one in (*went, *left))
        found.tranches += [TrancheLeft(currency, one.tranche, one.left) for one in tranches.used(gone)]
    return told


def _in_own(one: Group, worth: int, asked: Asked, rates: _Rates) -> int | None:
    """Return a group in the fund's own currency: as it is, or from base at what the fund was given that money at."""
    own = asked.fund.currency
    if own in {one.currency, rates.base}:
        return one.minor if one.currency == own else worth
    minor, base = asked.given
    rate = rates.of(own, one.day) if asked.method is RateMethod.PUBLISHED or not base else None
    if rate is not None:
        return from_base(worth, own, rates.base, rate)
    return convert(worth, minor, base) if base else None
