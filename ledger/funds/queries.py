"""Reading funds, donors and what happened in each fund over time."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import FundMonth
from ledger.books.rules.chart import COMMITTED, PAYABLE
from ledger.errors import NotFound
from ledger.funds.figures import PAID, RECEIVED
from ledger.funds.models import Budget, Contribution, Donor, DonorReader, Fund


def all_funds(session: Session) -> list[Fund]:
    """Return every fund, by code."""
    return list(session.scalars(select(Fund).order_by(Fund.code)))


def all_donors(session: Session) -> list[Donor]:
    """Return every donor, by code."""
    return list(session.scalars(select(Donor).order_by(Donor.code)))


def fund_by_code(session: Session, code: str) -> Fund:
    """Return the fund with this code. Raises NotFound."""
    found = session.scalar(select(Fund).where(Fund.code == code))
    if found is None:
        raise NotFound
    return found


def donor_by_code(session: Session, code: str) -> Donor:
    """Return the donor with this code. Raises NotFound."""
    found = session.scalar(select(Donor).where(Donor.code == code))
    if found is None:
        raise NotFound
    return found


def contributions_to(session: Session, fund: Fund) -> list[Contribution]:
    """Return the gifts into a fund, newest first."""
    query = select(Contribution).where(Contribution.fund_id == fund.id).order_by(Contribution.announced_at.desc())
    return list(session.scalars(query))


def budget_of(session: Session, fund: UUID) -> Budget | None:
    """Return the budget of a fund that is in force, or None where none was ever approved."""
    query = select(Budget).where(Budget.fund_id == fund).order_by(Budget.version.desc()).limit(1)
    return session.scalar(query)


def funds_read_by(session: Session, person: UUID) -> list[Fund]:
    """Return the funds whose figures a donor's person may see: those of their own donor only."""
    query = (
        select(Fund)
        .join(DonorReader, DonorReader.donor_id == Fund.donor_id)
        .where(DonorReader.person_id == person)
        .order_by(Fund.code)
    )
    return list(session.scalars(query))


@dataclass(slots=True)
class Quarter:
    """What happened in a fund in one quarter, in minor units."""

    name: str
    received: int = 0
    promised: int = 0
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """A quarter as a bar: what was paid and what was promised beyond that, in hundredths of the longest bar."""

    name: str
    paid: int
    promised: int
    paid_share: int
    promised_share: int


def bars_of(quarters: list[Quarter]) -> list[Bar]:
    """Return the quarters as bars; nothing is shown below nothing."""
    lengths = [(max(q.paid, 0), max(q.promised - q.paid, 0)) for q in quarters]
    longest = max((paid + rest for paid, rest in lengths), default=0) or 1
    return [
        Bar(q.name, q.paid, q.promised, paid * 100 // longest, rest * 100 // longest)
        for q, (paid, rest) in zip(quarters, lengths, strict=True)
    ]


@dataclass(slots=True)
class _Sums:
    by: dict[str, Quarter] = field(default_factory=dict)

    def of(self, year: int, month: int) -> Quarter:
        name = f"{year}-Q{(month + 2) // 3}"
        return self.by.setdefault(name, Quarter(name))


def quarters_of(session: Session, fund: Fund, currency: str | None = None) -> list[Quarter]:
    """Return what was received, promised and paid quarter by quarter, oldest first: in a currency, or all in base."""
    query = select(FundMonth).where(FundMonth.fund_id == fund.id)
    if currency is not None:
        query = query.where(FundMonth.currency == currency)
    sums = _Sums()
    for row in session.scalars(query):
        year, month_number = map(int, row.month.split("-"))
        minor = row.base_minor if currency is None else row.minor
        _count(sums.of(year, month_number), row.event, row.account, minor)
    return [sums.by[name] for name in sorted(sums.by)]


def _count(quarter: Quarter, event: str, account: str, minor: int) -> None:
    if (event, account) in RECEIVED:
        quarter.received -= minor
    elif (event, account) in PAID:
        quarter.paid += minor
    if account in {COMMITTED, PAYABLE}:
        if event in {"award_conditional", "award_unconditional"}:
            quarter.promised += abs(minor)
        elif event in {"award_cancelled", "award_reduced"}:
            quarter.promised -= abs(minor)
