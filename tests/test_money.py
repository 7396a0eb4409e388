"""Money is an integer of minor units with its currency."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Refusal
from ledger.money import LARGEST, Money, convert, digits_of, known_currencies, minor_units, plain_amount, split


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1250.50", "EUR", 125_050),
        ("1250", "EUR", 125_000),
        ("0.001", "TND", 1),
        ("7", "JPY", 7),
        ("12.5", "EUR", 1250),
    ],
)
def test_an_amount_is_read_in_the_digits_of_its_currency(text: str, currency: str, minor: int) -> None:
    """Two digits, three digits, none."""
    assert minor_units(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("1.001", "EUR"),
        ("1.5", "JPY"),
        ("-1", "EUR"),
        ("1e3", "EUR"),
        ("1,250", "EUR"),
        ("", "EUR"),
        ("NaN", "EUR"),
        ("5", "XAU"),
        ("5", "ABC"),
        ("99999999999999", "EUR"),
    ],
)
def test_an_amount_that_cannot_be_kept_is_refused(text: str, currency: str) -> None:
    """Too many digits, not a number, not a currency, too large."""
    with pytest.raises(Refusal):
        minor_units(text, currency)


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(["EUR", "JPY", "TND", "CLF"]))
def test_an_amount_survives_being_written_and_read(minor: int, currency: str) -> None:
    """What is written as a decimal is worth exactly the minor units it came from."""
    written = plain_amount(minor, currency)
    assert Decimal(written).scaleb(digits_of(currency) or 0) == minor
    if minor >= 0:
        assert minor_units(written, currency) == minor
    assert Money(minor, currency).plain() == written


@given(st.integers(0, 10**15), st.lists(st.integers(0, 1000), min_size=1, max_size=60).filter(any))
def test_parts_sum_exactly(minor: int, weights: list[int]) -> None:
    """Largest remainder: nothing is lost, no part is off by a whole unit, no weight gets nothing's share."""
    parts = split(minor, weights)
    assert sum(parts) == minor
    total = sum(weights)
    assert all(abs(part * total - minor * weight) < total for part, weight in zip(parts, weights, strict=True))


def test_equal_parts_give_the_rest_to_the_first() -> None:
    """A rest of two units goes to the first two of three."""
    assert split(100, [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("weights", [[0], [], [-1, 2]])
def test_nothing_is_shared_by_impossible_weights(weights: list[int]) -> None:
    """No weight, or a negative one."""
    with pytest.raises(ValueError, match=r"shared|min"):
        split(5, weights)


def test_a_conversion_is_rounded_once_half_to_even() -> None:
    """The one rounding mode of the house."""
    assert [convert(1, 1, 2), convert(3, 1, 2), convert(5, 1, 2)] == [0, 2, 2]
    assert [convert(-1, 1, 2), convert(-3, 1, 2), convert(3, -1, -2), convert(3, 1, -2)] == [0, -2, 2, -2]
    assert convert(LARGEST, LARGEST, LARGEST - 2) == LARGEST + 2


def test_only_currencies_of_money_are_known() -> None:
    """Gold is no currency to pay in."""
    assert "EUR" in known_currencies()
    assert "XAU" not in known_currencies()
