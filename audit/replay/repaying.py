"""H4: how a loan is paid back, as it was signed: whole, in the order of its days, after it was lent."""

from typing import Any

LOAN = "micro_loan"


def fault_in_gift(content: dict[str, Any]) -> str | None:
    """Say what is wrong with an award that is not lent; None where nothing is."""
    return "lets a gift be paid back" if content["repayments"] else None


def fault_in_loan(content: dict[str, Any], minor: int) -> str | None:
    """Say what is wrong with a loan: it is paid out at once, and paid back whole; None where nothing is."""
    if len(content["instalments"]) != 1:
        return "lends in more than one payment"
    if content["channel"] == "cash":
        return "lends through an intermediary"
    return fault_in_plan(content["repayments"], minor, content["instalments"][0]["due"])


def fault_in_plan(parts: list[dict[str, Any]], minor: int, since: str) -> str | None:
    """Say what is wrong with a plan by which so much is paid back, from a day on."""
    days = [part["due"] for part in parts]
    if [part["number"] for part in parts] != list(range(1, len(parts) + 1)):
        return "does not number its repayments from 1"
    if any(type(part["minor"]) is not int or part["minor"] <= 0 for part in parts):
        return "has a repayment that is not a whole number above nothing"
    if sum(part["minor"] for part in parts) != minor:
        return f"has repayments that do not sum to {minor}"
    if days != sorted(days) or days[0] < since:
        return "has repayments that are not in the order of their days, or begin too early"
    return None
