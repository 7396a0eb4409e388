"""The clock of an emergency: legs, what is running, the middle and the slowest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from ledger.awards.rules.clock import Clock, Pace, pace, paces
from ledger.web.formats import duration

CALLED = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def clock(*minutes: int) -> Clock:
    """A clock whose marks come so many minutes after the request."""
    return Clock(CALLED, *(CALLED + minute * MINUTE for minute in minutes))


def test_a_clock_has_three_legs_and_runs_until_the_money() -> None:
    """What has not happened has no length; the whole is only known at the end."""
    assert clock(5, 20, 80).legs == (5 * MINUTE, 15 * MINUTE, 60 * MINUTE)
    assert clock(5).legs == (5 * MINUTE, None, None)
    assert (clock(5, 20, 80).whole, clock(5, 20).whole) == (80 * MINUTE, None)
    later = CALLED + 90 * MINUTE
    assert (clock(5, 20, 80).running(later), clock(5).running(later)) == (80 * MINUTE, 90 * MINUTE)


def test_the_middle_of_an_even_number_is_one_that_happened() -> None:
    """The lower one; what is not finished is not counted."""
    assert pace([4 * MINUTE, None, 1 * MINUTE, 9 * MINUTE, 3 * MINUTE]) == Pace(4, 3 * MINUTE, 9 * MINUTE)
    assert pace([None]) == Pace(0, None, None)
    told = paces([clock(5, 20, 80), clock(7), clock(1, 2)])
    assert [one.count for one in told] == [3, 2, 1, 1]
    assert told[0].middle == 5 * MINUTE


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1, seconds=59), "1 minute"),
        (timedelta(hours=3, minutes=20), "3 hours, 20 minutes"),
        (timedelta(hours=3, seconds=20), "3 hours"),
        (timedelta(days=1, minutes=20), "1 day"),
        (timedelta(days=40, hours=2, minutes=9), "40 days, 2 hours"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(span: timedelta, words: str) -> None:
    """Cut off below, never rounded up."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        assert duration(span) == words


def test_the_cell_of_a_list_words_a_duration_briefly() -> None:
    """So that a row of legs stands in one line."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        assert duration(timedelta(hours=3, minutes=20), "short") == "3 hr, 20 min"
