"""Statements follow one another by the ways in which banks number them."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.banking.numbering import Place, follows

FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
OLD, NEW = date(2025, 12, 30), date(2026, 1, 2)


@pytest.mark.parametrize(
    ("before", "one"),
    [
        (Place(7, 1, FRIDAY), Place(8, 1, MONDAY)),
        (Place(7, 1, FRIDAY), Place(7, 2, FRIDAY)),
        (Place(7, 3, FRIDAY), Place(8, 1, MONDAY)),
        (Place(7, 1, FRIDAY), Place(0, 1, MONDAY)),
        (Place(0, 1, FRIDAY), Place(7, 2, MONDAY)),
        (Place(1, 1, FRIDAY), Place(1, 1, MONDAY)),
        (Place(251, 1, OLD), Place(1, 1, NEW)),
        (Place(25_251, 1, OLD), Place(26_001, 1, NEW)),
        (Place(2_025_012, 1, OLD), Place(2_026_001, 1, NEW)),
        (Place(65, 1, FRIDAY), Place(68, 1, MONDAY)),
        (Place(6_501, 1, FRIDAY), Place(6_801, 1, MONDAY)),
        (Place(26_065, 1, FRIDAY), Place(26_068, 1, MONDAY)),
        (Place(2_026_065, 1, FRIDAY), Place(2_026_068, 1, MONDAY)),
        (Place(25_364, 1, OLD), Place(26_002, 1, NEW)),
        (Place(306, 1, FRIDAY), Place(309, 1, MONDAY)),
        (Place(260_306, 1, FRIDAY), Place(260_309, 1, MONDAY)),
        (Place(20_260_306, 1, FRIDAY), Place(20_260_309, 1, MONDAY)),
        (Place(2_026_030_601, 1, FRIDAY), Place(2_026_030_901, 1, MONDAY)),
    ],
)
def test_the_next_statement_follows(before: Place, one: Place) -> None:
    """Counted on, by pages, by the year, by days, or not at all."""
    assert follows(one, before)


@pytest.mark.parametrize(
    ("before", "one"),
    [
        (Place(7, 1, FRIDAY), Place(9, 1, MONDAY)),
        (Place(7, 1, FRIDAY), Place(7, 1, MONDAY)),
        (Place(7, 1, FRIDAY), Place(7, 3, MONDAY)),
        (Place(7, 1, FRIDAY), Place(8, 2, MONDAY)),
        (Place(8, 1, FRIDAY), Place(7, 1, MONDAY)),
        (Place(1, 1, FRIDAY), Place(1, 1, FRIDAY)),
        (Place(251, 1, OLD), Place(2, 1, NEW)),
        (Place(25_251, 1, OLD), Place(26_002, 1, NEW)),
        (Place(17, 1, OLD), Place(26_001, 1, NEW)),
        (Place(65, 1, FRIDAY), Place(69, 1, MONDAY)),
        (Place(26_065, 1, FRIDAY), Place(68, 1, MONDAY)),
        (Place(68, 1, MONDAY), Place(65, 1, FRIDAY)),
    ],
)
def test_a_gap_is_seen(before: Place, one: Place) -> None:
    """A number is left out, comes again, or is of another day than the statement."""
    assert not follows(one, before)
