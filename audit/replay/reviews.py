"""H7: the review of safety and need before each instalment: in time, once, with its reason, and followed at once."""

from typing import Any

from audit.replay.award_records import Instalment, Review
from audit.replay.days import days_later
from audit.replay.reading import Reading
from audit.replay.records import Award

EARLY, LONGEST = 14, 92
"""Days before its due day from which an instalment can be reviewed; days for which that can be put off at once."""


def review(reading: Reading, data: dict[str, Any]) -> None:
    """Take what an officer says about the next payment of an award."""
    ident, number = data["award"], data["number"]
    award = reading.known(reading.state.awards, ident, "award")
    part = None if award is None else award.instalments.get(number)
    if award is None or part is None:
        reading.find("H7", f"instalment {number} of award {ident} is reviewed, but is in no signed schedule")
        return
    reading.checks["H7"] += 1
    for fault in (fault_in_turn(award, part), fault_in_time(part, reading.day), fault_in_words(data, reading.day)):
        if fault is not None:
            reading.find("H7", f"instalment {number} of award {ident} {fault}")
    passed = data["outcome"] == "passed"
    if passed and award.stopped:
        reading.find("H7", f"instalment {number} of award {ident} is passed while the award is stopped")
    said = (data["outcome"], data["reason"], data["again_on"])
    part.reviews.append(Review(*said, reading.actor, reading.at, reading.unit.ident, reading.seq))
    if passed:
        reading.later(check_recognised, ident, number)


def fault_in_turn(award: Award, part: Instalment) -> str | None:
    """Say why an instalment does not wait for a review; None where it does."""
    if award.recognition != "instalment" or award.stage not in {"approved", "active"} or part.stage != "planned":
        return f"is reviewed while {part.stage}, its award {award.stage}"
    last = part.reviews[-1].outcome if part.reviews else "postponed"
    return None if last == "postponed" else f"is reviewed again after it was {last}"


def fault_in_time(part: Instalment, day: str) -> str | None:
    """Say that an instalment is reviewed long before it falls due."""
    return None if day >= days_later(part.due, -EARLY) else f"is reviewed on {day}, but falls due on {part.due}"


def fault_in_words(data: dict[str, Any], day: str) -> str | None:
    """Say what is wrong with an outcome: each but a pass has a reason, a postponement alone a day soon after."""
    outcome, again = data["outcome"], data["again_on"]
    if outcome not in {"passed", "postponed", "not_passed"}:
        return f"has an outcome replay does not know: {outcome}"
    if (data["reason"] is None) is not (outcome == "passed") or (again is not None) is not (outcome == "postponed"):
        return f"is {outcome} with a reason or day that does not belong to it"
    if again is not None and not day < again <= days_later(day, LONGEST):
        return f"is put off on {day} until {again}"
    return None


def check_recognised(reading: Reading, ident: str, number: int) -> None:
    """H7: what has passed its review is owed from that unit of work on."""
    reading.checks["H7"] += 1
    if reading.state.awards[ident].instalments[number].stage == "planned":
        reading.find("H7", f"instalment {number} of award {ident} has passed its review, but is not recognised")
