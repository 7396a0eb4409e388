"""H4, H5 of budgets: version by version, in the fund's currency, each purpose in one line and allowed by it."""

from typing import Any

from audit.replay.amounts import check_amount
from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.signed import compare
from audit.replay.state import Budget, Fund

METHODS = frozenset({"average", "published", "tranches"})
BESIDE = frozenset({"charges", "losses", "loan_losses"})
"""What a line may be for beside purposes of awards."""


def check_budget(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a proposed budget to its fund (section 3 of the log format)."""
    content, what = signed["content"], f"the content of proposal {ident}"
    compare(reading, f"proposal {ident}", signed, {"money": None, "base_minor": None})
    fund = reading.known(reading.state.funds, signed["fund"], "fund")
    if fund is None:
        return
    due = {"budget": signed["subject"], "version": fund.budget + 1, "currency": fund.currency}
    compare(reading, what, content, due)
    for line in content["lines"]:
        check_amount(reading, f"line {line['code']} of proposal {ident}", line["minor"])
    check_items(reading, ident, content, fund)


def check_items(reading: Reading, ident: str, content: dict[str, Any], fund: Fund) -> None:
    """Hold lines to codes of their own, and what they are for to one line and to what the fund allows."""
    lines = content["lines"]
    items = [item for line in lines for item in line["items"]]
    reading.checks["H4"] += 1
    sound = lines and all(line["items"] for line in lines) and content["method"] in METHODS
    if not sound or len(set(items)) < len(items) or len({line["code"] for line in lines}) < len(lines):
        reading.find("H4", f"proposal {ident} is no budget: something stands in it twice, or is missing")
    strange = sorted(set(items) - BESIDE - set(fund.purposes)) if fund.purposes else []
    reading.checks["H5"] += 1
    if strange:
        reading.find("H5", f"proposal {ident} budgets for {', '.join(strange)}, which its fund does not allow")


def set_budget(reading: Reading, data: dict[str, Any]) -> None:
    """Put a budget in force; that it is the one that was signed is held at the end of the work."""
    carry_out(reading, "budget.set", data)
    reading.create(data["budget"], "budget")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    signed = proposal.signed
    fund = reading.state.funds.get(signed["fund"])
    if fund is None:
        return
    version = signed["content"]["version"]
    reading.checks["H4"] += 1
    if version != fund.budget + 1:
        reading.find("H4", f"budget {version} of fund {signed['fund']} follows {fund.budget}")
    fund.budget = version
    reading.state.budgets[data["budget"]] = Budget(signed["fund"], data["proposal"], signed["content"])
