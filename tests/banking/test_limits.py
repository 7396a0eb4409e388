"""A channel's limits split a payment into as few and as equal parts as can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.banking.limits import Limit, limit_of, parts
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


def test_a_limit_that_pays_nobody_is_refused() -> None:
    """Nothing at once, or so little that nobody would be paid like that."""
    for payment in (0, 1):
        with pytest.raises(Refusal, match="more than 100 payments"):
            parts(10_000, Limit("c", "EUR", payment))


def test_what_lets_least_through_is_the_reason_of_a_split() -> None:
    """Of equals the first; without bounds there is none."""
    assert Limit("c", "EUR").least is None
    for limit, reason, count in (
        (Limit("c", "EUR", 50, 50), "payment_limit", 2),
        (Limit("c", "EUR", 50, 40, 30), "month_limit", 4),
        (Limit("c", "EUR", None, 40, 30, 20), "payee_day_limit", 5),
        (Limit("c", "EUR", None, None, 30, 20, 10), "payee_month_limit", 10),
    ):
        assert limit.least is not None
        assert (limit.least[0].reason, len(parts(100, limit))) == (reason, count)
