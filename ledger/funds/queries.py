"""Reading funds, donors and what each fund has received, promised, paid and left."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.books.models import FundBalance, FundMonth
from ledger.books.queries import trial_balance
from ledger.books.rules.chart import CASH, COMMITTED, CONTRIBUTIONS, IN_TRANSIT, PAYABLE
from ledger.errors import NotFound
from ledger.funds.models import Contribution, Donor, DonorReader, Fund


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


def funds_read_by(session: Session, person: UUID) -> list[Fund]:
    """Return the funds whose figures a donor's person may see: those of their own donor only."""
    query = (
        select(Fund)
        .join(DonorReader, DonorReader.donor_id == Fund.donor_id)
        .where(DonorReader.person_id == person)
        .order_by(Fund.code)
    )
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class FundFigures:
    """Where a fund stands, in its own currency's minor units. The five amounts never mix."""

    received: int
    committed: int
    payable: int
    in_transit: int
    paid: int
    charges: int
    available: int

    @property
    def promised(self) -> int:
        """What is promised and not paid yet."""
        return self.committed + self.payable + self.in_transit


def figures_of(session: Session, fund: Fund) -> FundFigures:
    """Read where a fund stands off the running balances; as quick at a million postings as at ten."""
    sums: dict[str, int] = defaultdict(int)
    for line in trial_balance(session, fund.id):
        if line.currency == fund.currency:
            sums[line.account] += line.minor
    by_event = _by_event(session, fund)
    left = session.get(FundBalance, (fund.id, fund.currency))
    return FundFigures(
        received=-sum(by_event[event, CONTRIBUTIONS] for event in ("contribution", "income_earned")),
        committed=sums[COMMITTED],
        payable=-sums[PAYABLE],
        in_transit=-sums[IN_TRANSIT],
        paid=-by_event["payment_debited", CASH] + by_event["payment_returned", PAYABLE],
        charges=sums["5800"],
        available=left.available if left else 0,
    )


def _by_event(session: Session, fund: Fund) -> Counter[tuple[str, str]]:
    """Sum a fund's postings in its own currency by event and account."""
    query = (
        select(FundMonth.event, FundMonth.account, func.sum(FundMonth.minor))
        .where(FundMonth.fund_id == fund.id, FundMonth.currency == fund.currency)
        .group_by(FundMonth.event, FundMonth.account)
    )
    return Counter({(event, account): int(minor) for event, account, minor in session.execute(query)})


@dataclass(slots=True)
class Quarter:
    """What happened in a fund in one quarter, in its currency's minor units."""

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


def quarters_of(session: Session, fund: Fund) -> list[Quarter]:
    """Return what was received, promised and paid quarter by quarter, oldest first.

    Paid is what left the cash account for disbursements, net of what came back.
    """
    query = select(FundMonth).where(FundMonth.fund_id == fund.id, FundMonth.currency == fund.currency)
    sums = _Sums()
    for row in session.scalars(query):
        year, month_number = map(int, row.month.split("-"))
        quarter, minor = sums.of(year, month_number), row.minor
        if row.account == CONTRIBUTIONS:
            quarter.received -= minor
        elif row.account in {COMMITTED, PAYABLE} and row.event in {
            "award_conditional",
            "award_unconditional",
        }:
            quarter.promised += abs(minor)
        elif row.account in {COMMITTED, PAYABLE} and row.event in {"award_cancelled", "award_reduced"}:
            quarter.promised -= abs(minor)
        elif row.account == CASH and row.event == "payment_debited":
            quarter.paid -= minor
        elif row.account == PAYABLE and row.event == "payment_returned":
            quarter.paid += minor
    return [sums.by[name] for name in sorted(sums.by)]
