"""A fund's financial statement in base: opening, what came and went, closing, and what the closing is made of. Pure.

Every figure is a difference or a sum of balances at two dates. What must be nil is returned with its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.books.rules.chart import (
    ACCUMULATED,
    ADVANCES,
    ALLOWANCE,
    CASH,
    CHARGES,
    COMMITTED,
    COMMITTED_CONTRA,
    CONTRIBUTIONS,
    CONVERSION,
    DUE_TO_DONORS,
    EXCHANGE,
    EXPENSE,
    IN_ADVANCE,
    IN_TRANSIT,
    INTEREST,
    LOAN_LOSSES,
    LOANS,
    LOSSES,
    PAYABLE,
    RECEIVABLE,
    REFUNDS,
    TRANSFERS,
    UNREALISED,
)
from ledger.books.rules.standing import Standing
from ledger.reports.rules.tranches import Tranche

SPENT = (*EXPENSE.values(), LOAN_LOSSES, CHARGES, LOSSES)
"""Accounts of what was spent; exchange differences stand on lines of their own."""
MADE_OF = (CASH, ADVANCES, RECEIVABLE, LOANS, ALLOWANCE, IN_TRANSIT, PAYABLE, DUE_TO_DONORS, IN_ADVANCE)
"""Accounts that a closing balance is made of, in the order in which it is explained; conversion is worth nothing."""
MEMO = frozenset({COMMITTED, COMMITTED_CONTRA})


@dataclass(frozen=True, slots=True)
class Receipt:
    """Income as it came: day, whose gift, what it was in its currency, what it was worth in base."""

    day: date | None
    giver: str
    currency: str
    minor: int
    base: int


@dataclass(frozen=True, slots=True)
class SpentLine:
    """What was spent on an account and purpose (none for charges), in the days of a statement and since the fund began.

    `base` and `cumulative` are as the books have it, `translated` is at the report's rates; `own` and `own_cumulative`
    are the fund's own currency.
    """

    account: str
    purpose: str
    base: int
    translated: int
    own: int
    cumulative: int
    own_cumulative: int


@dataclass(frozen=True, slots=True)
class TrancheLeft:
    """A tranche of a currency, and what of it is left in minor units at the end."""

    currency: str
    tranche: Tranche
    left: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the closing balance, or a note: an account in a currency, debit positive."""

    account: str
    currency: str
    holder: str
    minor: int
    base: int


@dataclass(frozen=True, slots=True)
class FundStatement:
    """All figures of a fund over a span of days, in base; expenses are positive, so are refunds and transfers out."""

    since: date
    until: date
    opening: int
    contributions: int
    interest: int
    refunds: int
    transfers_in: int
    transfers_out: int
    brought: int
    """What proposals of their own brought into accumulated funds, such as balances from before the ledger."""
    spent: Sequence[SpentLine]
    exchange: int
    unrealised: int
    closing: int
    receipts: Sequence[Receipt]
    parts: Sequence[Part]
    promised: Sequence[Part]
    tranches: Sequence[TrancheLeft]
    advances: Sequence[tuple[str, int]]
    """What happened to advances, by event, in base: the notes about money that went on through others."""
    ties: Sequence[tuple[str, int]]
    """Codes of ties, each with its figure, which must be nil."""

    @property
    def spent_by_books(self) -> int:
        """What was spent, as it stands in the books."""
        return sum(line.base for line in self.spent)

    @property
    def spent_translated(self) -> int:
        """What was spent, at the report's rates."""
        return sum(line.translated for line in self.spent)

    @property
    def rate_difference(self) -> int:
        """What the books have more than the report's rates give: the line that ties one to the other."""
        return self.spent_by_books - self.spent_translated

    def spent_on(self, account: str) -> int:
        """What was spent on an account, by the books."""
        return sum(line.base for line in self.spent if line.account == account)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for a statement: balances on both days, and the lines of the days between."""

    before: Sequence[Standing]
    after: Sequence[Standing]
    receipts: Sequence[Receipt]
    spent: Sequence[SpentLine]
    tranches: Sequence[TrancheLeft]
    transfers: tuple[int, int]
    advances: Sequence[tuple[str, int]]


def statement_from(found: Found, since: date, until: date, budgeted: tuple[int, int] | None = None) -> FundStatement:
    """Put a statement together and hold each part to the ledger.

    `budgeted` is what the lines of its budget come to, in these days and since the fund began, as the books have it.
    """
    old, new = _by_account(found.before), _by_account(found.after)

    def moved(account: str) -> int:
        return new.get(account, 0) - old.get(account, 0)

    come, gone = found.transfers
    told = FundStatement(
        since=since,
        until=until,
        opening=_worth(old),
        contributions=-moved(CONTRIBUTIONS),
        interest=-moved(INTEREST),
        refunds=moved(REFUNDS),
        transfers_in=come,
        transfers_out=gone,
        brought=-moved(ACCUMULATED),
        spent=found.spent,
        exchange=moved(EXCHANGE),
        unrealised=moved(UNREALISED),
        closing=_worth(new),
        receipts=found.receipts,
        parts=_parts(found.after, MADE_OF),
        promised=_parts(found.after, (COMMITTED,)),
        tranches=found.tranches,
        advances=found.advances,
        ties=(),
    )
    ties: list[tuple[str, int]] = [
        ("closing", _carried(told) - told.closing),
        ("made_of", told.closing - sum(part.base for part in told.parts)),
        ("balance", sum(one.base for one in found.after if one.account not in MEMO)),
        ("conversion", new.get(CONVERSION, 0)),
        ("receipts", sum(one.base for one in found.receipts) - told.contributions),
        ("spent", told.spent_by_books - sum(map(moved, SPENT))),
        ("transfers", come - gone + moved(TRANSFERS)),
        ("promises", new.get(COMMITTED, 0) + new.get(COMMITTED_CONTRA, 0)),
        ("rates", told.spent_translated + told.rate_difference - sum(map(moved, SPENT))),
    ]
    if budgeted is not None:
        ever = sum(new.get(account, 0) for account in SPENT)
        ties += [("budget", budgeted[0] - sum(map(moved, SPENT))), ("cumulative", budgeted[1] - ever)]
    return replace(told, ties=ties)


def _carried(told: FundStatement) -> int:
    came = told.opening + told.contributions + told.interest + told.transfers_in + told.brought
    return came - told.refunds - told.transfers_out - told.spent_by_books - told.exchange - told.unrealised


def _by_account(standings: Iterable[Standing]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in standings:
        sums[one.account] = sums.get(one.account, 0) + one.base
    return sums


def _worth(balances: dict[str, int]) -> int:
    """What a fund is worth: the balance of fund, income and expense accounts, as a positive figure."""
    return -sum(base for account, base in balances.items() if account[0] in "345")


def _parts(standings: Iterable[Standing], accounts: Sequence[str]) -> list[Part]:
    found = [
        Part(one.account, one.currency, one.holder, one.minor, one.base)
        for one in standings
        if one.account in accounts and (one.minor or one.base)
    ]
    return sorted(found, key=lambda part: (accounts.index(part.account), part.currency, part.holder))
