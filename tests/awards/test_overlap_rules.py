"""When two awards help twice: by need and by days, in the ledger and once more in the verifier."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.replay import overlaps as replayed
from ledger.awards.rules.overlaps import (
    FAMILY,
    NEEDS,
    Span,
    as_given,
    meet_one_need,
    refuse_other_than_family,
    span_of,
)
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.errors import Refusal
from ledger.vocabulary import OVERLAPS, PURPOSES

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def test_every_need_is_of_purposes_that_there_are() -> None:
    """A code that was renamed would silently never overlap."""
    assert frozenset().union(*NEEDS.values(), FAMILY) <= PURPOSES.keys()
    assert OVERLAPS.keys() == replayed.REASONS
    assert replayed.FAMILY == FAMILY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("REL", "REL", True),
        ("MED", "HEA", True),
        ("FAM", "EDU", True),
        ("STI", "HUM", True),
        ("LIV", "EMP", True),
        ("OTH", "ADV", True),
        ("EDU", "HEA", False),
        ("HUM", "EMP", False),
        ("LEG", "MED", False),
        ("PSY", "MED", False),
    ],
)
def test_money_for_one_need_is_known_by_its_purposes(one: str, other: str, same: bool) -> None:
    """School fees and a clinic are two needs of one family; a stipend and food are one."""
    assert meet_one_need(one, other) is meet_one_need(other, one) is same


def test_the_verifier_knows_the_same_needs() -> None:
    """All four hundred pairs."""
    for one, other in product(PURPOSES, PURPOSES):
        assert meet_one_need(one, other) == replayed.meet_one_need(one, other), (one, other)


def test_a_payment_helps_for_a_month_and_a_quarterly_one_for_a_quarter() -> None:
    """So that a grant of last week counts, and one of last year does not."""
    assert span_of([date(2026, 1, 31)]) == Span(date(2026, 1, 31), date(2026, 2, 27))
    quarterly = [part.due for part in schedule(300, date(2026, 1, 1), 3, Rhythm.QUARTERLY)]
    assert span_of(quarterly) == Span(date(2026, 1, 1), date(2026, 9, 30))


@given(first=DAYS, count=st.integers(1, 24), rhythm=st.sampled_from([Rhythm.MONTHLY, Rhythm.QUARTERLY]))
def test_a_plan_that_goes_on_where_another_ends_does_not_overlap(first: date, count: int, rhythm: Rhythm) -> None:
    """A stipend that is renewed in time is no second one."""
    whole = [part.due for part in schedule(1000, first.replace(day=min(first.day, 28)), count + 2, rhythm)]
    before, after = span_of(whole[:-2] if count > 1 else whole[:1]), span_of(whole[-2:])
    assert not before.meets(after) or (count == 1 and rhythm is Rhythm.QUARTERLY and before.last >= after.first)


def test_a_loan_helps_until_its_last_repayment_and_anew_when_it_is_given() -> None:
    """Whoever still has the money is helped by it."""
    lent = span_of([date(2026, 1, 5)], [date(2026, 3, 5), date(2026, 6, 5)])
    assert lent == Span(date(2026, 1, 5), date(2026, 6, 5))
    assert as_given(lent, date(2026, 9, 1)) == Span(date(2026, 1, 5), date(2026, 9, 30))
    assert as_given(lent, date(2026, 2, 1)) == lent


@given(paid=st.lists(DAYS, min_size=1, max_size=6), back=st.lists(DAYS, max_size=3))
def test_the_verifier_counts_the_same_days(paid: list[date], back: list[date]) -> None:
    """Ends of months and leap years among them."""
    ours = span_of(sorted(paid), back)
    theirs = replayed.span_of([str(day) for day in sorted(paid)], [str(day) for day in back])
    assert (str(ours.first), str(ours.last)) == theirs


def test_family_support_is_for_a_family() -> None:
    """Education, health care, employment, child care, or the family as such."""
    for purpose in FAMILY:
        refuse_other_than_family(purpose)
    with pytest.raises(Refusal, match="for education, health care"):
        refuse_other_than_family("LEG")
