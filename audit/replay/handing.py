"""H7 of cash through an intermediary: paid out of their advance, by the receipts of two people."""

from typing import Any

from audit.replay.advances import account_for
from audit.replay.causes import ADVANCES, expect, pair
from audit.replay.channel_records import Advance
from audit.replay.evidence import grade
from audit.replay.reading import Reading
from audit.replay.records import Award, Disbursement, Run

CASH = "cash"
"""The channel of cash through an intermediary; its runs name them by their code."""


def run_in_hands(reading: Reading, disbursement: Disbursement) -> Run | None:
    """Find the run of a payment that goes through an intermediary; None for every other."""
    run = reading.state.runs.get(disbursement.run or "")
    return run if run is not None and run.channel == CASH else None


def check_hands(reading: Reading, data: dict[str, Any]) -> None:
    """H7: a run of cash is opened for an intermediary who is known."""
    reading.checks["H7"] += 1
    known = {each.code for each in reading.state.intermediaries.values()}
    if data["channel"] == CASH and data["cash"] not in known:
        reading.find("H7", f"run {data['run']} is to be paid in cash by {data['cash']}, who is no intermediary")


def confirm(reading: Reading, ident: str, run: Run, disbursement: Disbursement, award: Award) -> None:
    """Pay a disbursement out of the advance in the hands of its run's intermediary."""
    reading.checks["H7"] += 1
    if not grade(disbursement.signs):
        reading.find("H7", f"disbursement {ident} is confirmed without the receipts of two people")
    found = advance_in_hand(reading, run.cash)
    if found is None or (found[1].fund, found[1].currency) != (award.fund, disbursement.currency):
        reading.find("H7", f"disbursement {ident} is paid by {run.cash}, who holds no advance of its fund")
    else:
        account_for(reading, found[0], found[1], disbursement.minor)
    lines = pair(award.fund, disbursement.currency, disbursement.minor, "2100", ADVANCES)
    expect(reading, "paid_by_intermediary", ("disbursement", ident), lines, hand=run.cash)


def advance_in_hand(reading: Reading, code: str) -> tuple[str, Advance] | None:
    """Find the advance that an intermediary holds."""
    for ident, each in reading.state.advances.items():
        if each.code == code and each.stage == "paid":
            return ident, each
    return None


def check_not_filed(reading: Reading, ident: str, disbursement: Disbursement) -> None:
    """H13: what stands in a payment file that somebody has does not fail before it was sent: it could be paid twice."""
    run = reading.state.runs.get(disbursement.run or "")
    made = None if run is None else reading.state.payment_files.get(run.file or "")
    reading.checks["H13"] += 1
    if made is not None and not made.lost:
        reading.find("H13", f"disbursement {ident} fails before it was sent, though a payment file holds it")
