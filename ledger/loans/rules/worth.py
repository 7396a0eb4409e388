"""What parts of a loan and of its allowance stand at in the base currency. Pure; equal amounts in the base currency."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.money import convert


@dataclass(frozen=True, slots=True)
class Amount:
    """Minor units of the loan's currency, and what they stand at in base."""

    minor: int
    base: int


NOTHING = Amount(0, 0)


def part_of(whole: Amount, minor: int) -> Amount:
    """Return a part of what stands in the books, at its share of the base; the last unit takes the rest."""
    if minor == whole.minor:
        return whole
    return Amount(minor, convert(minor, whole.base, whole.minor))


def excess(allowance: Amount, left: Amount) -> Amount:
    """Return what of an allowance is more than the loan that is left."""
    minor = max(0, allowance.minor - left.minor)
    return Amount(minor, max(0, allowance.base - left.base)) if minor else NOTHING


def used(allowance: Amount, lost: Amount) -> Amount:
    """Return what an allowance bears of a loss. What rounding leaves of its base stays on 1490, in base alone."""
    if allowance.minor >= lost.minor:
        return lost
    return Amount(allowance.minor, min(allowance.base, lost.base))
