"""Lending: a loan is promised with its award, runs once its money was sent, and is promised again if it came back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.awards.actions.carry_out import when_promised
from ledger.awards.actions.instalments import when_given_up
from ledger.awards.models import Award, AwardKind, Instalment, InstalmentStage
from ledger.awards.rules.schedule import Planned, read
from ledger.books.actions import About, Happening, Journal
from ledger.books.rules.chart import COMMITTED, COMMITTED_CONTRA, LOANS
from ledger.books.rules.lines import pair
from ledger.disbursements.actions.booking import Booking, register_booking
from ledger.disbursements.models import Disbursement
from ledger.errors import N_, Refusal
from ledger.loans.actions.account import settle
from ledger.loans.models import Loan, LoanDue, LoanStage
from ledger.vault.actions.erase import may_object
from ledger.work import Work


@when_promised
def _promise(work: Work, award: Award, said: dict[str, Any]) -> None:
    """Open the account of a loan whose award was approved."""
    if award.kind is AwardKind.MICRO_LOAN:
        loan = Loan(award_id=award.id, currency=award.currency, stage=LoanStage.PROMISED, opened_at=work.at)
        work.session.add(loan)
        work.session.flush()
        write_plan(work, loan, read(said["content"]["repayments"]))


def write_plan(work: Work, loan: Loan, plan: tuple[Planned, ...]) -> None:
    """Write down how a loan is paid back from now on."""
    work.session.add_all(
        LoanDue(award_id=loan.award_id, plan=loan.rescheduled, number=part.number, due=part.due, minor=part.minor)
        for part in plan
    )
    work.session.flush()


@when_given_up
def _give_up(work: Work, award: Award) -> None:
    """Close the account of a loan whose award was cancelled before the money was sent."""
    if award.kind is AwardKind.MICRO_LOAN:
        _loan_of(work, award).stage = LoanStage.CANCELLED


def _loan_of(work: Work, award: Award) -> Loan:
    return work.session.get_one(Loan, award.id)


def _lend(work: Work, books: Journal, paid: Disbursement) -> None:
    """Let go of the promise: from here on the money is lent, at what it is worth today."""
    instalment = work.session.get_one(Instalment, (paid.award_id, paid.number))
    on = work.at.date()
    promise = pair(COMMITTED_CONTRA, COMMITTED, paid.minor, instalment.base_minor)
    books.post(_about(paid, "commitment_used", work), promise)
    paid.base_minor = instalment.base_minor = books.worth(paid.award.fund_id, paid.currency, paid.minor, on)
    instalment.stage = InstalmentStage.RECOGNISED
    loan = _loan_of(work, paid.award)
    loan.stage, loan.lent_on, loan.lent_minor = LoanStage.RUNNING, on, paid.minor
    loan.outstanding_minor, loan.outstanding_base = paid.minor, paid.base_minor
    settle(work.session, loan, LoanStage.RUNNING)


def _take_back(work: Work, books: Journal, paid: Disbursement) -> None:
    """Promise the money again: it was not lent after all."""
    loan = _loan_of(work, paid.award)
    if _arrived(work.session, paid):
        raise Refusal(
            N_("Something of this loan was paid back, set aside or given up already: its payment has arrived."),
            field="outcome",
        )
    instalment = work.session.get_one(Instalment, (paid.award_id, paid.number))
    instalment.stage = InstalmentStage.PLANNED
    loan.stage, loan.lent_on, loan.oldest_due, loan.suspended = LoanStage.PROMISED, None, None, False
    loan.lent_minor = loan.outstanding_minor = loan.outstanding_base = 0
    work.session.flush()
    promise = pair(COMMITTED, COMMITTED_CONTRA, paid.minor, paid.base_minor)
    books.post(_about(paid, "commitment_restored", work), promise)


def _arrived(session: Session, paid: Disbursement) -> bool:
    """Whether anything was paid back, set aside or given up of the loan that was paid."""
    loan = session.get_one(Loan, paid.award_id)
    return loan.outstanding_minor != loan.lent_minor or loan.allowance_minor > 0 or not loan.lent_minor


def _about(paid: Disbursement, event: str, work: Work) -> Happening:
    return Happening(event, work.at.date(), paid.award.fund_id, paid.currency, About("award", paid.award_id))


register_booking(
    AwardKind.MICRO_LOAN, Booking(LOANS, "loan_disbursed", "loan_failed", "loan_returned", _lend, _take_back, _arrived)
)


@may_object
def _keep_while_owed(work: Work, pseudonym: str) -> None:
    """Refuse to erase somebody who owes something: whoever is erased cannot be asked for it, nor thanked."""
    owed = _owed_by(work, pseudonym)
    if owed is not None:
        raise Refusal(N_("Loan %(award)s is not paid back. Write it off or turn it into a grant first."), award=owed)


def _owed_by(work: Work, pseudonym: str) -> str | None:
    query = select(Award.reference).join(Loan, Loan.award_id == Award.id)
    return work.session.scalar(query.where(Award.beneficiary == pseudonym, Loan.stage == LoanStage.RUNNING).limit(1))
