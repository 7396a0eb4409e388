"""The account of a loan: what every change of it does to its figures, to its schedule and to the books."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.actions import About, Happening, Journal
from ledger.books.rules.chart import ALLOWANCE, LOAN_LOSSES, LOANS
from ledger.books.rules.lines import Line
from ledger.errors import N_, Refusal
from ledger.loans.models import Loan, LoanDue, LoanStage
from ledger.loans.rules.falling_due import oldest_unpaid
from ledger.loans.rules.worth import Amount, excess, part_of
from ledger.money import plain_amount


def outstanding(loan: Loan) -> Amount:
    """What stands on 1400 for this loan."""
    return Amount(loan.outstanding_minor, loan.outstanding_base)


def allowance(loan: Loan) -> Amount:
    """What stands on 1490 for this loan."""
    return Amount(loan.allowance_minor, loan.allowance_base)


def happening(loan: Loan, event: str, on: date) -> Happening:
    """An event of the rule table about this loan."""
    return Happening(event, on, loan.award.fund_id, loan.currency, About("award", loan.award_id))


def refuse_unless_running(loan: Loan) -> None:
    """Refuse what can only be done while something is outstanding."""
    if loan.stage is not LoanStage.RUNNING:
        raise Refusal(N_("Nothing of this loan is outstanding; that cannot be done with it."))


def refuse_more_than_outstanding(loan: Loan, minor: int, field: str | None = None) -> None:
    """Refuse an amount that is nothing, or more than what is left to be paid back."""
    refuse_unless_running(loan)
    if not 0 < minor <= loan.outstanding_minor:
        raise Refusal(
            N_("%(left)s %(code)s of this loan is outstanding; %(amount)s is not a part of that."),
            field=field,
            left=plain_amount(loan.outstanding_minor, loan.currency),
            code=loan.currency,
            amount=plain_amount(minor, loan.currency),
        )


def take_out(loan: Loan, minor: int) -> tuple[Amount, Line]:
    """Take a part out of what is outstanding; return what it stood at, and the line that takes it off 1400."""
    part = part_of(outstanding(loan), minor)
    loan.outstanding_minor -= part.minor
    loan.outstanding_base -= part.base
    return part, Line(LOANS, -part.minor, -part.base)


def let_go_of_excess(loan: Loan) -> list[Line]:
    """Let go of what was set aside for more than is outstanding now; return the lines of its entry, if there is any."""
    more = excess(allowance(loan), outstanding(loan))
    if not more.minor:
        return []
    use_allowance(loan, more)
    return [Line(ALLOWANCE, more.minor, more.base), Line(LOAN_LOSSES, -more.minor, -more.base)]


def post_all(books: Journal, loan: Loan, on: date, entries: dict[str, list[Line]]) -> None:
    """Post the entries of one change, event by event; an entry without lines is none."""
    for event, lines in entries.items():
        if lines:
            books.post(happening(loan, event, on), lines)


def use_allowance(loan: Loan, part: Amount) -> None:
    """Let a part of what was set aside go."""
    loan.allowance_minor -= part.minor
    loan.allowance_base -= part.base


def unpaid(session: Session, loan: Loan) -> list[LoanDue]:
    """Return the parts of the plan in force of which something is left, oldest first."""
    query = select(LoanDue).where(LoanDue.award_id == loan.award_id, LoanDue.plan == loan.rescheduled)
    return [part for part in session.scalars(query.order_by(LoanDue.due, LoanDue.number)) if part.rest]


def move_off(parts: list[LoanDue], shares: list[int], on: date) -> None:
    """Note of parts of a plan that they will not be paid there."""
    for part, share in zip(parts, shares, strict=True):
        part.moved_minor += share
        part.spared_minor += share if on < part.due else 0


def settle(session: Session, loan: Loan, ending: LoanStage) -> None:
    """Read off the schedule since when something is late, and close a loan of which nothing is left."""
    with session.no_autoflush:
        loan.oldest_due = oldest_unpaid((part.due, part.rest) for part in unpaid(session, loan))
    if not loan.outstanding_minor:
        loan.stage, loan.suspended = ending, False
    session.flush()
