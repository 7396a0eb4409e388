"""H7: which stage may follow which (section 4 of the log format)."""

from audit.replay.channel_records import Advance
from audit.replay.reading import Reading
from audit.replay.records import Award, Disbursement, Run

NEXT: dict[str, tuple[frozenset[str], str]] = {
    "award.proposed": (frozenset({"drafted", "proposed"}), "proposed"),
    "award.approved": (frozenset({"proposed"}), "approved"),
    "award.refused": (frozenset({"proposed"}), "refused"),
    "award.withdrawn": (frozenset({"proposed"}), "withdrawn"),
    "award.activated": (frozenset({"approved", "completed"}), "active"),
    "award.completed": (frozenset({"active"}), "completed"),
    "award.cancelled": (frozenset({"approved", "active", "cancelled"}), "cancelled"),
    "run.proposed": (frozenset({"open", "proposed"}), "proposed"),
    "run.released": (frozenset({"proposed"}), "released"),
    "run.settled": (frozenset({"released"}), "settled"),
    "run.abandoned": (frozenset({"open", "proposed"}), "abandoned"),
    "run.gathered": (frozenset({"planned"}), "in_run"),
    "disbursement.split": (frozenset({"planned"}), "split"),
    "disbursement.sent": (frozenset({"in_run"}), "sent"),
    "disbursement.confirmed": (frozenset({"sent"}), "confirmed"),
    "disbursement.failed": (frozenset({"in_run", "sent"}), "failed"),
    "disbursement.returned": (frozenset({"confirmed"}), "returned"),
    "disbursement.cancelled": (frozenset({"planned"}), "cancelled"),
    "advance.approved": (frozenset({"proposed"}), "approved"),
    "advance.cancelled": (frozenset({"approved"}), "cancelled"),
    "advance.paid": (frozenset({"approved"}), "paid"),
    "advance.settled": (frozenset({"paid"}), "settled"),
}
"""Verb to the stages it may start from and the one it leads to; `run.gathered` moves payments."""


def move(reading: Reading, verb: str, ident: str, thing: Award | Run | Disbursement | Advance) -> None:
    """Take a thing to its next stage; replay follows the log even where the step is forbidden."""
    before, after = NEXT[verb]
    reading.checks["H7"] += 1
    if thing.stage not in before:
        reading.find("H7", f"{verb} of {ident} does not follow from its stage {thing.stage}")
    thing.stage = after


def move_from(reading: Reading, verb: str, ident: str, thing: Award | Disbursement, claimed: str) -> None:
    """Take a thing to its next stage, where the entry also says which stage it was in."""
    if claimed == thing.stage:
        move(reading, verb, ident, thing)
        return
    reading.checks["H7"] += 1
    reading.find("H7", f"{verb} says that {ident} was {claimed}, but it was {thing.stage}")
    thing.stage = NEXT[verb][1]
