"""Histories in which a fund's budget is not what it should be."""

from tests.audit.replay import budgeting, deeds, treasury
from tests.audit.replay.altering import Wrong
from tests.audit.replay.budgeting import LINE
from tests.audit.replay.histories import History, uid


def skip_version(history: History) -> None:
    """Begin with the second version."""
    budgeting.set_budget(history, "b1", 2)


def approve_both(history: History) -> None:
    """Approve two that were asked for at once."""
    budgeting.ask(history, "b1")
    budgeting.ask(history, "b2")
    budgeting.approve(history, "b1")
    budgeting.approve(history, "b2")


def budget_other_currency(history: History) -> None:
    """Budget in another currency than the fund's."""
    budgeting.set_budget(history, "b1", currency="USD")


def budget_no_fund(history: History) -> None:
    """Budget for a fund that nobody opened."""
    budgeting.ask(history, "b1", fund="F9")


def budget_twice(history: History) -> None:
    """Let something stand in two lines."""
    budgeting.set_budget(history, "b1", lines=[LINE, {**LINE, "code": "A2"}])


def budget_nothing(history: History) -> None:
    """Budget nothing."""
    budgeting.set_budget(history, "b1", lines=[])


def budget_below_nothing(history: History) -> None:
    """Budget less than nothing."""
    budgeting.set_budget(history, "b1", lines=[{**LINE, "minor": -1}])


def budget_other_purpose(history: History) -> None:
    """Budget for what the fund is not for."""
    deeds.open_fund(history, "F3", purposes=("medical",))
    budgeting.ask(history, "b1", fund="F3")


def set_unapproved(history: History) -> None:
    """Put a budget in force that nobody has signed."""
    budgeting.ask(history, "b1")
    history.write("budget.set", budget=uid("budget b1"), proposal=treasury.proposal_of("budget", "b1"))


WRONG: Wrong = {
    skip_version: ("H4", "differs in version"),
    approve_both: ("H4", "of fund"),
    budget_other_currency: ("H4", "differs in currency"),
    budget_no_fund: ("H7", "no earlier entry created it"),
    budget_twice: ("H4", "stands in it twice, or is missing"),
    budget_nothing: ("H4", "stands in it twice, or is missing"),
    budget_below_nothing: ("H14", "is not a whole number"),
    budget_other_purpose: ("H5", "which its fund does not allow"),
    set_unapproved: ("H3", "carries out what nobody approved"),
}
