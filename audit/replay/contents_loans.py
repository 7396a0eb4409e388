"""What a proposal about a loan must say: about which loan, and no more than is outstanding (H4)."""

from typing import Any

from audit.replay.causes import EXPENSE
from audit.replay.contents import check_money
from audit.replay.reading import Reading
from audit.replay.records import Loan
from audit.replay.repaying import fault_in_plan
from audit.replay.signed import compare

WHOLE = frozenset({"loan_allowance", "loan_reschedule", "loan_resume"})
"""Kinds of proposal whose money is all that is outstanding; of every other it is a part of that."""


FAULTS = {
    "loan_allowance": "sets aside more than is outstanding",
    "loan_grant": "turns a loan into no kind of grant",
    "loan_resume": "resumes a loan that is not suspended",
}


def check_loan(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold a proposal about a loan to its award, and to what the log knows of the loan."""
    content, money, award_id = signed["content"], signed["money"], signed["subject"]
    loan = reading.known(reading.state.loans, award_id, "loan")
    if loan is None:
        return
    award = reading.state.awards[award_id]
    compare(reading, f"the content of proposal {ident}", content, {"award": award_id})
    compare(reading, f"proposal {ident}", signed, {"fund": award.fund, "beneficiary": award.beneficiary})
    compare(reading, f"the money of proposal {ident}", money, {"currency": loan.currency})
    if not check_money(reading, ident, money):
        return
    reading.checks["H4"] += 1
    fault = fault_in(signed["kind"], content, money["minor"], loan, reading.day)
    if fault is not None:
        reading.find("H4", f"proposal {ident} {fault}")


def fault_in(kind: str, content: dict[str, Any], minor: int, loan: Loan, day: str) -> str | None:
    """Say what is wrong with what is proposed about a loan; None where nothing is."""
    if loan.stage != "running":
        return f"is about a loan that is {loan.stage}"
    if minor > loan.outstanding or (kind in WHOLE and minor != loan.outstanding):
        return f"is about {minor} of a loan of which {loan.outstanding} is outstanding"
    if kind == "loan_reschedule":
        return fault_in_plan(content["repayments"], minor, day)
    sound = {
        "loan_allowance": kind != "loan_allowance" or 0 <= content["minor"] <= minor,
        "loan_grant": kind != "loan_grant" or content["award_kind"] in EXPENSE,
        "loan_resume": loan.suspended,
    }
    return None if sound.get(kind, True) else FAULTS[kind]
