"""Which part of a schedule a repayment, or a loss, falls to. No interest and no fee: a plan is all that is owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date


def oldest_first(rests: Sequence[int], minor: int) -> list[int]:
    """Share what was paid over what is left of each part, in the order of their days: the oldest first.

    There is never more than all of the rests together.
    """
    shares = []
    for rest in rests:
        share = min(rest, minor)
        shares.append(share)
        minor -= share
    return shares


def newest_first(rests: Sequence[int], minor: int) -> list[int]:
    """Share what will never be paid: the last part first, so that what is late stays late."""
    return oldest_first(rests[::-1], minor)[::-1]


def oldest_unpaid(parts: Iterable[tuple[date, int]]) -> date | None:
    """Return the day from which days late are counted: the oldest of the parts of which something is left."""
    return min((due for due, rest in parts if rest), default=None)


def days_late(oldest_due: date | None, today: date) -> int:
    """Count the days since the oldest unpaid part fell due; 0 where nothing is late."""
    return max(0, (today - oldest_due).days) if oldest_due else 0
