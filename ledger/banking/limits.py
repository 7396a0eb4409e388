"""What a channel lets through: at once and in a day; and how a payment is split that is more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.errors import N_, Refusal
from ledger.money import plain_amount, split

REASON = "channel_limit"
"""The reason that a part carries."""

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """Minor units of a currency that a channel carries in one payment and in one day; None: as much as you like."""

    channel: str
    currency: str
    payment: int | None = None
    day: int | None = None


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
    most = min((one for one in (limit.payment, limit.day) if one is not None), default=minor)
    count = -(-minor // most) if most > 0 else _MOST_PARTS + 1
    if count > _MOST_PARTS:
        raise Refusal(
            N_("%(amount)s %(code)s would need more than %(most)s payments through this channel. Choose another."),
            amount=plain_amount(minor, limit.currency),
            code=limit.currency,
            most=_MOST_PARTS,
        )
    return [Part(number, count, part) for number, part in enumerate(split(minor, [1] * count), start=1)]


def days(minors: Sequence[int], limit: Limit, spent: int = 0) -> list[int]:
    """Say on which day each payment can go, 0 for the first, on which `spent` has gone already: earliest first.

    Raises Refusal for a payment that is more than a whole day takes.
    """
    if limit.day is None:
        return [0] * len(minors)
    taken, placed = [spent], []
    for minor in minors:
        if minor > limit.day:
            raise Refusal(N_("One payment is more than the channel takes in a day. Split it first."))
        day = next((number for number, used in enumerate(taken) if used + minor <= limit.day), len(taken))
        if day == len(taken):
            taken.append(0)
        taken[day] += minor
        placed.append(day)
    return placed
