"""H6 and H4 of a payment in parts: they sum to what was split, and a limit in force left no other way."""

from typing import Any

from audit.replay.disbursements import release_instalment, step
from audit.replay.limits import BOUNDS
from audit.replay.reading import Reading
from audit.replay.records import Award, Disbursement
from audit.replay.repaying import LOAN

REASONS = {name: f"{name.removesuffix('_minor')}_limit" for name in BOUNDS}
"""Why a payment is split, by the bound that leaves no other way."""


def split(reading: Reading, data: dict[str, Any]) -> None:
    """Split a planned payment into parts, each of them a payment of its own."""
    ident, parts = data["disbursement"], data["parts"]
    found = step(reading, data, "disbursement.split")
    if found is None:
        return
    whole, award = found
    check_sum(reading, ident, whole, parts)
    check_forced(reading, data, whole, award)
    release_instalment(ident, whole, award)
    instalment = award.instalments.get(whole.number)
    for place, one in enumerate(parts, start=1):
        part = one["disbursement"]
        reading.create(part, "disbursement")
        reading.create(("disbursement", one["reference"]), "the reference of a")
        made = Disbursement(
            one["reference"], whole.award, whole.number, one["minor"], whole.currency, whole.due, None,
            split_of=ident, part=place, parts=len(parts), forced_by=data["reason"],
        )  # fmt: skip
        reading.state.disbursements[part] = made
        award.live_minor += made.minor
        if instalment is not None:
            instalment.live[part] = made.minor


def check_sum(reading: Reading, ident: str, whole: Disbursement, parts: list[dict[str, Any]]) -> None:
    """H6: the parts sum to what was split, to the last unit."""
    reading.checks["H6"] += 1
    total = sum(one["minor"] for one in parts)
    if total != whole.minor:
        reading.find("H6", f"disbursement {ident} of {whole.minor} is split into parts of {total}")


def check_forced(reading: Reading, data: dict[str, Any], whole: Disbursement, award: Award) -> None:
    """H4: what was signed to be paid at once goes in parts only where its channel's limit forces it, in as few."""
    ident, minors = data["disbursement"], [one["minor"] for one in data["parts"]]
    limit = reading.state.limits.get((data["channel"], whole.currency), {})
    bounds = [(limit[name], REASONS[name]) for name in BOUNDS if limit.get(name) is not None]
    most, reason = min(bounds, key=lambda one: one[0], default=(whole.minor, data["reason"]))
    reading.checks["H4"] += 1
    if data["reason"] != reason or award.kind == LOAN or data["channel"] != award.channel:
        reading.find("H4", f"disbursement {ident} is split for {data['reason']} of {data['channel']}, which cannot be")
    elif whole.minor <= most:
        reading.find("H4", f"disbursement {ident} is split, though {data['channel']} lets it through whole")
    elif max(minors) > most or len(minors) != -(-whole.minor // most):
        reading.find("H4", f"disbursement {ident} is split into {len(minors)} parts, {most} is let through at once")
