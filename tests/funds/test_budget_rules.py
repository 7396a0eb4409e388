"""What a budget may be: each thing in one line, within what the fund is for."""

from __future__ import annotations

import pytest

from ledger.errors import Refusal
from ledger.funds.models import RateMethod
from ledger.funds.rules.budget import ITEMS, METHODS, Budgeted, item_of, refuse_unfit
from ledger.money import LARGEST

LEGAL = Budgeted("A1", ("LEG",), 100)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "from 1 to 40 lines"),
        ([Budgeted(f"L{number}", (item,), 1) for number, item in enumerate([*ITEMS] * 2)], "from 1 to 40 lines"),
        ([Budgeted("A 1", ("LEG",), 1)], "letters, digits"),
        ([Budgeted("", ("LEG",), 1)], "letters, digits"),
        ([Budgeted("A1", (), 1)], "what line A1 is for"),
        ([Budgeted("A1", ("XXX",), 1)], "what line A1 is for"),
        ([Budgeted("A1", ("EDU",), 1)], "is for EDU, which this fund does not allow"),
        ([Budgeted("A1", ("LEG",), 0)], "above nothing in line A1"),
        ([LEGAL, Budgeted("A1", ("MED",), 1)], "Two lines have the code A1"),
        ([LEGAL, Budgeted("A2", ("MED", "LEG"), 1)], "LEG stands in two lines"),
        ([Budgeted("A1", ("LEG",), LARGEST), Budgeted("A2", ("MED",), 1)], "too large"),
    ],
)
def test_an_unfit_budget_is_refused(lines: list[Budgeted], words: str) -> None:
    """With a sentence that says which line, and why."""
    with pytest.raises(Refusal) as refused:
        refuse_unfit(lines, ["LEG", "MED"])
    assert words in refused.value.sentence % refused.value.values


def test_a_budget_may_hold_what_no_purpose_is() -> None:
    """Charges and losses, also of a fund that is restricted; a fund for anything takes every purpose."""
    refuse_unfit([LEGAL, Budgeted("C", ("charges", "losses", "loan_losses"), 5)], ["LEG"])
    refuse_unfit([Budgeted("A1", ("EDU",), 1)], [])


def test_spending_counts_as_its_purpose_or_as_what_it_is_beside_one() -> None:
    """The fee of a payment that came back is a charge, whatever the payment was for."""
    assert [item_of(*one) for one in (("5100", "LEG"), ("5800", "LEG"), ("5850", ""), ("5500", "LIV"))] == [
        "LEG", "charges", "losses", "loan_losses",
    ]  # fmt: skip


def test_every_method_has_its_words() -> None:
    """Those that are stored are those that are offered."""
    assert {one.value for one in RateMethod} == set(METHODS)
