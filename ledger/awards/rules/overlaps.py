"""When two awards help the same household twice: for the same need, in the same time. Pure; the same for every kind.

Paying twice is the most common complaint about such programmes. An overlap is no mistake by itself, somebody may need
both; so it forbids nothing, but whoever signs has to see it and say why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.awards.rules.schedule import months_later
from ledger.errors import N_, Refusal

NEEDS: dict[str, frozenset[str]] = {
    "living": frozenset({"FAM", "HUM", "LIV", "STI"}),
    "income": frozenset({"EMP", "LIV"}),
    "health": frozenset({"HEA", "MED"}),
    "a family's schooling": frozenset({"EDU", "FAM"}),
    "a family's health": frozenset({"FAM", "HEA"}),
    "a family's income": frozenset({"EMP", "FAM"}),
    "a family's children": frozenset({"CHI", "FAM"}),
    "moving": frozenset({"REL", "TRA"}),
    "devices": frozenset({"COM", "DIG"}),
}
"""Needs that money of several purposes meets. Every purpose is a need of its own besides."""
UNKNOWN = "OTH"
"""The purpose that says nothing: it may be any need."""
FAMILY = frozenset({"CHI", "EDU", "EMP", "FAM", "HEA"})
"""What family support is for."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an award helps for, both included."""

    first: date
    last: date

    def meets(self, other: Span) -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last


def meet_one_need(one: str, other: str) -> bool:
    """Whether money for these two purposes may meet the same need."""
    if one == other or UNKNOWN in {one, other}:
        return True
    return any(one in purposes and other in purposes for purposes in NEEDS.values())


def span_of(paid: Sequence[date], back: Sequence[date] = ()) -> Span:
    """Return the days that payments help for, given the days they fall due in order, and those of repayments.

    A payment helps for a month, or for as many as it came after the one before, so that a quarterly one helps for a
    quarter, and that a plan which begins where another ends does not overlap. A loan helps until its last repayment.
    """
    last = paid[-1]
    rhythm = _months_between(paid[-2], last) if len(paid) > 1 else 1
    return Span(paid[0], max([months_later(last, max(rhythm, 1)) - _DAY, *back]))


def _months_between(one: date, other: date) -> int:
    return (other.year - one.year) * 12 + other.month - one.month


def as_given(lent: Span, today: date) -> Span:
    """Return the days of a loan that is turned into a grant: it helps anew from the day on which that is proposed."""
    return Span(lent.first, max(lent.last, span_of([today]).last))


def refuse_other_than_family(purpose: str) -> None:
    """Refuse family support for something that is not its household's."""
    if purpose not in FAMILY:
        raise Refusal(
            N_("Family support is for education, health care, employment or child care of a family. Choose one."),
            field="purpose",
        )
