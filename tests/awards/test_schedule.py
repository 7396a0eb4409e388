"""Schedules sum exactly and clamp at the ends of months."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.awards.rules.schedule import MOST, Rhythm, months_later, schedule
from ledger.awards.rules.schedule import given as given_parts
from ledger.errors import Refusal

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(st.integers(1, 10**12), DAYS, st.integers(1, MOST), st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY]))
def test_a_schedule_sums_exactly(minor: int, first: date, count: int, rhythm: Rhythm) -> None:
    """No unit is lost or found; parts differ by one unit at most; days only go on."""
    if minor < count:
        with pytest.raises(Refusal):
            schedule(minor, first, count, rhythm)
        return
    plan = schedule(minor, first, count, rhythm)
    assert sum(part.minor for part in plan) == minor
    assert max(part.minor for part in plan) - min(part.minor for part in plan) <= 1
    assert [part.number for part in plan] == list(range(1, count + 1))
    assert all(earlier.due < later.due for earlier, later in pairwise(plan))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_due_days_clamp_at_month_ends(day: date, months: int, later: date) -> None:
    """The 31st stays the 31st where there is one."""
    assert months_later(day, months) == later


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_a_number_of_instalments_that_cannot_be_is_refused(count: int) -> None:
    """None, or more than five years of months."""
    with pytest.raises(Refusal):
        schedule(10**6, date(2026, 1, 1), count, Rhythm.MONTHLY)


def test_once_means_one() -> None:
    """A single payment cannot have two instalments."""
    with pytest.raises(Refusal):
        schedule(100, date(2026, 1, 1), 2, Rhythm.ONCE)


def test_given_dates_are_kept_in_their_order() -> None:
    """Dates out of order, an amount of nothing, and no instalment at all are refused."""
    first, second = (date(2026, 1, 1), 5), (date(2026, 2, 1), 7)
    assert [part.minor for part in given_parts([first, second])] == [5, 7]
    for wrong in ([second, first], [(first[0], 0)], []):
        with pytest.raises(Refusal):
            given_parts(wrong)
