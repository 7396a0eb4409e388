"""Awards that are stopped by one person, resumed by two, and paid by another schedule than was signed first."""

from typing import Any

from audit.replay.award_records import Instalment
from audit.replay.dues import carry_out
from audit.replay.overlaps import lengthen
from audit.replay.reading import Reading
from audit.replay.records import Award

RUNNING = frozenset({"approved", "active"})


def promised(award: Award) -> list[int]:
    """Give the numbers of the instalments that are still promised and wait for a review, or were not passed."""
    by_review = award.recognition == "instalment"
    return [number for number, part in sorted(award.instalments.items()) if by_review and part.stage == "planned"]


def stop(reading: Reading, data: dict[str, Any]) -> None:
    """Stop what is still to be paid."""
    award = running(reading, "award.stopped", data["award"])
    if award is not None:
        if award.stopped:
            reading.find("H7", f"award {data['award']} is stopped a second time")
        award.stopped = True


def resume(reading: Reading, data: dict[str, Any]) -> None:
    """Let it go on, as another person has signed."""
    carry_out(reading, "award.resumed", data)
    award = running(reading, "award.resumed", data["award"])
    if award is not None:
        if not award.stopped:
            reading.find("H7", f"award {data['award']} is resumed, but was not stopped")
        award.stopped = False


def reschedule(reading: Reading, data: dict[str, Any]) -> None:
    """Replace all that is still promised by other instalments of the same sum, as signed."""
    ident = data["award"]
    carry_out(reading, "award.rescheduled", data)
    award = running(reading, "award.rescheduled", ident)
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if award is None or proposal is None:
        return
    content = proposal.signed["content"]
    lengthen(reading, proposal)
    reading.checks["H4"] += 1
    left = promised(award)
    total = sum(award.instalments[number].minor for number in left)
    if (content["replaces"], proposal.signed["money"]["minor"]) != (left, total):
        reading.find("H4", f"award {ident} is rescheduled, but other instalments of it are promised than was signed")
    for number in content["replaces"]:
        part = award.instalments.get(number)
        if part is not None and part.stage == "planned":
            part.stage = "replaced"
    for one in content["instalments"]:
        award.instalments.setdefault(one["number"], Instalment(one["due"], one["minor"]))


def running(reading: Reading, verb: str, ident: str) -> Award | None:
    """H7: find an award of which something is still to be paid."""
    award = reading.known(reading.state.awards, ident, "award")
    reading.checks["H7"] += 1
    if award is not None and award.stage not in RUNNING:
        reading.find("H7", f"{verb} of award {ident} does not follow: it is {award.stage}")
    return award


def check_not_stopped(reading: Reading, what: str, awards: set[str]) -> None:
    """H7: nothing of a stopped award is gathered, released, or handed to be paid."""
    reading.checks["H7"] += 1
    for ident in sorted(awards):
        award = reading.state.awards.get(ident)
        if award is not None and award.stopped:
            reading.find("H7", f"{what}: a payment of award {ident} is in it, which is stopped")
