"""Which part a payment falls to, how a loan is planned, and what parts are worth: no money is lost between them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.awards.rules.repaying import fitting, refuse_loan, refuse_repaid_gift, repayments
from ledger.awards.rules.schedule import Planned, Rhythm, schedule
from ledger.errors import Refusal
from ledger.loans.rules.falling_due import days_late, newest_first, oldest_first, oldest_unpaid
from ledger.loans.rules.worth import Amount, excess, part_of, used

DAY = date(2026, 1, 31)


@given(st.lists(st.integers(0, 1_000), min_size=1, max_size=8), st.data())
def test_a_payment_is_shared_whole_the_oldest_part_first(rests: list[int], data: st.DataObject) -> None:
    """No part takes more than its rest, and none takes anything before the one before it is full."""
    minor = data.draw(st.integers(0, sum(rests)))
    for shares, order in ((oldest_first(rests, minor), 1), (newest_first(rests, minor), -1)):
        assert sum(shares) == minor
        assert all(0 <= share <= rest for share, rest in zip(shares, rests, strict=True))
        open_yet = [s < r for s, r in zip(shares, rests, strict=True)][::order]
        taken = shares[::order]
        assert not any(share for place, share in enumerate(taken) if any(open_yet[:place]))


def test_days_late_are_counted_from_the_oldest_part_with_a_rest() -> None:
    """Nothing is late on its day, and nothing that is paid."""
    assert oldest_unpaid([(date(2026, 1, 1), 0), (date(2026, 2, 1), 5)]) == date(2026, 2, 1)
    assert oldest_unpaid([(date(2026, 1, 1), 0)]) is None
    assert [days_late(date(2026, 2, 1), date(2026, 2, day)) for day in (1, 2, 11)] == [0, 1, 10]
    assert days_late(None, DAY) == 0


@given(
    st.integers(60, 10**9), st.integers(0, 24), st.integers(2, 60), st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY])
)
def test_a_plan_sums_to_the_loan_and_can_be_typed_again(minor: int, grace: int, count: int, rhythm: Rhythm) -> None:
    """Exactly, in the order of its days, after the money was paid out; grace, count and rhythm are read off it again."""
    back = repayments(minor, DAY, grace, count, rhythm)
    assert sum(part.minor for part in back) == minor
    assert fitting(DAY, back) == (grace, count, rhythm.value)
    refuse_loan(schedule(minor, DAY, 1, Rhythm.ONCE), back)


def test_days_clamp_at_the_ends_of_months_and_come_back() -> None:
    """28 February, then the 31st again: each is counted from the day the money was paid out."""
    days = [part.due for part in repayments(300, DAY, 0, 3, Rhythm.MONTHLY)]
    assert days == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


ONE = schedule(100, DAY, 1, Rhythm.ONCE)


@pytest.mark.parametrize(
    ("plan", "back", "words"),
    [
        (schedule(100, DAY, 2, Rhythm.MONTHLY), ONE, "paid out at once"),
        (ONE, (), "how many repayments"),
        (ONE, (Planned(1, DAY, 99),), "sum to the loan"),
        (ONE, (Planned(1, DAY, 100), Planned(2, DAY, 0)), "sum to the loan"),
        (ONE, (Planned(1, date(2026, 1, 30), 100),), "after it is paid out"),
        (ONE, (Planned(1, date(2026, 3, 1), 50), Planned(2, date(2026, 2, 1), 50)), "order of their days"),
    ],
)
def test_a_loan_that_is_not_paid_back_whole_and_in_order_is_refused(
    plan: tuple[Planned, ...], back: tuple[Planned, ...], words: str
) -> None:
    """With a sentence for each."""
    with pytest.raises(Refusal, match=words):
        refuse_loan(plan, back)


@pytest.mark.parametrize(
    ("count", "grace", "rhythm", "field"),
    [
        (0, 0, Rhythm.MONTHLY, "repay_count"),
        (61, 0, Rhythm.MONTHLY, "repay_count"),
        (2, 0, Rhythm.ONCE, "repay_count"),
        (2, 25, Rhythm.MONTHLY, "grace"),
        (51, 0, Rhythm.MONTHLY, "repay_count"),
    ],
)
def test_a_plan_that_cannot_be_names_its_field(count: int, grace: int, rhythm: Rhythm, field: str) -> None:
    """So that the form shows the sentence where it belongs."""
    with pytest.raises(Refusal) as refused:
        repayments(50, DAY, grace, count, rhythm)
    assert refused.value.field == field


def test_a_gift_is_not_paid_back() -> None:
    """Repayments are refused for every other kind."""
    refuse_repaid_gift(())
    with pytest.raises(Refusal, match="Only a micro-loan"):
        refuse_repaid_gift(ONE)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.data())
def test_parts_of_a_loan_in_another_currency_leave_nothing_behind(minor: int, base: int, data: st.DataObject) -> None:
    """The last unit takes the rest of the base, and no part ever has the other sign."""
    first = data.draw(st.integers(1, minor))
    whole = Amount(minor, base)
    part = part_of(whole, first)
    rest = Amount(minor - first, base - part.base)
    assert part.base >= 0 <= rest.base
    if rest.minor:
        assert part_of(rest, rest.minor) == rest
    else:
        assert rest.base == 0
    aside = part_of(whole, data.draw(st.integers(1, minor)))
    assert excess(aside, rest).base >= 0 <= excess(aside, rest).minor
    borne = used(aside, part)
    assert 0 <= borne.minor <= part.minor
    assert 0 <= borne.base <= part.base
    assert borne.minor < part.minor or borne == part
