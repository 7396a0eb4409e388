"""What must hold after every step, whatever happened: read from the books and from the things they are about."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.advances.models import Advance
from ledger.awards.models import Award
from ledger.books.at_date import standing_at
from ledger.books.models import CashAccount, Posting, SubAccount
from ledger.books.queries import trial_balance
from ledger.funds.models import Contribution, Fund
from ledger.loans.models import Loan
from ledger.reports.queries.fund_statement import fund_statement
from ledger.reports.queries.subledgers import SUBLEDGERS, ties_of
from ledger.statements.models import BankClaim, BankLine
from ledger.treasury.models import GiftCondition, Refund, RefundStage
from ledger.treasury.queries import taken_in

BEGIN, END = date(2026, 1, 1), date.max
FREE = ("1000", "1300", "2100", "2150", "2300", "2400")
"""What a fund can promise is the sum of these, less what it promised (9100)."""
NEVER_CREDIT = ("1000", "1300", "1400")
NEVER_DEBIT = ("1490", "2100", "2150", "2300", "2400")
Key = tuple[UUID, str]
Sums = dict[Key, int]


def hold(session: Session, today: date) -> None:
    """Hold everything."""
    hold_entries(session)
    hold_balances(session)
    hold_things(session)
    for ledger in SUBLEDGERS:
        for tie in ties_of(session, ledger, None):
            assert (tie.difference, tie.base_difference) == (0, 0), (ledger.code, tie)
    for fund in session.scalars(select(Fund)):
        hold_statement(session, fund, BEGIN, END)
        hold_statement(session, fund, today.replace(day=1), today)


def hold_entries(session: Session) -> None:
    """H1: every entry sums to nothing per fund and currency, in base, and on 1900; balances run on without a gap."""
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    running: dict[UUID, tuple[int, int, int]] = {}
    query = select(
        Posting.entry_id, Posting.sub_account_id, Posting.fund_id, Posting.account, Posting.currency, Posting.minor,
        Posting.base_minor, Posting.version, Posting.balance, Posting.base_balance,
    ).order_by(Posting.sub_account_id, Posting.version)  # fmt: skip
    for one in session.execute(query):
        sums[one.entry_id, one.fund_id, one.currency] += one.minor
        sums[one.entry_id, one.fund_id] += one.base_minor
        sums[one.entry_id, one.fund_id, "1900", "base"] += one.base_minor if one.account == "1900" else 0
        version, balance, base = running.get(one.sub_account_id, (0, 0, 0))
        now = (version + 1, balance + one.minor, base + one.base_minor)
        assert now == (one.version, one.balance, one.base_balance), one
        running[one.sub_account_id] = now
    assert {key: value for key, value in sums.items() if value} == {}


def hold_balances(session: Session) -> None:
    """H5 and the signs of accounts; promises meet their contra; nothing without money is worth anything."""
    found = trial_balance(session)
    free: Sums = defaultdict(int)
    memo: Sums = defaultdict(int)
    for one in found:
        key = (one.fund_id, one.currency)
        free[key] += one.minor if one.account in FREE else -one.minor if one.account == "9100" else 0
        if one.account in {"9100", "9190"}:
            memo[key] += one.minor
            memo[one.fund_id, f"{one.currency} in base"] += one.base_minor
        if one.account in NEVER_CREDIT:
            assert min(one.minor, one.base_minor) >= 0, one
        if one.account in NEVER_DEBIT:
            assert max(one.minor, one.base_minor) <= 0, one
        if one.account in (*NEVER_CREDIT, *NEVER_DEBIT) and not one.minor:
            assert one.base_minor == 0, one
    assert all(value >= 0 for value in free.values()), free
    assert not any(memo.values()), memo
    told = {(o.fund_id, o.account, o.currency, o.holder): (o.minor, o.base) for o in standing_at(session, END)}
    assert told == {(o.fund_id, o.account, o.currency, o.holder): (o.minor, o.base_minor) for o in found}


def hold_things(session: Session) -> None:
    """Loans, advances, claims, refunds and gifts held in advance are what stands on their accounts."""
    held: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
    for one in trial_balance(session):
        held[one.account][one.fund_id, one.currency] += one.minor
        held[f"{one.account} base"][one.fund_id, one.currency] += one.base_minor
    lent = select(
        Award.fund_id, Loan.currency, func.sum(Loan.outstanding_minor), func.sum(Loan.outstanding_base),
        -func.sum(Loan.allowance_minor), -func.sum(Loan.allowance_base),
    ).join(Award, Award.id == Loan.award_id)  # fmt: skip
    for place, account in enumerate(("1400", "1400 base", "1490", "1490 base"), start=2):
        meet(session, lent.group_by(Award.fund_id, Loan.currency), place, held[account])
    due = select(Refund.fund_id, Refund.currency, -func.sum(Refund.minor), -func.sum(Refund.base_minor))
    due = due.where(Refund.stage == RefundStage.DUE).group_by(Refund.fund_id, Refund.currency)
    meet(session, due, 2, held["2300"])
    meet(session, due, 3, held["2300 base"])
    early = select(Contribution.fund_id, Contribution.currency, -func.sum(GiftCondition.left_minor))
    early = early.join(Contribution, Contribution.id == GiftCondition.contribution_id)
    meet(session, early.group_by(Contribution.fund_id, Contribution.currency), 2, held["2400"])
    hands = select(Advance.fund_id, Advance.currency, func.sum(Advance.left_minor))
    claimed = select(BankClaim.fund_id, CashAccount.currency, func.sum(BankClaim.minor))
    claimed = claimed.join(BankLine, BankLine.id == BankClaim.line_id)
    claimed = claimed.join(CashAccount, CashAccount.code == BankLine.cash_account)
    claimed = claimed.where(BankClaim.settled_by.is_(None)).group_by(BankClaim.fund_id, CashAccount.currency)
    both = summed(session, hands.group_by(Advance.fund_id, Advance.currency), 2)
    for key, minor in summed(session, claimed, 2).items():
        both[key] += minor
    for ident, minor in taken_in(session).items():
        sub = session.get_one(SubAccount, ident)
        both[sub.fund_id, sub.currency] += minor
    assert nonzero(both) == nonzero(held["1300"])


def meet(session: Session, query: Any, place: int, booked: Sums) -> None:
    """Hold the sums of things to what is booked."""
    assert nonzero(summed(session, query, place)) == nonzero(booked)


def summed(session: Session, query: Any, place: int) -> Sums:
    """Sums by fund and currency."""
    sums: Sums = defaultdict(int)
    for row in session.execute(query):
        sums[row[0], row[1]] += int(row[place] or 0)
    return sums


def nonzero(sums: Sums) -> Sums:
    """Without what is nil."""
    return {key: value for key, value in sums.items() if value}


def hold_statement(session: Session, fund: Fund, since: date, until: date) -> None:
    """What a fund's statement closes with is what the fund has: its assets less what it owes."""
    told = fund_statement(session, fund, since, until)[0]
    assert [tie for tie in told.ties if tie[1]] == [], (fund.code, since, until)
    assets = sum(one.base for one in standing_at(session, until, fund=fund.id) if one.account[0] in "12")
    assert told.closing == assets, (fund.code, told.closing, assets)
