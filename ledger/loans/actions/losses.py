"""Loans that will hardly be paid back: what is set aside for them, and what is written off."""

from __future__ import annotations

from typing import Any

from ledger.actor import Role
from ledger.approvals.models import Proposal
from ledger.books.actions import journal
from ledger.books.rules.chart import ALLOWANCE, LOAN_LOSSES
from ledger.books.rules.lines import Line
from ledger.errors import N_, Refusal
from ledger.loans.actions.account import (
    allowance,
    happening,
    move_off,
    outstanding,
    refuse_more_than_outstanding,
    settle,
    take_out,
    unpaid,
    use_allowance,
)
from ledger.loans.actions.asking import ask, record_signed, register_about_loans
from ledger.loans.models import Loan, LoanStage
from ledger.loans.rules.falling_due import newest_first
from ledger.loans.rules.worth import Amount, part_of, used
from ledger.work import Work


def propose_allowance(work: Work, loan: Loan, minor: int) -> Proposal:
    """Ask that so much stands aside for a loan from now on."""
    _refuse_allowance(loan, minor)
    return ask(work, loan, "loan_allowance", loan.outstanding_minor, minor=minor)


def _refuse_allowance(loan: Loan, minor: int) -> None:
    if not 0 <= minor <= loan.outstanding_minor:
        raise Refusal(N_("Set aside at least nothing and at most what is outstanding."), field="amount")
    if minor == loan.allowance_minor:
        raise Refusal(N_("Exactly that is set aside already."), field="amount")


def _set_allowance(work: Work, loan: Loan, proposal: Proposal, said: dict[str, Any]) -> None:
    minor = said["content"]["minor"]
    _refuse_allowance(loan, minor)
    stands = part_of(outstanding(loan), minor)
    before = allowance(loan)
    more = Amount(stands.minor - before.minor, stands.base - before.base)
    # Rounding never gives the base the other sign.
    base = max(0, more.base) if more.minor > 0 else min(0, more.base)
    lines = [Line(LOAN_LOSSES, more.minor, base), Line(ALLOWANCE, -more.minor, -base)]
    loan.allowance_minor += more.minor
    loan.allowance_base += base
    work.session.flush()
    with journal(work) as books:
        # The side that is debited stands first, as in every entry.
        ordered = lines if more.minor > 0 else lines[::-1]
        books.post(happening(loan, "loan_allowance", work.at.date()), ordered)
    record_signed(work, loan, proposal, "loan.allowance_set", minor=minor)


def propose_write_off(work: Work, loan: Loan, minor: int) -> Proposal:
    """Ask that a part of a loan, or all of it, is given up."""
    refuse_more_than_outstanding(loan, minor, "amount")
    return ask(work, loan, "loan_write_off", minor)


def _write_off(work: Work, loan: Loan, proposal: Proposal, said: dict[str, Any]) -> None:
    minor = said["money"]["minor"]
    refuse_more_than_outstanding(loan, minor)
    on = work.at.date()
    parts = unpaid(work.session, loan)
    move_off(parts, newest_first([part.rest for part in parts], minor), on)
    lost, off = take_out(loan, minor)
    borne = used(allowance(loan), lost)
    use_allowance(loan, borne)
    loan.written_off_minor += minor
    losses = [Line(ALLOWANCE, borne.minor, borne.base)] if borne.minor else []
    if lost.minor > borne.minor:
        losses.append(Line(LOAN_LOSSES, lost.minor - borne.minor, lost.base - borne.base))
    settle(work.session, loan, LoanStage.WRITTEN_OFF)
    with journal(work) as books:
        books.post(happening(loan, "loan_written_off", on), [*losses, off])
    record_signed(work, loan, proposal, "loan.written_off", minor=minor)


register_about_loans("loan_allowance", Role.FINANCE, _set_allowance)
register_about_loans("loan_write_off", Role.FINANCE, _write_off)
