"""What becomes of an award once approved: recognised, active, completed, or cancelled."""

from typing import Any

from audit.replay import lending
from audit.replay.amounts import check_amount, check_part
from audit.replay.causes import EXPENSE, expect, expect_pair, pair
from audit.replay.reading import Reading
from audit.replay.records import Award
from audit.replay.repaying import LOAN
from audit.replay.stages import move_from

OVER = frozenset({"cancelled", "replaced"})
"""Stages of an instalment that is not paid any more."""


def recognise(reading: Reading, data: dict[str, Any]) -> None:
    """Recognise an instalment: it is owed now, as signed (H4) and after its review."""
    ident, number = data["award"], data["number"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    what = f"instalment {number} of award {ident}"
    part = award.instalments.get(number)
    if part is None:
        reading.find("H4", f"{what} is recognised, but is not in the signed schedule")
        return
    check_amount(reading, what, data["minor"])
    reading.checks["H4"] += 1
    if data["minor"] != part.minor:
        reading.find("H4", f"{what} is recognised with {data['minor']}, signed was {part.minor}")
    reading.checks["H7"] += 1
    if part.stage != "planned":
        reading.find("H7", f"{what} is recognised after it was {part.stage}")
    part.stage = "recognised"
    if award.kind == LOAN:
        reading.find("H7", f"{what} is recognised, but its money is lent")
    elif award.recognition == "notification":
        check_notified(reading, data, what)
    else:
        check_reviewed(reading, data, what, award)
        money = (award.fund, award.currency, part.minor)
        expect_pair(reading, "instalment_due", ("award", ident), money)
        lines = pair(*money, EXPENSE.get(award.kind, ""), "2100")
        expect(reading, "instalment_recognised", ("award", ident), lines)


def check_notified(reading: Reading, data: dict[str, Any], what: str) -> None:
    """H11: without a review, only the approval itself recognises an instalment."""
    reading.checks["H11"] += 1
    if data["award"] not in reading.unit.notified:
        reading.find("H11", f"{what} is recognised by {reading.actor}, not by the approval")
    if data["review"] != "none":
        reading.find("H7", f"{what} claims a review, but its award is owed on notification")


def check_reviewed(reading: Reading, data: dict[str, Any], what: str, award: Award) -> None:
    """H7: an instalment of a running award is recognised in the work of its review, which only an officer holds."""
    last = award.instalments[data["number"]].reviews[-1:]
    here = [one for one in last if one.outcome == "passed" and one.work == reading.unit.ident]
    if data["review"] != "passed" or not here or award.stage not in {"approved", "active"}:
        reading.find("H7", f"{what} is recognised without its review, or award {award.stage}")


def activate(reading: Reading, data: dict[str, Any]) -> None:
    """Mark an award as active: the first disbursement is sent, or one came back."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is not None:
        move_from(reading, "award.activated", ident, award, data["from"])
        reading.unit.standing[ident] = reading.seq


def complete(reading: Reading, data: dict[str, Any]) -> None:
    """Mark an award as completed: every instalment is confirmed or cancelled."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is not None:
        move_from(reading, "award.completed", ident, award, data["from"])
        reading.state.waiting.discard(ident)
        reading.unit.standing[ident] = reading.seq


def check_standing(reading: Reading, ident: str) -> None:
    """H7: an award is active from the first payment sent, completed when nothing is left to pay."""
    reading.checks["H7"] += 1
    award = reading.state.awards[ident]
    parts = award.instalments
    due = [n for n, part in parts.items() if not part.paid and part.stage not in OVER]
    fault = None
    if award.stage == "approved" and award.sent:
        fault = "has a disbursement sent, but is not activated"
    elif award.stage == "active" and not award.sent:
        fault = "is activated, but nothing of it was sent"
    elif award.stage == "active" and not due:
        fault = "is paid in full, but is not completed"
    elif award.stage == "completed" and due:
        fault = f"stands as completed, but instalments {due} are not paid"
    if fault is not None:
        reading.find("H7", f"award {ident} {fault}")


def cancel(reading: Reading, data: dict[str, Any]) -> None:
    """Cancel the rest of an award: what was owed and what was only promised leave the books."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    move_from(reading, "award.cancelled", ident, award, data["from"])
    reading.unit.cancelled.add(ident)
    reading.state.waiting.discard(ident)
    lending.cancel(reading, ident)
    owed, promised = give_up(reading, award, ident, data["instalments"])
    check_part(reading, f"the recognised part of award {ident}", data["recognised_minor"])
    check_part(reading, f"the memo part of award {ident}", data["memo_minor"])
    reading.checks["H7"] += 1
    if (data["recognised_minor"], data["memo_minor"]) != (owed, promised):
        reading.find(
            "H7",
            f"award {ident} gives up {owed} owed and {promised} promised, its entry differs",
        )
    reading.later(check_given_up, ident, data["instalments"])
    about = ("award", ident)
    if owed:
        lines = pair(award.fund, award.currency, owed, "2100", EXPENSE.get(award.kind, ""))
        expect(reading, "award_reduced", about, lines)
    if promised:
        expect_pair(reading, "award_cancelled", about, (award.fund, award.currency, promised))


def give_up(reading: Reading, award: Award, ident: str, numbers: list[int]) -> tuple[int, int]:
    """Cancel instalments; give the minor units that were owed, and those only promised."""
    totals = {"recognised": 0, "planned": 0}
    for number in numbers:
        part = award.instalments.get(number)
        if part is None or part.stage in OVER:
            reading.find(
                "H7",
                f"award {ident} gives up instalment {number}, which it does not have",
            )
        else:
            out = sum(minor for one, minor in part.live.items() if is_part_on_its_way(reading, one))
            rest = part.minor - part.given_up - out
            totals[part.stage] += rest
            part.given_up += rest
            if part.given_up == part.minor:
                part.stage = "cancelled"
    return totals["recognised"], totals["planned"]


def check_given_up(reading: Reading, ident: str, numbers: list[int]) -> None:
    """H6: an instalment that is given up has no disbursement that could still pay it."""
    award = reading.state.awards[ident]
    reading.checks["H6"] += 1
    for number in numbers:
        part = award.instalments.get(number)
        waiting = [] if part is None else [one for one in part.live if not is_part_on_its_way(reading, one)]
        if waiting:
            reading.find(
                "H6",
                f"instalment {number} of award {ident} is given up, not its payment {waiting[0]}",
            )


def is_part_on_its_way(reading: Reading, ident: str) -> bool:
    """Tell whether a payment is a part of an instalment that has left its plan: what is beside it can be given up."""
    paid = reading.state.disbursements[ident]
    return paid.split_of is not None and paid.stage != "planned"
