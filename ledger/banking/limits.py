"""What a channel lets through: at once, in a day, in a month, to one payee; and how a payment is split that is more."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.errors import N_, Refusal
from ledger.money import plain_amount, split

_MOST_PARTS = 100


class Bound(enum.StrEnum):
    """What of a limit counts: one payment, a day or a month of the channel, a day or a month of one payee."""

    PAYMENT = "payment"
    DAY = "day"
    MONTH = "month"
    PAYEE_DAY = "payee_day"
    PAYEE_MONTH = "payee_month"

    @property
    def reason(self) -> str:
        """The reason that a part carries which this bound forces."""
        return f"{self.value}_limit"


@dataclass(frozen=True, slots=True)
class Limit:
    """Minor units of a currency that a channel carries, by what counts; None: as much as you like."""

    channel: str
    currency: str
    payment: int | None = None
    day: int | None = None
    month: int | None = None
    payee_day: int | None = None
    payee_month: int | None = None

    @property
    def bounds(self) -> dict[Bound, int]:
        """What is bounded, in the order above, with how much."""
        said = {one: getattr(self, one.value) for one in Bound}
        return {one: minor for one, minor in said.items() if minor is not None}

    @property
    def least(self) -> tuple[Bound, int] | None:
        """Which bound lets least through in one payment, the first of equals, and how much; None where nothing does."""
        return min(self.bounds.items(), key=lambda one: one[1], default=None)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payment: its place among how many, and minor units."""

    number: int
    of: int
    minor: int


def limit_of(table: Iterable[Limit], channel: str, currency: str) -> Limit:
    """Return the limit of a channel in a currency, or one without bounds where the table says nothing."""
    found = (one for one in table if (one.channel, one.currency) == (channel, currency))
    return next(found, Limit(channel, currency))


def parts(minor: int, limit: Limit) -> list[Part]:
    """Split a payment into as few parts as the channel takes, as equal as can be, which sum exactly.

    Raises Refusal for a limit of nothing, or so low that nobody would be paid like that.
    """
    most = limit.least[1] if limit.least else minor
    count = -(-minor // most) if most > 0 else _MOST_PARTS + 1
    if count > _MOST_PARTS:
        raise Refusal(
            N_("%(amount)s %(code)s would need more than %(most)s payments through this channel. Choose another."),
            amount=plain_amount(minor, limit.currency),
            code=limit.currency,
            most=_MOST_PARTS,
        )
    return [Part(number, count, part) for number, part in enumerate(split(minor, [1] * count), start=1)]
