"""A line that shows more than it is for: a loan paid back and more, a payment together with the bank's fee for it."""

from __future__ import annotations

from dataclasses import replace

from ledger.books.rules.lines import Shown
from ledger.disbursements.actions.outcomes import mark_confirmed
from ledger.disbursements.models import Disbursement
from ledger.errors import N_, Refusal
from ledger.loans.actions.repay import Came, recover, repay
from ledger.loans.models import Loan
from ledger.money import plain_amount
from ledger.treasury.actions.bookings import book_charge, book_interest
from ledger.work import Work


def take_more(work: Work, loan: Loan, shown: Shown) -> None:
    """Take in a line whole: first what is outstanding, then what was written off, and the rest as other income.

    Raises Refusal where all of it is outstanding, or nothing is.
    """
    owed = loan.outstanding_minor
    if not 0 < owed < shown.minor:
        raise Refusal(
            N_("%(left)s %(code)s of this loan is outstanding, not less than what the line shows; or nothing is."),
            left=plain_amount(owed, loan.currency),
            code=loan.currency,
        )
    lost = min(shown.minor - owed, loan.written_off_minor - loan.recovered_minor)
    repay(work, loan, Came.into_cash(replace(shown, minor=owed)))
    if lost:
        recover(work, loan, Came.into_cash(replace(shown, minor=lost)))
    rest = shown.minor - owed - lost
    if rest:
        book_interest(work, loan.award.fund, replace(shown, minor=rest))


def confirm_with_fee(work: Work, paid: Disbursement, shown: Shown) -> None:
    """Confirm a payment by a line that shows it and the bank's fee in one sum; its fund bears the fee.

    Raises Refusal where the line shows no more than the payment.
    """
    fee = -shown.minor - paid.minor
    if fee <= 0:
        raise Refusal(
            N_("%(of)s is of %(amount)s %(code)s; the line shows no fee beside it."),
            of=paid.reference,
            amount=plain_amount(paid.minor, paid.currency),
            code=paid.currency,
        )
    mark_confirmed(work, [(paid, replace(shown, minor=-paid.minor))])
    book_charge(work, paid.award.fund, replace(shown, minor=-fee))
