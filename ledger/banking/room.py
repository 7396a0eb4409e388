"""What is left of a channel's limits: whether a payment fits on a day, what is in its way, when that is free again.

A month is one of the calendar. What a limit lets through in it is counted by the day on which a run was opened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.banking.limits import Bound, Limit
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.money import plain_amount

Used = Mapping[tuple[Bound, str], int]
"""Minor units that have gone on a day and in its month, by what counts them, and by payee where that does."""

MONTHLY = frozenset({Bound.MONTH, Bound.PAYEE_MONTH})
BY_PAYEE = frozenset({Bound.PAYEE_DAY, Bound.PAYEE_MONTH})
_DAY, _OVER_A_MONTH = timedelta(days=1), timedelta(days=32)

SENTENCES = {
    Bound.DAY: N_(
        "This channel lets %(most)s %(code)s through in a day, and %(left)s of it is left today."
        " It is free again on %(frees)s: gather then."
    ),
    Bound.MONTH: N_(
        "This channel lets %(most)s %(code)s through in a month, and %(left)s of it is left this month."
        " It is free again on %(frees)s: gather then."
    ),
    Bound.PAYEE_DAY: N_(
        "This channel carries %(most)s %(code)s to one payee in a day, and %(left)s of it is left for this one today."
        " It is free again on %(frees)s: gather then."
    ),
    Bound.PAYEE_MONTH: N_(
        "This channel carries %(most)s %(code)s to one payee in a month, and %(left)s of it is left for this one this"
        " month. It is free again on %(frees)s: gather then."
    ),
}


@dataclass(frozen=True, slots=True)
class Short:
    """Which limit leaves too little for a payment: minor units that it lets through and leaves, and when it is free."""

    bound: Bound
    most: int
    left: int
    currency: str
    frees: date

    @property
    def refusal(self) -> Refusal:
        """Say so in a sentence."""
        return Refusal(
            SENTENCES[self.bound],
            most=plain_amount(self.most, self.currency),
            code=self.currency,
            left=plain_amount(self.left, self.currency),
            frees=day_text(self.frees),
        )


class Room:
    """What payments have taken of a limit from a day on: it grows as more of them are placed."""

    def __init__(self, limit: Limit, used: Used, today: date) -> None:
        """Begin with what has gone on a day and in its month."""
        self.limit, self.today = limit, today
        self._taken = Counter({_span(bound, payee, today): minor for (bound, payee), minor in used.items()})
        self._bounds = {bound: most for bound, most in limit.bounds.items() if bound in SENTENCES}

    def short(self, payee: str, minor: int, day: date | None = None) -> Short | None:
        """Say what leaves too little for a payment on a day, today if none is given: of several what lasts longest."""
        on, found = day or self.today, list[Short]()
        for bound, most in self._bounds.items():
            left = max(0, most - self._taken[_span(bound, payee, on)])
            if minor > left:
                found.append(Short(bound, most, left, self.limit.currency, frees(bound, on)))
        return max(found, key=lambda one: (one.frees, -one.left), default=None)

    def take(self, payee: str, minor: int, day: date | None = None) -> None:
        """Count a payment on a day."""
        for bound in self._bounds:
            self._taken[_span(bound, payee, day or self.today)] += minor

    def place(self, payee: str, minor: int) -> date:
        """Count a payment on the first day from today on that takes it, and return that day.

        Raises Refusal for one that no day takes.
        """
        if any(minor > most for most in self._bounds.values()):
            raise Refusal(N_("One payment is more than the channel takes. Split it first."))
        day, short = self.today, self.short(payee, minor)
        while short is not None:
            day = short.frees
            short = self.short(payee, minor, day)
        self.take(payee, minor, day)
        return day


def frees(bound: Bound, day: date) -> date:
    """Return the first day after a day's own span: the next day, or the first of the next month."""
    return (day.replace(day=1) + _OVER_A_MONTH).replace(day=1) if bound in MONTHLY else day + _DAY


def _span(bound: Bound, payee: str, day: date) -> tuple[Bound, str, date]:
    return bound, payee if bound in BY_PAYEE else "", day.replace(day=1) if bound in MONTHLY else day
