"""A budget beside what was spent: everything counts once, and the whole is the sum of its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.funds.rules.budget import ITEMS, Budgeted
from ledger.reports.rules.budget import Actual, compare

actual = st.builds(Actual, st.sampled_from([*ITEMS, ""]), *[st.integers(-(10**12), 10**12)] * 4)


def test_what_stands_in_no_line_is_unbudgeted() -> None:
    """On a line of its own, with what it was for; the variance is what is left since the fund began."""
    budget = [Budgeted("A1", ("LEG", "charges"), 3_000), Budgeted("A2", ("MED",), 800)]
    spent = [
        Actual("LEG", 500, 900, 500, 900),
        Actual("charges", 20, 100, 20, 100),
        Actual("MED", 0, 900, 0, 900),
        Actual("HUM", 70, 70, 70, 70),
        Actual("EDU", 0, 0, 0, 0),
    ]
    found = compare(budget, spent)
    figures = [(one.code, one.actual, one.cumulative, one.variance, one.thousandths) for one in found.rows]
    assert figures == [("A1", 520, 1_000, 2_000, 667), ("A2", 0, 900, -100, -125), ("", 70, 70, -70, None)]
    assert found.unbudgeted.items == ("HUM",)
    assert (found.total.approved, found.total.actual, found.total.variance) == (3_800, 590, 1_830)


@given(st.lists(actual, max_size=30), st.lists(st.sampled_from([*ITEMS]), unique=True, max_size=12))
def test_the_lines_add_up_to_all_that_was_spent(actuals: list[Actual], items: list[str]) -> None:
    """Whatever is budgeted: nothing is lost, nothing counts twice."""
    found = compare([Budgeted(item, (item,), 1) for item in items], actuals)
    for total, each in (("actual", "minor"), ("cumulative", "cumulative"), ("base", "base")):
        whole = sum(getattr(one, each) for one in actuals)
        assert sum(getattr(one, total) for one in found.rows) == getattr(found.total, total) == whole
    assert sum(one.variance for one in found.rows) == found.total.variance
