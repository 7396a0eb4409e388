"""H4 of what channels let through: as it was signed, version by version; no run gathers what is above it."""

from collections import Counter
from typing import Any

from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.records import Run
from audit.replay.signed import compare
from audit.replay.state import State

BOUNDS = ("payment_minor", "day_minor", "month_minor", "payee_day_minor", "payee_month_minor")
"""What of a limit counts; where two let equally little through, the first is why a payment is split."""


def check_rules(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold proposed rules of channels to the next version (section 3 of the log format)."""
    compare(reading, f"proposal {ident}", signed, {"money": None})
    due = {"version": reading.state.channel_rules + 1}
    compare(reading, f"the content of proposal {ident}", signed["content"], due)


def set_rules(reading: Reading, data: dict[str, Any]) -> None:
    """Put rules of channels in force; that they are those that were signed is held at the end of the work."""
    state = reading.state
    carry_out(reading, "channel_rules.set", data)
    reading.checks["H4"] += 1
    if data["version"] != state.channel_rules + 1:
        reading.find("H4", f"rules {data['version']} of channels follow {state.channel_rules}")
    state.channel_rules = data["version"]
    state.limits = {(one["channel"], one["currency"]): one for one in data["limits"]}


def check_run(reading: Reading, ident: str, run: Run) -> None:
    """H4: what a run holds when it is proposed, beside what went before, lies within what its channel lets through."""
    limit = reading.state.limits.get((run.channel, run.currency))
    if limit is None:
        return
    reading.checks["H4"] += 1
    carried = carried_with(reading.state, run)
    for name in BOUNDS:
        if limit[name] is not None and carried[name] > limit[name]:
            much = f"{carried[name]}, {run.channel} lets through {limit[name]} ({name})"
            reading.find("H4", f"run {ident} holds, with what went before, {much}")


def carried_with(state: State, run: Run) -> dict[str, int]:
    """Sum what a channel carries with a run: its largest payment, in all, and at most to one of its payees.

    By the day, and the month, on which runs were opened; what failed was not carried.
    """
    payees = {payee_of(state, one) for one in run.disbursements}
    by_day, by_month = Counter[str](), Counter[str]()
    for other in state.runs_of.get((run.channel, run.currency, month_of(run.day)), ()):
        found = state.runs[other]
        for one in found.disbursements:
            paid = state.disbursements[one]
            if paid.stage != "failed":
                by_month[payee_of(state, one)] += paid.minor
                by_day[payee_of(state, one)] += paid.minor if found.day == run.day else 0
    return {
        "payment_minor": max((state.disbursements[one].minor for one in run.disbursements), default=0),
        "day_minor": by_day.total(),
        "month_minor": by_month.total(),
        "payee_day_minor": max((by_day[one] for one in payees), default=0),
        "payee_month_minor": max((by_month[one] for one in payees), default=0),
    }


def payee_of(state: State, payment: str) -> str:
    """Give whom a payment is for, as far as anybody knows who opens nothing: the beneficiary of its award."""
    award = state.awards.get(state.disbursements[payment].award)
    return "" if award is None else award.beneficiary


def month_of(day: str) -> str:
    """Cut a day down to its month."""
    return day[:7]
