"""H6 and H7 of a loan that runs: what comes back, is set aside, written off or given never exceeds what was lent."""

from typing import Any

from audit.replay.amounts import check_amount, check_part
from audit.replay.causes import ADVANCES, CASH, EXPENSE, Line, expect
from audit.replay.dues import carry_out
from audit.replay.overlaps import lengthen
from audit.replay.reading import Reading
from audit.replay.records import Award, Loan

LOANS, ALLOWANCE, LOSSES = "1400", "1490", "5500"


def running(reading: Reading, verb: str, data: dict[str, Any]) -> tuple[Loan, Award] | None:
    """Find the loan that an entry is about; most can only be done while something is outstanding."""
    ident = data["award"]
    loan = reading.known(reading.state.loans, ident, "loan")
    if loan is None:
        return None
    reading.checks["H7"] += 1
    if loan.stage != "running":
        reading.find("H7", f"{verb} of loan {ident} does not follow: it is {loan.stage}")
    return loan, reading.state.awards[ident]


def post(reading: Reading, event: str, data: dict[str, Any], award: Award, lines: list[tuple[str, int]]) -> None:
    """Call for an entry about a loan; a line is account and minor units."""
    full: list[Line] = [(award.fund, account, award.currency, minor) for account, minor in lines if minor]
    expect(reading, event, ("award", data["award"]), tuple(full), data.get("holder"))


def take_out(reading: Reading, verb: str, data: dict[str, Any], loan: Loan) -> None:
    """H6: what is taken out of a loan is a part of what is outstanding."""
    what = f"{verb} of loan {data['award']}"
    check_amount(reading, what, data["minor"])
    reading.checks["H6"] += 1
    if data["minor"] > loan.outstanding:
        reading.find("H6", f"{what} takes {data['minor']}, but {loan.outstanding} is outstanding")


def close(loan: Loan, stage: str) -> None:
    """Close a loan of which nothing is left."""
    if loan.outstanding <= 0:
        loan.stage, loan.suspended = stage, False


def let_go_of_excess(reading: Reading, data: dict[str, Any], loan: Loan, award: Award) -> None:
    """Call for the entry that takes back what is set aside for more than is left."""
    more = loan.allowance - max(0, loan.outstanding)
    if more > 0:
        loan.allowance -= more
        post(reading, "loan_allowance", {"award": data["award"]}, award, [(ALLOWANCE, more), (LOSSES, -more)])


def check_money(reading: Reading, what: str, data: dict[str, Any], loan: Loan) -> str:
    """H7: money of a loan comes after it was lent, and not in the future; give the account that it is on."""
    reading.checks["H7"] += 1
    if not (loan.lent_on or "9999") <= data["date"] <= reading.day:
        reading.find("H7", f"{what} of loan {data['award']} is dated {data['date']}, it was lent on {loan.lent_on}")
    return ADVANCES if data["statement"] is None else CASH


def take_in(reading: Reading, data: dict[str, Any], award: Award) -> None:
    """Note what somebody else took in for us: they hand in no more than that."""
    if data["statement"] is None:
        reading.state.taken_in[award.fund, data["holder"], award.currency] += data["minor"]


def repay(reading: Reading, data: dict[str, Any]) -> None:
    """Take in what was paid back."""
    found = running(reading, "loan.repaid", data)
    if found is None:
        return
    loan, award = found
    take_out(reading, "loan.repaid", data, loan)
    account = check_money(reading, "a repayment", data, loan)
    take_in(reading, data, award)
    loan.repaid += data["minor"]
    post(reading, "loan_repaid", data, award, [(account, data["minor"]), (LOANS, -data["minor"])])
    let_go_of_excess(reading, data, loan, award)
    close(loan, "repaid")


def recover(reading: Reading, data: dict[str, Any]) -> None:
    """Take in what came back of what was written off."""
    ident, minor = data["award"], data["minor"]
    loan = reading.known(reading.state.loans, ident, "loan")
    if loan is None:
        return
    check_amount(reading, f"loan.recovered of loan {ident}", minor)
    account = check_money(reading, "a recovery", data, loan)
    take_in(reading, data, reading.state.awards[ident])
    reading.checks["H6"] += 1
    if loan.recovered + minor > loan.written_off:
        reading.find("H6", f"of loan {ident} more comes back than was written off")
    loan.recovered += minor
    post(reading, "loan_recovered", data, reading.state.awards[ident], [(account, minor), (LOSSES, -minor)])


def suspend(reading: Reading, data: dict[str, Any]) -> None:
    """Stop asking for a loan."""
    switch(reading, "loan.suspended", data, on=True)


def resume(reading: Reading, data: dict[str, Any]) -> None:
    """Ask for it again, as another person has signed."""
    carry_out(reading, "loan.resumed", data)
    switch(reading, "loan.resumed", data, on=False)


def switch(reading: Reading, verb: str, data: dict[str, Any], *, on: bool) -> None:
    """Hold a loan to being suspended and resumed in turn."""
    found = running(reading, verb, data)
    if found is not None and found[0].suspended is on:
        reading.find("H7", f"{verb} comes twice for loan {data['award']}")
    if found is not None:
        found[0].suspended = on


def reschedule(reading: Reading, data: dict[str, Any]) -> None:
    """Let the rest be paid back by another plan."""
    carry_out(reading, "loan.rescheduled", data)
    found = running(reading, "loan.rescheduled", data)
    if found is None:
        return
    loan = found[0]
    loan.rescheduled += 1
    proposal = reading.state.proposals.get(data["proposal"])
    lengthen(reading, proposal)
    reading.checks["H4"] += 1
    signed = proposal.signed["money"]["minor"] if proposal is not None and proposal.signed["money"] else None
    if signed != loan.outstanding:
        reading.find("H4", f"loan {data['award']} is rescheduled for {signed}, but {loan.outstanding} is outstanding")


def set_allowance(reading: Reading, data: dict[str, Any]) -> None:
    """Set aside what will hardly be paid back."""
    carry_out(reading, "loan.allowance_set", data)
    found = running(reading, "loan.allowance_set", data)
    if found is None:
        return
    loan, award = found
    check_part(reading, f"the allowance for loan {data['award']}", data["minor"])
    reading.checks["H6"] += 1
    if data["minor"] > loan.outstanding:
        reading.find("H6", f"more is set aside for loan {data['award']} than is outstanding")
    more = data["minor"] - loan.allowance
    loan.allowance = data["minor"]
    post(reading, "loan_allowance", data, award, [(LOSSES, more), (ALLOWANCE, -more)])


def write_off(reading: Reading, data: dict[str, Any]) -> None:
    """Give a part of a loan up; what was set aside bears it first."""
    carry_out(reading, "loan.written_off", data)
    found = running(reading, "loan.written_off", data)
    if found is None:
        return
    loan, award = found
    take_out(reading, "loan.written_off", data, loan)
    minor = data["minor"]
    borne = min(minor, loan.allowance)
    loan.written_off += minor
    loan.allowance -= borne
    post(reading, "loan_written_off", data, award, [(ALLOWANCE, borne), (LOSSES, minor - borne), (LOANS, -minor)])
    close(loan, "written_off")


def grant(reading: Reading, data: dict[str, Any]) -> None:
    """Give what was lent, as two approvers have decided anew."""
    carry_out(reading, "loan.granted", data)
    found = running(reading, "loan.granted", data)
    if found is None:
        return
    loan, award = found
    take_out(reading, "loan.granted", data, loan)
    minor = data["minor"]
    loan.granted += minor
    lengthen(reading, reading.state.proposals.get(data["proposal"]))
    post(reading, "loan_granted", data, award, [(EXPENSE.get(data["award_kind"], ""), minor), (LOANS, -minor)])
    let_go_of_excess(reading, data, loan, award)
    close(loan, "granted")
