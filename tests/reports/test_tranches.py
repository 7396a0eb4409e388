"""Spending at the rates of tranches: first in, first out, exact to the unit however it is cut."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.reports.rules.tranches import Tranche, Tranches, Used, Went, worths_of

DAY = date(2026, 1, 5)
LATER = DAY + timedelta(days=30)
FIRST, SECOND = Tranche(DAY, 1_000, 2_000), Tranche(LATER, 500, 1_500)
TWO = Tranches([FIRST, SECOND])

tranche = st.builds(Tranche, st.just(DAY), st.integers(1, 10**12), st.integers(0, 10**12))
parts = st.lists(st.integers(-(10**6), 10**12), max_size=12)


def test_the_first_tranche_is_spent_first() -> None:
    """Then the second at its own rate; beyond both the last rate goes on, and below nothing the first."""
    assert [TWO.worth(minor) for minor in (-10, 0, 1, 999, 1_000, 1_001, 1_500, 1_600)] == [
        -20, 0, 2, 1_998, 2_000, 2_003, 3_500, 3_800,
    ]  # fmt: skip
    assert TWO.used(1_200) == [Used(FIRST, 0), Used(SECOND, 300)]
    assert [one.left for one in TWO.used(0)] == [1_000, 500]


def test_a_day_is_taken_in_its_order_whatever_the_order_given() -> None:
    """What left another way first, then what was spent; what comes back gives back to the tranche it came from."""
    rent, fee = ("5100", "HUM"), ("5800", "")
    went = [Went(LATER, fee, 100), Went(LATER, rent, 600), Went(LATER, (), 500), Went(LATER + timedelta(1), rent, -150)]
    assert worths_of(TWO, went) == [300, 1_300, 1_000, -450]


@given(st.lists(tranche, min_size=1, max_size=6), parts)
def test_parts_add_up_to_the_whole(each: list[Tranche], minors: list[int]) -> None:
    """However spending is cut, its parts come to the worth of all of it, and all that came is worth all it cost."""
    tranches = Tranches(each)
    went = [Went(DAY + timedelta(days=place), ("5100", "LEG"), minor) for place, minor in enumerate(minors)]
    assert sum(worths_of(tranches, went)) == tranches.worth(sum(minors))
    whole = sum(one.minor for one in each)
    assert tranches.worth(whole) == sum(one.base for one in each)
    if 0 <= sum(minors) <= whole:
        assert sum(one.left for one in tranches.used(sum(minors))) == whole - sum(minors)
