"""Reading what the treasury holds: accounts and balances, what is on its way, what a period still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.books.models import CashAccount, Entry, Posting, SubAccount
from ledger.books.queries import rate_on, trial_balance
from ledger.books.rules.chart import ADVANCES, CASH, EXPENSE, IN_ADVANCE, IN_TRANSIT
from ledger.books.rules.rates import Rate, in_base
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.errors import NotFound
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.treasury.models import (
    Booked,
    ConditionMet,
    Exchange,
    ExchangeStage,
    GiftCondition,
    Loss,
    Refund,
    RefundStage,
)


class Paid(NamedTuple):
    """What was paid on an award and arrived: minor units, what was owed by it in base, what it cost in base."""

    minor: int
    base: int
    cost: int


def all_cash(session: Session) -> list[CashAccount]:
    """Return every cash account, by code."""
    return list(session.scalars(select(CashAccount).order_by(CashAccount.code)))


def cash_by_code(session: Session, code: str) -> CashAccount:
    """Return the cash account with this code. Raises NotFound."""
    found = session.get(CashAccount, code)
    if found is None:
        raise NotFound
    return found


def cash_balances(session: Session) -> dict[str, list[tuple[UUID, int, int]]]:
    """Return by cash account what each fund has in it: fund, minor units, base."""
    held: dict[str, list[tuple[UUID, int, int]]] = {}
    for line in trial_balance(session):
        if line.account == CASH and (line.minor or line.base_minor):
            held.setdefault(line.holder, []).append((line.fund_id, line.minor, line.base_minor))
    return held


def paid_of(session: Session, award: Award) -> Paid:
    """Return what was paid on an award and did not come back by itself."""
    query = select(
        func.coalesce(func.sum(Disbursement.minor), 0),
        func.coalesce(func.sum(Disbursement.base_minor), 0),
        func.coalesce(func.sum(Disbursement.cost_minor), 0),
    ).where(Disbursement.award_id == award.id, Disbursement.stage == DisbursementStage.CONFIRMED)
    minor, base, cost = session.execute(query).one()
    return Paid(int(minor), int(base), int(cost or 0))


def recovered_of(session: Session, award: Award) -> Paid:
    """Return what a beneficiary gave back of an award: what left the expense by it in base, and what it came in at."""
    cash, spent = Posting.account == CASH, Posting.account.in_(EXPENSE.values())
    query = (
        select(
            func.sum(case((cash, Posting.minor), else_=0)),
            func.sum(case((spent, -Posting.base_minor), else_=0)),
            func.sum(case((cash, Posting.base_minor), else_=0)),
        )
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Posting.ref == award.id, Entry.event == Booked.RECOVERED.value)
    )
    minor, base, cost = session.execute(query).one()
    return Paid(int(minor or 0), int(base or 0), int(cost or 0))


def exchange_by_reference(session: Session, reference: str) -> Exchange:
    """Return the exchange with this reference. Raises NotFound."""
    found = session.scalar(select(Exchange).where(Exchange.reference == reference))
    if found is None:
        raise NotFound
    return found


def exchanges_under_way(session: Session) -> list[Exchange]:
    """Return the exchanges of which a statement does not show both sides yet."""
    under_way = Exchange.stage.in_([ExchangeStage.ANNOUNCED, ExchangeStage.HALF])
    return list(session.scalars(select(Exchange).where(under_way).order_by(Exchange.day, Exchange.id)))


def refunds_due(session: Session) -> list[Refund]:
    """Return the refunds that no statement shows yet."""
    return list(session.scalars(select(Refund).where(Refund.stage == RefundStage.DUE).order_by(Refund.reference)))


def losses_to_book(session: Session) -> list[Loss]:
    """Return the approved losses that no statement shows yet."""
    query = select(Loss).where(Loss.booked_on.is_(None), Loss.given_up.is_(False))
    return list(session.scalars(query.order_by(Loss.reference)))


def gifts_at(session: Session, stage: ContributionStage) -> list[Contribution]:
    """Return the gifts at a stage, oldest first."""
    query = select(Contribution).where(Contribution.stage == stage)
    return list(session.scalars(query.order_by(Contribution.announced_at, Contribution.id)))


def conditions(session: Session) -> Sequence[tuple[GiftCondition, Contribution]]:
    """Return the gifts on a condition that are not earned in full."""
    query = (
        select(GiftCondition, Contribution)
        .join(Contribution, Contribution.id == GiftCondition.contribution_id)
        .where(Contribution.stage.in_([ContributionStage.CONDITIONAL, ContributionStage.IN_ADVANCE]))
        .order_by(Contribution.announced_at, Contribution.id)
    )
    return [(condition, gift) for condition, gift in session.execute(query)]


def met_not_earned(session: Session) -> list[ConditionMet]:
    """Return the parts of gifts whose condition somebody says is met, and that nobody has earned yet."""
    query = select(ConditionMet).where(_STANDS).order_by(ConditionMet.said_at, ConditionMet.id)
    return list(session.scalars(query))


_STANDS = and_(ConditionMet.earned_on.is_(None), ConditionMet.taken_back.is_(False))
"""That a condition is met is said, not taken back, and not earned yet."""


def said_met(session: Session, gift: UUID) -> int:
    """Return for how much of a gift somebody says that its condition is met, and that is not earned yet."""
    query = select(func.coalesce(func.sum(ConditionMet.minor), 0)).where(ConditionMet.contribution_id == gift, _STANDS)
    return int(session.scalar(query) or 0)


def any_earned(session: Session, gift: UUID) -> bool:
    """Whether any part of a gift that was received in advance was earned."""
    query = select(ConditionMet.id).where(ConditionMet.contribution_id == gift, ConditionMet.earned_on.is_not(None))
    return session.scalar(query.limit(1)) is not None


def in_advance(session: Session, fund: Fund, currency: str) -> int:
    """Return what a fund received in advance and has not earned."""
    lines = trial_balance(session, fund.id)
    return -sum(line.minor for line in lines if line.account == IN_ADVANCE and line.currency == currency)


@dataclass(frozen=True, slots=True)
class Valued:
    """Foreign cash of a fund on a day: what it stands at in base, and what it is worth by the closing rate."""

    fund: UUID
    cash: str
    currency: str
    minor: int
    base: int
    worth: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class Valuation:
    """All foreign cash on a day; `missing` are currencies without a rate that holds."""

    lines: tuple[Valued, ...]
    missing: tuple[str, ...]


def value_cash(session: Session, base: str, day: date) -> Valuation:
    """Value what each fund had in each foreign cash account at the end of a day."""
    query = (
        select(
            SubAccount.fund_id,
            SubAccount.holder,
            SubAccount.currency,
            func.sum(Posting.minor),
            func.sum(Posting.base_minor),
        )
        .select_from(SubAccount)
        .join(Posting, Posting.sub_account_id == SubAccount.id)
        .join(Entry, Entry.id == Posting.entry_id)
        .where(SubAccount.account == CASH, SubAccount.currency != base, Entry.date <= day)
        .group_by(SubAccount.fund_id, SubAccount.holder, SubAccount.currency)
        .order_by(SubAccount.currency, SubAccount.holder, SubAccount.fund_id)
    )
    lines, missing = [], set()
    for fund, cash, currency, minor, held in session.execute(query):
        if not minor and not held:
            continue
        rate = rate_on(session, currency, base, day)
        if rate is None:
            missing.add(currency)
        else:
            lines.append(
                Valued(fund, cash, currency, int(minor), int(held), in_base(int(minor), currency, base, rate), rate)
            )
    return Valuation(tuple(lines), tuple(sorted(missing)))


def in_transit(session: Session) -> list[tuple[str, int]]:
    """Return what is sent and on no statement yet, by currency."""
    sums: dict[str, int] = {}
    for line in trial_balance(session):
        if line.account == IN_TRANSIT and line.minor:
            sums[line.currency] = sums.get(line.currency, 0) - line.minor
    return sorted(sums.items())


def donors_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the codes of donors."""
    return {row.id: row.code for row in session.execute(select(Donor.id, Donor.code).where(Donor.id.in_(ids)))}


def taken_in(session: Session) -> dict[UUID, int]:
    """Return what intermediaries took in of loans and have not handed in yet, by sub-account, in its minor units."""
    left = func.sum(Posting.minor)
    query = (
        select(SubAccount.id, left)
        .join(Posting, Posting.sub_account_id == SubAccount.id)
        .where(SubAccount.account == ADVANCES, Posting.kind.in_(("award", "booking")))
        .group_by(SubAccount.id)
        .having(left > 0)
    )
    return {ident: int(minor) for ident, minor in session.execute(query)}
