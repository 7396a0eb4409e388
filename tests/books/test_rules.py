"""The rule table refuses what it does not know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.books.rules.chart import CHART, EXPENSE
from ledger.books.rules.events import EVENTS, Line, check_lines
from ledger.errors import Misuse

NUMBERS = [line.number for line in CHART]


def test_every_account_of_the_rule_table_stands_in_the_chart() -> None:
    """A rule about an account that is not there could never be posted."""
    used = {account for rule in EVENTS.values() for account in rule.debit | rule.credit} | set(EXPENSE.values())
    assert used <= set(NUMBERS)
    assert len(set(NUMBERS)) == len(NUMBERS)


@given(st.sampled_from(sorted(EVENTS)), st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), st.integers(1, 10**9))
def test_only_the_accounts_of_an_event_are_posted_to(event: str, debit: str, credit: str, minor: int) -> None:
    """Any other pair is refused."""
    lines = [Line(debit, minor, minor), Line(credit, -minor, -minor)]
    rule = EVENTS[event]
    if debit in rule.debit and credit in rule.credit:
        check_lines(event, lines)
    else:
        with pytest.raises(Misuse):
            check_lines(event, lines)


@pytest.mark.parametrize(
    "lines",
    [
        [Line("1000", 5, 5)],
        [Line("1000", 5, 5), Line("4000", -4, -5)],
        [Line("1000", 5, 5), Line("4000", -5, -4)],
        [],
    ],
)
def test_lines_that_do_not_balance_are_refused(lines: list[Line]) -> None:
    """One line, a difference in the currency, a difference in base, nothing at all."""
    with pytest.raises(Misuse):
        check_lines("contribution", lines)


def test_an_unknown_event_is_refused() -> None:
    """There is no rule for it."""
    with pytest.raises(Misuse):
        check_lines("gift", [Line("1000", 5, 5), Line("4000", -5, -5)])
