"""Loans that go on otherwise: rescheduled, suspended while somebody is detained, resumed, turned into a grant."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.actor import Role
from ledger.approvals.models import Proposal
from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Planned, read, written
from ledger.books.actions import journal
from ledger.books.rules.chart import EXPENSE
from ledger.books.rules.lines import Line
from ledger.errors import N_, Refusal
from ledger.loans.actions.account import (
    let_go_of_excess,
    move_off,
    post_all,
    refuse_more_than_outstanding,
    refuse_unless_running,
    settle,
    take_out,
    unpaid,
)
from ledger.loans.actions.asking import ask, record_signed, register_about_loans
from ledger.loans.actions.lend import write_plan
from ledger.loans.models import Loan, LoanStage
from ledger.loans.overlapping import (
    help_for,
    overlaps_of_grant,
    overlaps_of_schedule,
    span_if_given,
    span_if_rescheduled,
)
from ledger.loans.rules.falling_due import newest_first
from ledger.vocabulary import SUSPENSIONS
from ledger.work import Work


def propose_schedule(work: Work, loan: Loan, plan: tuple[Planned, ...]) -> Proposal:
    """Ask that what is outstanding is paid back by another plan. The loan stays at risk all the same."""
    refuse_unless_running(loan)
    _refuse_plan(loan, plan, work.at.date())
    return ask(work, loan, "loan_reschedule", loan.outstanding_minor, repayments=written(plan))


def _refuse_plan(loan: Loan, plan: tuple[Planned, ...], today: date) -> None:
    if sum(part.minor for part in plan) != loan.outstanding_minor:
        raise Refusal(
            N_("Something of this loan was paid back or given up since. Propose a plan for what is outstanding now.")
        )
    days = [part.due for part in plan]
    if days != sorted(days) or days[0] < today:
        raise Refusal(N_("A new plan begins today or later, in the order of its days."), field="first")


def _reschedule(work: Work, loan: Loan, proposal: Proposal, said: dict[str, Any]) -> None:
    plan = read(said["content"]["repayments"])
    _refuse_plan(loan, plan, proposal.opened_at.date())
    parts = unpaid(work.session, loan)
    move_off(parts, [part.rest for part in parts], work.at.date())
    loan.rescheduled += 1
    write_plan(work, loan, plan)
    settle(work.session, loan, LoanStage.RUNNING)
    help_for(loan.award, span_if_rescheduled(work.session, loan.award, said))
    record_signed(work, loan, proposal, "loan.rescheduled")


def suspend(work: Work, loan: Loan, reason: str) -> None:
    """Stop asking for a loan while somebody cannot pay. Stopping needs one person; the days late go on."""
    work.actor.require(Role.OFFICER)
    refuse_unless_running(loan)
    if reason not in SUSPENSIONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    if loan.suspended:
        raise Refusal(N_("This loan is suspended already."))
    loan.suspended = True
    work.session.flush()
    work.record("loan.suspended", [loan.award_id, loan.award.beneficiary], award=str(loan.award_id), reason=reason)


def propose_resumption(work: Work, loan: Loan) -> Proposal:
    """Ask another to sign that a loan is asked for again. Starting needs two people."""
    _refuse_not_suspended(loan)
    return ask(work, loan, "loan_resume", loan.outstanding_minor)


def _refuse_not_suspended(loan: Loan) -> None:
    if not loan.suspended:
        raise Refusal(N_("This loan is not suspended."))


def _resume(work: Work, loan: Loan, proposal: Proposal, _said: dict[str, Any]) -> None:
    _refuse_not_suspended(loan)
    loan.suspended = False
    work.session.flush()
    record_signed(work, loan, proposal, "loan.resumed")


def propose_grant(work: Work, loan: Loan, minor: int, kind: AwardKind) -> Proposal:
    """Ask two approvers to give what was lent, or a part of it: a new decision on the award."""
    refuse_more_than_outstanding(loan, minor, "amount")
    if kind.value not in EXPENSE:
        raise Refusal(N_("Choose the kind of grant from the list."), field="kind")
    return ask(work, loan, "loan_grant", minor, award_kind=kind.value)


def _grant(work: Work, loan: Loan, proposal: Proposal, said: dict[str, Any]) -> None:
    minor, kind = said["money"]["minor"], said["content"]["award_kind"]
    refuse_more_than_outstanding(loan, minor)
    on = work.at.date()
    parts = unpaid(work.session, loan)
    move_off(parts, newest_first([part.rest for part in parts], minor), on)
    given, off = take_out(loan, minor)
    loan.granted_minor += minor
    excess = let_go_of_excess(loan)
    settle(work.session, loan, LoanStage.GRANTED)
    help_for(loan.award, span_if_given(loan.award, proposal.opened_at.date()))
    lines = [Line(EXPENSE[kind], given.minor, given.base), off]
    with journal(work) as books:
        post_all(books, loan, on, {"loan_granted": lines, "loan_allowance": excess})
    record_signed(work, loan, proposal, "loan.granted", minor=minor, award_kind=kind)


register_about_loans("loan_reschedule", Role.OFFICER, _reschedule, overlaps_of_schedule)
register_about_loans("loan_resume", Role.OFFICER, _resume)
register_about_loans("loan_grant", Role.OFFICER, _grant, overlaps_of_grant)
