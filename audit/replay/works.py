"""H7 and H13 of the log itself: places without gap, times not falling, units of work together."""

from typing import Any

from audit.replay.causes import match_entries
from audit.replay.dues import match_dues
from audit.replay.progress import check_standing
from audit.replay.reading import Reading, Unit, attempt
from audit.replay.roles import duties_on


def step(reading: Reading, entry: dict[str, Any], seq: int) -> None:
    """Take one place in the log: check its number and time, begin a unit of work if it is new."""
    reading.seq = seq
    reading.checks["H7"] += 1
    if seq != reading.next_seq or entry["seq"] != seq:
        reading.find("H7", f"entry {entry['seq']} stands where {reading.next_seq} belongs")
    reading.next_seq = seq + 1
    at = entry["at"]
    if at != reading.at:
        if at < reading.at:
            reading.find("H7", f"time falls from {reading.at} to {at}")
        reading.at = at
        if at[:10] != reading.day:
            reading.day = at[:10]
            reading.roles = duties_on(reading, entry["actor"], reading.day)
    work, actor = entry["work"], entry["actor"]
    if work != reading.unit.ident:
        begin(reading, work, actor)
    elif actor != reading.unit.actor:
        reading.find("H7", f"unit of work {work} changes its actor to {actor}")
        reading.unit.actor = actor
        reading.roles = duties_on(reading, actor, reading.day)
    reading.actor = actor


def begin(reading: Reading, work: str, actor: str) -> None:
    """Close the unit of work before, and open the next."""
    seq = reading.seq
    close(reading)
    reading.seq = seq
    reading.checks["H13"] += 1
    if work in reading.works:
        reading.find("H13", f"unit of work {work} comes again after another one")
    reading.works.add(work)
    reading.unit = Unit(work, actor, seq)
    reading.roles = duties_on(reading, actor, reading.day)
    reading.checks["H11"] += 1
    if reading.state.suspended.get(actor, "") >= reading.day:
        reading.find("H11", f"{actor} acts on {reading.day}, while they have suspended their own access")


def close(reading: Reading) -> None:
    """Check what can only be said of a whole unit of work."""
    unit = reading.unit
    for seq, check, args in unit.later:
        reading.seq = seq
        attempt(reading, check, *args)
    for award, seq in unit.standing.items():
        reading.seq = seq
        attempt(reading, check_standing, award)
    if unit.expected or unit.posted:
        attempt(reading, match_entries)
    if unit.due or unit.done:
        attempt(reading, match_dues)
