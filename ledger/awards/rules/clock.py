"""The clock of an emergency: from the request over the signatures to the money. It counts, and skips nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low


@dataclass(frozen=True, slots=True)
class Clock:
    """When help was asked for, when the first and the last who had to have signed, and when money was first sent."""

    requested_at: datetime
    first_signed_at: datetime | None = None
    approved_at: datetime | None = None
    sent_at: datetime | None = None

    @property
    def marks(self) -> tuple[datetime | None, ...]:
        """The moments in their order."""
        return self.requested_at, self.first_signed_at, self.approved_at, self.sent_at

    @property
    def legs(self) -> tuple[timedelta | None, ...]:
        """How long it took to the first signature, from there to the last, from there to the money."""
        marks = self.marks
        return tuple(
            then - before if before is not None and then is not None else None for before, then in pairwise(marks)
        )

    @property
    def whole(self) -> timedelta | None:
        """How long it took from the request to the money."""
        return None if self.sent_at is None else self.sent_at - self.requested_at

    def running(self, now: datetime) -> timedelta:
        """Return how long the clock has run: to the money, or until now."""
        return (self.sent_at or now) - self.requested_at


@dataclass(frozen=True, slots=True)
class Pace:
    """The middle and the slowest of so many durations."""

    count: int
    middle: timedelta | None
    slowest: timedelta | None


def pace(durations: Sequence[timedelta | None]) -> Pace:
    """Return the median (of an even number the lower one, which did happen) and the slowest of what was finished."""
    done = sorted(one for one in durations if one is not None)
    return Pace(len(done), median_low(done), done[-1]) if done else Pace(0, None, None)


def paces(clocks: Sequence[Clock]) -> tuple[Pace, ...]:
    """Return the pace of each leg, and of the whole way."""
    legs = [pace([clock.legs[place] for clock in clocks]) for place in range(3)]
    return (*legs, pace([clock.whole for clock in clocks]))
