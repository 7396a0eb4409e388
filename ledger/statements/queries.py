"""Reading statements: the last of an account, what waits, and how the books explain the bank's balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from ledger.books.models import UNSHOWN, CashAccount, Entry, Posting, SubAccount
from ledger.books.queries import cash_in
from ledger.books.rules.chart import CASH
from ledger.books.rules.lines import Shown
from ledger.errors import NotFound
from ledger.statements.models import BankClaim, BankLine, BankStanding, BankStatement, LineStage
from ledger.statements.rules.following import Last

WAITING = (LineStage.OPEN, LineStage.SET_ASIDE)


def cash_account(session: Session, code: str) -> CashAccount:
    """Return a cash account. Raises NotFound."""
    found = session.get(CashAccount, code)
    if found is None:
        raise NotFound
    return found


def cash_accounts(session: Session) -> Sequence[CashAccount]:
    """Return all cash accounts, by code."""
    return session.scalars(select(CashAccount).order_by(CashAccount.code)).all()


def last_statement(session: Session, cash: str) -> BankStatement | None:
    """Return the newest statement of an account."""
    query = select(BankStatement).where(BankStatement.cash_account == cash)
    return session.scalar(query.order_by(BankStatement.number.desc()).limit(1))


def as_last(one: BankStatement | None) -> Last | None:
    """Return what the next statement has to follow from; None where there is none."""
    return Last(one.bank_number, one.bank_page, one.last, one.closing) if one else None


def statement(session: Session, ident: UUID) -> BankStatement:
    """Return a statement. Raises NotFound."""
    found = session.get(BankStatement, ident)
    if found is None:
        raise NotFound
    return found


def line(session: Session, ident: UUID) -> BankLine:
    """Return a line with its statement. Raises NotFound."""
    found = session.scalar(select(BankLine).where(BankLine.id == ident).options(joinedload(BankLine.statement)))
    if found is None:
        raise NotFound
    return found


def shown_by(one: BankLine) -> Shown:
    """Return what a line shows, for whoever posts it."""
    return Shown(one.id, one.day, one.cash_account, one.currency, one.minor)


def statements_where(cash: str | None = None) -> Select[BankStatement]:
    """Select statements, newest first."""
    query = select(BankStatement).order_by(BankStatement.imported_at.desc(), BankStatement.number.desc())
    return query.where(BankStatement.cash_account == cash) if cash else query


def lines_of(ident: UUID) -> Select[BankLine]:
    """Select the lines of a statement in its order."""
    return select(BankLine).where(BankLine.statement_id == ident).order_by(BankLine.number)


def waiting_where(cash: str | None = None) -> Select[BankLine]:
    """Select the lines that wait for a person, oldest first."""
    query = select(BankLine).where(BankLine.stage.in_(WAITING)).options(joinedload(BankLine.statement))
    query = query.where(BankLine.cash_account == cash) if cash else query
    return query.order_by(BankLine.day, BankLine.statement_id, BankLine.number)


class Unbooked(NamedTuple):
    """Lines of an account that wait for a person: how many, since which day."""

    cash: str
    lines: int
    oldest: date


def unbooked(session: Session) -> list[Unbooked]:
    """Count what waits, account by account."""
    query = (
        select(BankLine.cash_account, func.count(), func.min(BankLine.day))
        .where(BankLine.stage.in_(WAITING))
        .group_by(BankLine.cash_account)
        .order_by(BankLine.cash_account)
    )
    return [Unbooked(*row) for row in session.execute(query)]


def claim(session: Session, ident: UUID) -> BankClaim:
    """Return a claim on a bank with its line and fund. Raises NotFound."""
    found = session.scalar(claims_where().where(BankClaim.line_id == ident))
    if found is None:
        raise NotFound
    return found


def claims_where() -> Select[BankClaim]:
    """Select claims on banks, the newest first."""
    query = select(BankClaim).join(BankLine, BankLine.id == BankClaim.line_id)
    query = query.options(contains_eager(BankClaim.line), joinedload(BankClaim.fund))
    return query.order_by(BankLine.day.desc(), BankLine.id)


def claimed_until(session: Session, until: date) -> list[tuple[str, str, int]]:
    """Return what is claimed from banks of debits until a day and waits: by account, with currency and minor units."""
    query = (
        select(BankLine.cash_account, BankLine.currency, func.sum(BankClaim.minor))
        .join(BankLine, BankLine.id == BankClaim.line_id)
        .where(BankLine.day <= until, BankClaim.settled_by.is_(None), BankClaim.lost_on.is_(None))
        .group_by(BankLine.cash_account, BankLine.currency)
        .order_by(BankLine.cash_account)
    )
    return [(cash, currency, int(minor)) for cash, currency, minor in session.execute(query)]


def waiting_until(session: Session, until: date) -> list[tuple[str, int]]:
    """Count the lines until a day that wait for a person, account by account."""
    query = select(BankLine.cash_account, func.count()).where(BankLine.stage.in_(WAITING), BankLine.day <= until)
    query = query.group_by(BankLine.cash_account).order_by(BankLine.cash_account)
    return [(cash, count) for cash, count in session.execute(query)]


def posted_by(session: Session, ident: UUID) -> int:
    """Return what entries have posted to cash by a line."""
    query = select(func.sum(Posting.minor)).where(Posting.statement == ident, Posting.account == CASH)
    return int(session.scalar(query) or 0)


def entries_of(session: Session, ident: UUID) -> list[int]:
    """Return the numbers of the entries that a line is the evidence of."""
    query = select(Entry.number).join(Posting, Posting.entry_id == Entry.id).where(Posting.statement == ident)
    return sorted(set(session.scalars(query)))


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How the bank's balance of an account follows from the books of all funds, in minor units.

    `closing` = `opening` + `matched` + `waiting`. Of what is matched, `shown` is posted; the rest is one side of an
    exchange whose other side has not come. `booked` is that and what is in the books and on no statement (`unshown`):
    from before this ledger, or moved between accounts of funds.
    """

    cash: str
    currency: str
    last: BankStatement | None
    opening: int
    closing: int
    matched: int
    waiting: int
    count: int
    booked: int
    unshown: int

    @property
    def shown(self) -> int:
        """What is in the books and on statements."""
        return self.booked - self.unshown

    @property
    def under_way(self) -> int:
        """What is matched and not posted yet."""
        return self.matched - self.shown

    @property
    def difference(self) -> int:
        """What the bank has more than the books."""
        return self.closing - self.booked

    @property
    def unexplained(self) -> int:
        """Always nothing: a figure that is printed to be seen."""
        return self.closing - (self.booked - self.unshown + self.opening + self.under_way + self.waiting)


def reconciliation(session: Session, account: CashAccount) -> Reconciliation:
    """Explain the bank's balance of an account."""
    last = last_statement(session, account.code)
    opening = session.scalar(
        select(BankStatement.opening).where(BankStatement.cash_account == account.code, BankStatement.number == 1)
    )
    standing = select(BankStanding).where(BankStanding.cash_account == account.code)
    sums = {one.stage: (one.count, one.minor) for one in session.scalars(standing)}
    held = select(SubAccount.id).where(SubAccount.account == CASH, SubAccount.holder == account.code)
    unshown = select(func.sum(Posting.minor)).where(UNSHOWN, Posting.sub_account_id.in_(held))
    waiting = [sums.get(stage, (0, 0)) for stage in WAITING]
    return Reconciliation(
        account.code,
        account.currency,
        last,
        opening or 0,
        last.closing if last else 0,
        sums.get(LineStage.MATCHED, (0, 0))[1],
        sum(minor for _count, minor in waiting),
        sum(count for count, _minor in waiting),
        sum(held.minor for held in cash_in(session, account.code).values()),
        int(session.scalar(unshown) or 0),
    )
