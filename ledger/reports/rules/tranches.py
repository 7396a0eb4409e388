"""Spending told at the rate of each tranche: what came first is spent first (decision 27). Pure.

A tranche is money in a currency that came into a fund: given, earned, bought or transferred, at what it was worth in
base then. What leaves takes from the oldest one; the worth of a part is the difference of two running totals, so that
parts add up to the unit, and what is given back gives back to the tranche that it came from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate

from ledger.money import convert


@dataclass(frozen=True, slots=True)
class Tranche:
    """Money that came on a day, in minor units of its currency and in base; both are above nothing."""

    day: date
    minor: int
    base: int


@dataclass(frozen=True, slots=True)
class Used:
    """A tranche, and how much of it is left in minor units."""

    tranche: Tranche
    left: int


@dataclass(slots=True)
class Tranches:
    """The tranches of one currency in the order in which they came, at least one."""

    each: Sequence[Tranche]
    minors: list[int] = field(init=False)
    bases: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Add up what had come by the end of each tranche."""
        self.minors = list(accumulate(one.minor for one in self.each))
        self.bases = list(accumulate(one.base for one in self.each))

    def worth(self, minor: int) -> int:
        """Return what the first `minor` units were worth in base when they came, rounded within one tranche alone.

        Beyond what came, the rate of the last tranche goes on (article 15.9 of the general conditions of the European
        Union's external grants); below nothing, that of the first.
        """
        place = min(bisect_left(self.minors, minor), len(self.each) - 1)
        before, worth = (self.minors[place - 1], self.bases[place - 1]) if place else (0, 0)
        one = self.each[place]
        return worth + convert(minor - before, one.base, one.minor)

    def used(self, minor: int) -> list[Used]:
        """Return what is left of each tranche once `minor` units have gone."""
        return [
            Used(one, min(max(until - minor, 0), one.minor)) for one, until in zip(self.each, self.minors, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Went:
    """Money that left on a day: spent on what `key` says, or gone another way where it is empty."""

    day: date
    key: tuple[str, ...]
    minor: int


def worths_of(tranches: Tranches, went: Sequence[Went]) -> list[int]:
    """Return what each thing that went was worth in base at the rates of the tranches, in the order given.

    They are taken day by day; within a day what left another way goes first, then spending in the order of its keys.
    """
    gone, worths = 0, [0] * len(went)
    for place in sorted(range(len(went)), key=lambda place: (went[place].day, went[place].key)):
        worths[place] = tranches.worth(gone + went[place].minor) - tranches.worth(gone)
        gone += went[place].minor
    return worths
