"""H4 and H10 of a running award that is moved to another of its beneficiary's ways to be paid."""

from typing import Any

from audit.replay.contents_schedules import check_about
from audit.replay.contents_sealed import check_hands
from audit.replay.dues import carry_out
from audit.replay.payees import newest_payment
from audit.replay.reading import Reading
from audit.replay.records import Award
from audit.replay.schedules import running
from audit.replay.signed import compare

LOAN = "micro_loan"


def check_move(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a move to the way that the award is paid by, and to the newest details of another; no money moves by it."""
    content = signed["content"]
    award = check_about(reading, ident, signed)
    compare(reading, f"proposal {ident}", signed, {"money": None})
    check_hands(reading, ident, content)
    if award is None:
        return
    due = {"replaces": award.way, "envelope": newest_payment(reading, award.beneficiary, content["way"])}
    compare(reading, f"the content of proposal {ident}", content, due)
    if content["way"] == award.way:
        reading.find("H4", f"proposal {ident} moves award {content['award']} to the way that it is paid by")
    if award.kind == LOAN and content["channel"] == "cash":
        reading.find("H4", f"proposal {ident} lets an intermediary pay out a loan")


def move(reading: Reading, data: dict[str, Any]) -> None:
    """Pay what is left of an award another way, as signed; nothing of it is in a run that day."""
    ident = data["award"]
    carry_out(reading, "award.moved", data)
    award = running(reading, "award.moved", ident)
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if award is None or proposal is None:
        return
    content = proposal.signed["content"]
    reading.checks["H4"] += 1
    if content["replaces"] != award.way:
        reading.find("H4", f"award {ident} is moved from way {content['replaces']}, but it is paid by {award.way}")
    reading.checks["H10"] += 1
    inside = in_a_run(reading, award)
    if inside:
        reading.find("H10", f"award {ident} is moved while {len(inside)} payments of it are in a run")
    award.way, award.channel = data["way"], content["channel"]


def in_a_run(reading: Reading, award: Award) -> list[str]:
    """Find the payments of an award that were gathered and are not sent."""
    live = (ident for part in award.instalments.values() for ident in part.live)
    known = reading.state.disbursements
    return [ident for ident in live if ident in known and known[ident].stage == "in_run"]
