"""Reading the books: balances, entries, the trial balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from ledger.books.models import Entry, ExchangeRate, FundBalance, LedgerAccount, Period, Posting, SubAccount
from ledger.books.rules.chart import CASH
from ledger.books.rules.rates import RATE_HOLDS, Rate
from ledger.errors import NotFound


@dataclass(slots=True)
class SubAccountState:
    """A sub-account and where its running balance stands."""

    id: UUID
    version: int
    balance: int
    base_balance: int


def state_of(session: Session, fund: UUID, account: str, currency: str, holder: str) -> SubAccountState | None:
    """Return where a sub-account stands, or None where it was never posted to."""
    query = (
        select(SubAccount.id, Posting.version, Posting.balance, Posting.base_balance)
        .outerjoin(Posting, Posting.sub_account_id == SubAccount.id)
        .where(
            SubAccount.fund_id == fund,
            SubAccount.account == account,
            SubAccount.currency == currency,
            SubAccount.holder == holder,
        )
        .order_by(Posting.version.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return SubAccountState(row.id, row.version or 0, row.balance or 0, row.base_balance or 0) if row else None


class Held(NamedTuple):
    """Cash in a currency and what it cost in base."""

    minor: int
    base: int


def cash_held(session: Session, fund: UUID, currency: str) -> Held:
    """Return the cash of a fund in a currency, over all its accounts, with its cost."""
    newest = select(func.max(Posting.version)).where(Posting.sub_account_id == SubAccount.id).correlate(SubAccount)
    query = (
        select(Posting.balance, Posting.base_balance)
        .select_from(SubAccount)
        .join(Posting, and_(Posting.sub_account_id == SubAccount.id, Posting.version == newest.scalar_subquery()))
        .where(SubAccount.fund_id == fund, SubAccount.account == CASH, SubAccount.currency == currency)
    )
    rows = session.execute(query).all()
    return Held(sum(row.balance for row in rows), sum(row.base_balance for row in rows))


def cash_in(session: Session, holder: str) -> dict[UUID, Held]:
    """Return what each fund has in one cash account, with its cost."""
    newest = select(func.max(Posting.version)).where(Posting.sub_account_id == SubAccount.id).correlate(SubAccount)
    query = (
        select(SubAccount.fund_id, Posting.balance, Posting.base_balance)
        .select_from(SubAccount)
        .join(Posting, and_(Posting.sub_account_id == SubAccount.id, Posting.version == newest.scalar_subquery()))
        .where(SubAccount.account == CASH, SubAccount.holder == holder)
    )
    return {row.fund_id: Held(row.balance, row.base_balance) for row in session.execute(query)}


def rate_on(session: Session, currency: str, base: str, on: date) -> Rate | None:
    """Return the newest approved rate of a currency that holds on a day, or None."""
    query = (
        select(ExchangeRate)
        .where(ExchangeRate.currency == currency, ExchangeRate.base == base)
        .where(ExchangeRate.date <= on, ExchangeRate.date >= on - RATE_HOLDS)
        .order_by(ExchangeRate.date.desc(), ExchangeRate.log_seq.desc())
        .limit(1)
    )
    found = session.scalar(query)
    return Rate(found.rate, found.source, found.date) if found else None


def closed_until(session: Session) -> date | None:
    """Return the last day of the newest closed period, or None where none was ever closed."""
    return session.scalar(select(func.max(Period.until)))


def last_entry_number(session: Session) -> int:
    """Return the number of the newest entry; 0 before the first."""
    return session.scalar(select(func.max(Entry.number))) or 0


def available(session: Session, fund: UUID, currency: str) -> int:
    """Return what a fund may still promise in a currency (H5)."""
    return (
        session.scalar(
            select(FundBalance.available).where(FundBalance.fund_id == fund, FundBalance.currency == currency)
        )
        or 0
    )


def currencies_held(session: Session) -> list[str]:
    """Return the currencies that any fund has money in, sorted."""
    query = select(FundBalance.currency).where(FundBalance.available > 0).distinct().order_by(FundBalance.currency)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Balance:
    """One line of the trial balance."""

    account: str
    name: str
    kind: str
    fund_id: UUID
    currency: str
    holder: str
    minor: int
    base_minor: int


def trial_balance(session: Session, fund: UUID | None = None) -> list[Balance]:
    """Return the closing balance of every sub-account, read off its last posting, sorted by account."""
    later = aliased(Posting)
    newest = (
        select(func.max(later.version))
        .where(later.sub_account_id == SubAccount.id)
        .correlate(SubAccount)
        .scalar_subquery()
    )
    query = (
        select(SubAccount, LedgerAccount, Posting.balance, Posting.base_balance)
        .select_from(SubAccount)
        .join(Posting, and_(Posting.sub_account_id == SubAccount.id, Posting.version == newest))
        .join(LedgerAccount, LedgerAccount.number == SubAccount.account)
        .order_by(SubAccount.account, SubAccount.fund_id, SubAccount.currency, SubAccount.holder)
    )
    if fund is not None:
        query = query.where(SubAccount.fund_id == fund)
    return [
        Balance(s.account, a.name, a.kind.value, s.fund_id, s.currency, s.holder, minor, base)
        for s, a, minor, base in session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One posting with what its page and its exports show of the entry."""

    number: int
    line: int
    event: str
    date: date
    at: datetime
    actor: str
    log_seq: int
    fund_id: UUID
    account: str
    currency: str
    holder: str
    minor: int
    base_minor: int
    kind: str
    ref: UUID
    version: int
    balance: int
    base_balance: int
    reverses: int | None
    """The number of the entry that this one takes back."""


def _lines() -> Any:
    e, p, taken_back = Entry, Posting, aliased(Entry)
    return (
        select(
            e.number, p.line, e.event, e.date, e.at, e.actor, e.log_seq, p.fund_id, p.account, p.currency,
            SubAccount.holder, p.minor, p.base_minor, p.kind, p.ref, p.version, p.balance, p.base_balance,
            taken_back.number,
        )
        .join(p, p.entry_id == e.id)
        .join(SubAccount, SubAccount.id == p.sub_account_id)
        .outerjoin(taken_back, taken_back.id == e.reverses)
        .order_by(e.number, p.line)
    )  # fmt: skip


def _typed(session: Session, query: Any) -> list[JournalLine]:
    return [JournalLine(*row) for row in session.execute(query)]


def lines_about(session: Session, ref: UUID) -> list[JournalLine]:
    """Return the journal lines about one award, disbursement or contribution, oldest first."""
    return _typed(session, _lines().where(Posting.ref == ref))


def lines_of_entry(session: Session, number: int) -> list[JournalLine]:
    """Return the lines of one entry. Raises NotFound."""
    found = _typed(session, _lines().where(Entry.number == number))
    if not found:
        raise NotFound
    return found


def all_lines(session: Session, batch: int = 2000) -> Iterator[JournalLine]:
    """Stream the whole journal in order, never holding more than a batch of entries."""
    after = 0
    while True:
        query = _lines().where(Entry.number > after, Entry.number <= after + batch)
        rows = _typed(session, query)
        if not rows:
            return
        yield from rows
        after += batch
