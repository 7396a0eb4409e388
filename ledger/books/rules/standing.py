"""Where a sub-account stands at the end of a day, and what was posted to it over some days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Standing:
    """A balance of a sub-account, in its currency's minor units and in base."""

    id: UUID
    fund_id: UUID
    account: str
    currency: str
    holder: str
    minor: int
    base: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What was posted over some days: all of it, and of that the debits alone."""

    minor: int = 0
    base: int = 0
    debit: int = 0

    @property
    def credit(self) -> int:
        """The credits, as a positive figure."""
        return self.debit - self.minor
