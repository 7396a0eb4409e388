"""H6 between awards: no household is promised the same twice, unless everybody who approves signs why.

An award overlaps with another of its household where both may meet the same need, and a day lies in the spans of both.
Every approval names exactly the awards that overlap at its place in the log, and why that is right; one that was
given before an overlap came up no longer carries the proposal.
"""

import datetime as dt
from typing import Any

from audit.replay.reading import Reading
from audit.replay.records import Award, Decision, Proposal

NEEDS = (
    {"FAM", "HUM", "LIV", "STI"},
    {"EMP", "LIV"},
    {"HEA", "MED"},
    *({"FAM", one} for one in ("CHI", "EDU", "EMP", "HEA")),
    {"REL", "TRA"},
    {"COM", "DIG"},
)
"""Purposes that meet one need; every purpose is a need of its own besides, and OTH may be any."""
FAMILY = {"CHI", "EDU", "EMP", "FAM", "HEA"}
"""What family support is for."""
REASONS = {"other_need", "other_person", "not_enough", "instead", "not_received"}
PROMISING_NOTHING = {"drafted", "refused", "withdrawn", "cancelled"}

Span = tuple[str, str]
"""First and last day, both included."""


def span_of(paid: list[str], back: list[str]) -> Span:
    """Find the days that payments help for: the last for a month, or for as many as it came after the one before."""
    days = [dt.date.fromisoformat(day) for day in paid]
    last = days[-1]
    months = [number_of(day) for day in days[-2:]]
    next_one = number_of(last) + max(1, months[-1] - months[0])
    until = in_month(next_one, last.day) - dt.timedelta(days=1)
    return paid[0], max([until.isoformat(), *back])


def number_of(day: dt.date) -> int:
    """Count the months up to that of a day."""
    return day.year * 12 + day.month - 1


def in_month(number: int, day: int) -> dt.date:
    """Find the day of a month, or its last where it has fewer."""
    begin = dt.date(number // 12, number % 12 + 1, 1)
    end = (begin + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    return begin.replace(day=min(day, end.day))


def meet_one_need(one: str | None, other: str | None) -> bool:
    """Say whether two purposes may meet the same need."""
    return one == other or "OTH" in {one, other} or any({one, other} <= need for need in NEEDS)


def give_span(award: Award, content: dict[str, Any]) -> None:
    """Note for which days an award helps, as it was proposed."""
    award.span = span_of(*([part["due"] for part in content[name]] for name in ("instalments", "repayments")))


def span_proposed(reading: Reading, proposal: Proposal) -> Span | None:
    """Find the days that a proposal promises help for; None for a kind that promises none."""
    award, content = reading.state.awards.get(proposal.subject), proposal.signed["content"]
    if award is None or not content:
        return None
    if proposal.kind == "award":
        return award.span
    if proposal.kind == "schedule":
        parts = award.instalments.items()
        kept = [part.due for number, part in parts if number not in content["replaces"] and part.stage != "replaced"]
        return span_of(sorted([*kept, *(part["due"] for part in content["instalments"])]), [])
    if proposal.kind == "loan_reschedule":
        paid = [part.due for part in award.instalments.values()]
        return span_of(paid, [part["due"] for part in content["repayments"]])
    if proposal.kind == "loan_grant" and award.span is not None:
        return award.span[0], max(award.span[1], span_of([proposal.day], [])[1])
    return None


def lengthen(reading: Reading, proposal: Proposal | None) -> None:
    """Note for which days a loan helps that is carried on as was signed."""
    if proposal is not None:
        span = span_proposed(reading, proposal)
        if span is not None:
            reading.state.awards[proposal.subject].span = span


def overlaps_of(reading: Reading, proposal: Proposal) -> list[str]:
    """Find the awards that overlap at this place with what is proposed, sorted."""
    span = span_proposed(reading, proposal)
    if span is None:
        return []
    state, found = reading.state, []
    mine = state.awards[proposal.subject]
    for ident in state.helped[mine.household]:
        other = state.awards[ident]
        if ident == proposal.subject or other.stage in PROMISING_NOTHING or other.span is None:
            continue
        meets = span[0] <= other.span[1] and other.span[0] <= span[1]
        if meets and meet_one_need(mine.purpose, other.purpose):
            found.append(ident)
    return sorted(found)


def check_overlap(reading: Reading, proposal: Proposal, what: str, decision: Decision) -> None:
    """H6: an approval names what overlaps, with a reason from the list; a refusal names nothing."""
    reading.checks["H6"] += 1
    approves = decision.decision == "approve"
    if decision.overlap != (overlaps_of(reading, proposal) if approves else []):
        reading.find("H6", f"{what} does not name exactly the awards that overlap")
    elif decision.reason is not None and (decision.reason not in REASONS or not decision.overlap):
        reading.find("H6", f"{what} gives no reason from the list, or one for nothing")
    elif approves and any(not set(decision.overlap) <= set(one.overlap) for one in proposal.decisions):
        reading.find("H6", f"{what} follows one that did not know of all that overlaps")
