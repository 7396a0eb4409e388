"""Statement lines that are about loans: a repayment, or money that comes back of what was written off."""

from __future__ import annotations

from sqlalchemy import Select
from sqlalchemy.orm import Session

from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.errors import N_
from ledger.loans.actions.repay import Came, recover, repay
from ledger.loans.models import Loan
from ledger.loans.queries import loan_by_reference, of_reference, payable_back, recoverable
from ledger.money import plain_amount
from ledger.work import Work

MOST = 200
"""How many loans finance chooses from; any other is named by its reference."""


def _target(loan: Loan, minor: int) -> Target:
    left = f"{plain_amount(minor, loan.currency)} {loan.currency}"
    return Target(loan.award.reference, f"{loan.award.reference} · {loan.award.beneficiary} · {left}")


def _some(query: Select[Loan], reference: str | None) -> Select[Loan]:
    return query.limit(MOST) if reference is None else of_reference(query, reference)


def _running(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    found = session.scalars(_some(payable_back(shown.currency, shown.minor), reference))
    return [_target(loan, loan.outstanding_minor) for loan in found]


def _lost(session: Session, shown: Shown, reference: str | None = None) -> list[Target]:
    found = session.scalars(_some(recoverable(shown.currency, shown.minor), reference))
    return [_target(loan, loan.written_off_minor - loan.recovered_minor) for loan in found]


def _repay(work: Work, shown: Shown, value: str) -> None:
    repay(work, loan_by_reference(work.session, value), Came.into_cash(shown))


def _recover(work: Work, shown: Shown, value: str) -> None:
    recover(work, loan_by_reference(work.session, value), Came.into_cash(shown))


register_use(Use("loan_repayment", N_("Repayment of a loan"), 1, _running, _repay, _running))
register_use(Use("loan_recovery", N_("Money back of a loan that was written off"), 1, _lost, _recover, _lost))
