"""A trial balance: per fund and currency, in base, over all funds; what must be nil is said with its figure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ledger.books.rules.chart import COMMITTED, COMMITTED_CONTRA
from ledger.books.rules.standing import Standing

MEMO = frozenset({COMMITTED, COMMITTED_CONTRA})


@dataclass(slots=True)
class Totals:
    """Debits and credits, both positive, in the currency of the section and in base."""

    debit: int = 0
    credit: int = 0
    base_debit: int = 0
    base_credit: int = 0

    def add(self, one: Standing) -> None:
        """Count a balance on its side."""
        self.debit += max(one.minor, 0)
        self.credit += max(-one.minor, 0)
        self.base_debit += max(one.base, 0)
        self.base_credit += max(-one.base, 0)

    @property
    def difference(self) -> int:
        """What must be nil."""
        return self.debit - self.credit

    @property
    def base_difference(self) -> int:
        """What must be nil in base."""
        return self.base_debit - self.base_credit


@dataclass(slots=True)
class Section:
    """The balances of one fund in one currency; promises (memo accounts) stand apart."""

    fund: UUID
    currency: str
    rows: list[Standing] = field(default_factory=list)
    memo: list[Standing] = field(default_factory=list)
    totals: Totals = field(default_factory=Totals)
    memo_totals: Totals = field(default_factory=Totals)


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """An account over all funds and currencies, in base."""

    account: str
    base: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All funds together: by account in base, with totals that must agree."""

    rows: Sequence[AccountTotal]
    memo: Sequence[AccountTotal]

    @property
    def difference(self) -> int:
        """What must be nil."""
        return sum(row.base for row in self.rows)

    @property
    def memo_difference(self) -> int:
        """What must be nil."""
        return sum(row.base for row in self.memo)


def sections_of(standings: Iterable[Standing]) -> list[Section]:
    """Sort balances into sections by fund and currency; a balance that is nil in both is left out."""
    sections: dict[tuple[UUID, str], Section] = {}
    for one in standings:
        section = sections.setdefault((one.fund_id, one.currency), Section(one.fund_id, one.currency))
        if one.minor or one.base:
            memo = one.account in MEMO
            (section.memo if memo else section.rows).append(one)
            (section.memo_totals if memo else section.totals).add(one)
    return [section for section in sections.values() if section.rows or section.memo]


def summary_of(standings: Iterable[Standing]) -> Summary:
    """Add up all funds and currencies by account, in base."""
    sums: dict[str, int] = {}
    for one in standings:
        sums[one.account] = sums.get(one.account, 0) + one.base
    rows = [AccountTotal(account, base) for account, base in sorted(sums.items()) if base]
    return Summary([row for row in rows if row.account not in MEMO], [row for row in rows if row.account in MEMO])
