"""The rule table refuses what it does not know."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.journal_rows import SOURCES
from ledger.books import words
from ledger.books.rules.chart import CHART, EXPENSE
from ledger.books.rules.events import EVENTS, check_lines
from ledger.books.rules.lines import Line, Place, Placed, with_difference
from ledger.errors import Misuse

FUND, OTHER = uuid4(), uuid4()
NUMBERS = [line.number for line in CHART]


def test_every_event_has_its_words() -> None:
    """An event that is added is named on the pages."""
    assert set(words.EVENTS) == set(EVENTS)


def test_the_audit_knows_the_family_of_every_event() -> None:
    """Written down a second time there; a table of a bundle is held to it."""
    assert {event: SOURCES.get(event, "payment") for event in EVENTS} == {e: rule.family for e, rule in EVENTS.items()}


def placed(lines: list[Line]) -> list[Placed]:
    """Lines of one fund in euros, unless they say otherwise."""
    return [(Place(line.fund or FUND, line.currency or "EUR"), line) for line in lines]


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
    if debit in rule.debit and credit in rule.credit and (debit == "1900") == (credit == "1900"):
        check_lines(event, placed(lines))
    else:
        with pytest.raises(Misuse):
            check_lines(event, placed(lines))


@pytest.mark.parametrize(
    "lines",
    [
        [Line("1000", 5, 5)],
        [Line("1000", 5, 5), Line("4000", -4, -5)],
        [Line("1000", 5, 5), Line("4000", -5, -4)],
        [Line("1000", 5, 5), Line("4000", -5, -5, fund=OTHER)],
        [Line("1000", 5, 5), Line("4000", -5, -5, currency="KES")],
        [],
    ],
)
def test_lines_that_do_not_balance_are_refused(lines: list[Line]) -> None:
    """One line, a difference in the currency, a difference in base, nothing at all."""
    with pytest.raises(Misuse):
        check_lines("contribution", placed(lines))


def test_an_unknown_event_is_refused() -> None:
    """There is no rule for it."""
    with pytest.raises(Misuse):
        check_lines("gift", placed([Line("1000", 5, 5), Line("4000", -5, -5)]))


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_an_exchange_difference_completes_an_entry(minor: int, owed: int, cost: int) -> None:
    """Whatever the money cost, the entry balances, in each currency and in base, by way of conversion."""
    lines = with_difference([Line("2150", minor, owed), Line("1000", -minor, -cost, "main-kes")], "KES", "EUR")
    check_lines("payment_debited", [(Place(FUND, line.currency or "KES"), line) for line in lines])
    assert sum(line.base for line in lines if line.account == "5700") == cost - owed
