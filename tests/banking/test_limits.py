"""A channel's limits split a payment into as few and as equal parts as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.banking.limits import Limit, days, limit_of, parts
from ledger.errors import Refusal

TABLE = [Limit("mobile_money", "KES", 15_000_000, 30_000_000), Limit("bank", "EUR")]


def test_the_table_says_by_channel_and_currency() -> None:
    """What it does not name has no limit."""
    assert limit_of(TABLE, "mobile_money", "KES") is TABLE[0]
    assert limit_of(TABLE, "mobile_money", "UGX") == Limit("mobile_money", "UGX")


def test_a_payment_within_the_limit_stays_whole() -> None:
    """At the limit too."""
    assert [one.minor for one in parts(15_000_000, TABLE[0])] == [15_000_000]
    assert [(one.number, one.of, one.minor) for one in parts(15_000_001, TABLE[0])] == [
        (1, 2, 7_500_001),
        (2, 2, 7_500_000),
    ]
    assert [one.minor for one in parts(10**12, TABLE[1])] == [10**12]


@given(st.integers(1, 10**9), st.integers(10**7, 10**9), st.none() | st.integers(10**7, 10**9))
def test_parts_sum_exactly_and_differ_by_one_at_most(minor: int, payment: int, day: int | None) -> None:
    """And none is more than the channel takes; one part fewer would be."""
    limit = Limit("c", "EUR", payment, day)
    found = [one.minor for one in parts(minor, limit)]
    most = min(payment, day or payment)
    assert sum(found) == minor
    assert max(found) <= most
    assert max(found) - min(found) <= 1
    assert (len(found) - 1) * most < minor


@given(st.lists(st.integers(1, 50), max_size=30), st.integers(0, 120))
def test_no_day_takes_more_than_its_limit(minors: list[int], spent: int) -> None:
    """What went on the first day already counts; each payment goes as early as it can."""
    placed = days(minors, Limit("c", "EUR", None, 100), spent)
    sums: dict[int, int] = {0: spent}
    for day, minor in zip(placed, minors, strict=True):
        assert all(sums.get(earlier, 0) + minor > 100 for earlier in range(day))
        sums[day] = sums.get(day, 0) + minor
    assert all(total <= 100 for day, total in sums.items() if day)


def test_without_a_limit_of_days_all_go_at_once() -> None:
    """And a limit that pays nobody is refused."""
    assert days([5, 7], Limit("bank", "EUR")) == [0, 0]
    with pytest.raises(Refusal, match="in a day"):
        days([101], Limit("c", "EUR", None, 100))
    for payment in (0, 1):
        with pytest.raises(Refusal, match="more than 100 payments"):
            parts(10_000, Limit("c", "EUR", payment))
