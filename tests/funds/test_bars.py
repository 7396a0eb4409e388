"""Bars are hundredths of the longest, and nothing is below nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.funds.queries import Quarter, bars_of

QUARTERS = st.lists(
    st.builds(Quarter, st.just("2026-Q1"), st.just(0), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
)


@given(QUARTERS)
def test_bars_fit_their_row(quarters: list[Quarter]) -> None:
    """Each share lies between 0 and 100, and so does their sum."""
    for bar in bars_of(quarters):
        assert 0 <= bar.paid_share <= 100
        assert 0 <= bar.promised_share <= 100 - bar.paid_share


def test_a_bar_shows_what_was_paid_and_what_was_promised_beyond() -> None:
    """The longest reaches a hundred."""
    one, two = bars_of([Quarter("2026-Q1", 0, 400, 100), Quarter("2026-Q2", 0, 100, 200)])
    assert (one.paid_share, one.promised_share) == (25, 75)
    assert (two.paid_share, two.promised_share) == (50, 0)
