"""What is left of a channel's limits: by day, by month, by payee, and when it is free again."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.banking.limits import Bound, Limit
from ledger.banking.room import Room, frees
from ledger.errors import Refusal

TODAY = date(2026, 12, 30)
ALL = Limit("c", "EUR", 60, 100, 150, 60, 80)


def test_a_limit_is_free_again_the_next_day_or_month() -> None:
    """Across the end of a month and of a year."""
    assert frees(Bound.PAYEE_DAY, date(2026, 12, 31)) == frees(Bound.MONTH, TODAY) == date(2027, 1, 1)
    assert frees(Bound.DAY, date(2026, 1, 31)) == date(2026, 2, 1)
    assert frees(Bound.PAYEE_MONTH, date(2028, 2, 29)) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("used", "bound", "left", "said"),
    [
        ({(Bound.DAY, ""): 80}, Bound.DAY, 20, "0.20 of it is left today. It is free again on 2026-12-31"),
        ({(Bound.MONTH, ""): 150}, Bound.MONTH, 0, "0.00 of it is left this month. It is free again on 2027-01-01"),
        ({(Bound.PAYEE_DAY, "A"): 11}, Bound.PAYEE_DAY, 49, "left for this one today. It is free again on 2026-12-31"),
        ({(Bound.PAYEE_MONTH, "A"): 70}, Bound.PAYEE_MONTH, 10, "0.80 EUR to one payee in a month, and 0.10 of it"),
        (
            {(Bound.DAY, ""): 90, (Bound.MONTH, ""): 149, (Bound.PAYEE_MONTH, "A"): 80},
            Bound.PAYEE_MONTH,
            0,
            "2027-01-01",
        ),
    ],
)
def test_it_says_which_limit_how_much_is_left_and_when_it_is_free(
    used: dict[tuple[Bound, str], int], bound: Bound, left: int, said: str
) -> None:
    """Of several the one that lasts longest, of those the one that leaves least."""
    short = Room(ALL, used, TODAY).short("A", 50)
    assert short is not None
    assert (short.bound, short.left) == (bound, left)
    assert said in str(short.refusal)


def test_another_payee_has_a_limit_of_their_own() -> None:
    """And whoever is paid up to it fits exactly."""
    room = Room(ALL, {(Bound.PAYEE_MONTH, "A"): 80}, TODAY)
    assert room.short("A", 1) is not None
    assert room.short("B", 60) is None
    room.take("B", 60)
    assert room.short("B", 1) is not None
    assert room.short("C", 40) is None


def test_parts_that_this_month_does_not_take_go_in_the_next() -> None:
    """Each on the first day that takes it; what no day takes is refused."""
    room = Room(Limit("c", "EUR", None, None, None, 50, 80), {(Bound.PAYEE_MONTH, "A"): 20}, TODAY)
    days = [room.place("A", 40) for _part in range(5)]
    assert days == [TODAY, date(2027, 1, 1), date(2027, 1, 2), date(2027, 2, 1), date(2027, 2, 2)]
    with pytest.raises(Refusal, match="Split it first"):
        room.place("A", 51)
    assert Room(Limit("bank", "EUR"), {}, TODAY).place("A", 10**12) == TODAY


BOUND = st.none() | st.integers(50, 200)


@given(BOUND, BOUND, BOUND, BOUND, st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 50)), max_size=12))
def test_nothing_is_placed_above_a_limit(
    day: int | None, month: int | None, each_day: int | None, each_month: int | None, asked: list[tuple[str, int]]
) -> None:
    """Whatever is asked: no day, no month, no payee's day or month takes more than it lets through."""
    limit = Limit("c", "EUR", None, day, month, each_day, each_month)
    room, sums = Room(limit, {}, TODAY), Counter[tuple[Bound, str, date]]()
    for payee, minor in asked:
        on = room.place(payee, minor)
        first = on.replace(day=1)
        for bound, who, span in (
            (Bound.DAY, "", on), (Bound.MONTH, "", first), (Bound.PAYEE_DAY, payee, on), (Bound.PAYEE_MONTH, payee, first),
        ):  # fmt: skip
            sums[bound, who, span] += minor
    for (bound, _who, _span), minor in sums.items():
        assert minor <= limit.bounds.get(bound, minor)
