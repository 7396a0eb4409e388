"""H6 and H7 of the payment of a loan: its promise is used when the money is sent, and made again where it came back."""

from audit.replay.causes import expect_pair
from audit.replay.reading import Reading
from audit.replay.records import Award, Disbursement, Loan
from audit.replay.repaying import LOAN

EVENTS = {
    "sent": ("payment_sent", "loan_disbursed"),
    "failed": ("payment_failed", "loan_failed"),
    "returned": ("payment_returned", "loan_returned"),
}
"""What a step of a payment is called in the books: of a gift, of a loan."""
OWED = ("2100", "1400")
"""The account that stands against money on its way: of a gift, of a loan."""


def event_of(step: str, award: Award) -> str:
    """Name the entry of a step of a payment."""
    return EVENTS[step][award.kind == LOAN]


def promise(reading: Reading, ident: str, award: Award) -> None:
    """Open the account of a loan whose award is approved."""
    reading.state.loans[ident] = Loan(award.currency)


def lend(reading: Reading, disbursement: Disbursement, award: Award) -> None:
    """Use the promise of a loan: from here on the money is lent."""
    loan = reading.state.loans.get(disbursement.award)
    part = award.instalments.get(disbursement.number)
    if loan is None or part is None:
        return
    part.stage = "recognised"
    loan.stage, loan.lent, loan.lent_on = "running", disbursement.minor, reading.day
    money = (award.fund, disbursement.currency, disbursement.minor)
    expect_pair(reading, "commitment_used", ("award", disbursement.award), money)


def take_back(reading: Reading, disbursement: Disbursement, award: Award) -> None:
    """Promise the money of a loan again, of which nothing may have happened yet."""
    loan = reading.state.loans.get(disbursement.award)
    part = award.instalments.get(disbursement.number)
    if award.kind != LOAN or loan is None or part is None:
        return
    reading.checks["H7"] += 1
    if loan.outstanding != loan.lent or loan.allowance:
        reading.find("H7", f"loan {disbursement.award} comes back whole, but something was done with it before")
    part.stage = "planned"
    count = loan.rescheduled
    reading.state.loans[disbursement.award] = Loan(loan.currency, rescheduled=count)
    money = (award.fund, disbursement.currency, disbursement.minor)
    expect_pair(reading, "commitment_restored", ("award", disbursement.award), money)


def cancel(reading: Reading, ident: str) -> None:
    """Close the account of a loan that was never sent."""
    loan = reading.state.loans.get(ident)
    if loan is not None and loan.stage == "promised":
        loan.stage = "cancelled"
