"""H4 of what channels let through: as it was signed, version by version; no run gathers what is above it."""

from typing import Any

from audit.replay.dues import carry_out
from audit.replay.reading import Reading
from audit.replay.records import Run
from audit.replay.signed import compare


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
    """H4: what a run holds when it is proposed lies within what its channel lets through."""
    limit = reading.state.limits.get((run.channel, run.currency))
    if limit is None:
        return
    minors = [reading.state.disbursements[one].minor for one in run.disbursements]
    reading.checks["H4"] += 1
    for name, most in (("payment_minor", max(minors, default=0)), ("day_minor", sum(minors))):
        if limit[name] is not None and most > limit[name]:
            reading.find("H4", f"run {ident} holds {most}, {run.channel} lets through {limit[name]} ({name})")
