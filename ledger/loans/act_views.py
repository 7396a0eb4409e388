"""The forms about one loan. All have the same shape: read the loan, check the form, do or propose one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.awards.models import AwardKind
from ledger.awards.overlap_lines import lines_of
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.awards.words import REPAY_RHYTHMS
from ledger.errors import N_, NotFound, Refusal
from ledger.loans import forms, queries
from ledger.loans.actions.account import refuse_unless_running
from ledger.loans.actions.change import propose_grant, propose_resumption, propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.actions.repay import Came, repay
from ledger.loans.models import Loan
from ledger.loans.overlapping import beside
from ledger.loans.words import GRANT_KINDS
from ledger.money import plain_amount
from ledger.signin.forms import ConfirmForm
from ledger.vocabulary import SUSPENSIONS
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import Form, choices_of
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class LoanAct:
    """One thing that can be done about a loan: who may, by which form, what it does, and what is said then."""

    role: Role
    heading: str
    submit: str
    done: str
    form: Callable[[Loan], Form]
    act: Callable[[Work, Loan, Form], None]


def add_acts(bp: Blueprint) -> None:
    """Hang the forms into the slice's blueprint."""
    bp.add_url_rule("/<reference>/<name>", "act", act_on_loan, methods=["GET", "POST"])


@guarded(Role.OFFICER, Role.FINANCE)
def act_on_loan(reference: str, name: str) -> str | Answer:
    """Do or propose something about a loan."""
    chosen = ACTS.get(name)
    if chosen is None or not viewer().has(chosen.role):
        raise NotFound
    with store().reading() as session:
        loan = queries.loan_by_reference(session, reference)
        form = chosen.form(loan)
        money = {"minor": loan.outstanding_minor, "currency": loan.currency}
        others = lines_of(beside(session, loan.award)) if name in LASTING else []
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                chosen.act(work, queries.loan_by_reference(work.session, reference), form)
                work.location = url_for("loans.show", reference=reference)
            flash(_(chosen.done), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "loans/form.html",
        form=form,
        heading=_(chosen.heading),
        submit=_(chosen.submit),
        reference=reference,
        outstanding=money,
        overlaps=others,
    )


def _all_of(form: Form, loan: Loan) -> Form:
    """Show all that is outstanding where nothing was typed yet."""
    form.amount.data = form.amount.data or plain_amount(loan.outstanding_minor, loan.currency)
    return form


def _granting(loan: Loan) -> Form:
    form = forms.GrantForm()
    form.kind.choices = choices_of(GRANT_KINDS)
    return _all_of(form, loan)


def _rescheduling(_loan: Loan) -> Form:
    form = forms.RescheduleForm()
    form.rhythm.choices = choices_of(REPAY_RHYTHMS)
    return form


def _suspending(_loan: Loan) -> Form:
    form = forms.SuspendForm()
    form.reason.choices = choices_of(SUSPENSIONS)
    return form


def _held(loan: Loan) -> Form:
    form = forms.HeldForm()
    with store().reading() as session:
        form.holder.choices = [(one, one) for one in queries.intermediaries(session, loan)]
    form.day.data = form.day.data or store().clock.now().date()
    return form


def _allow(work: Work, loan: Loan, form: Form) -> None:
    propose_allowance(work, loan, form.amount.minor_in(loan.currency))


def _write_off(work: Work, loan: Loan, form: Form) -> None:
    propose_write_off(work, loan, form.amount.minor_in(loan.currency))


def _grant(work: Work, loan: Loan, form: Form) -> None:
    propose_grant(work, loan, form.amount.minor_in(loan.currency), AwardKind(form.kind.data))


def _reschedule(work: Work, loan: Loan, form: Form) -> None:
    refuse_unless_running(loan)
    plan = schedule(loan.outstanding_minor, form.first.day, form.count.data, Rhythm(form.rhythm.data))
    propose_schedule(work, loan, plan)


def _suspend(work: Work, loan: Loan, form: Form) -> None:
    suspend(work, loan, form.reason.data)


def _resume(work: Work, loan: Loan, _form: Form) -> None:
    propose_resumption(work, loan)


def _repay(work: Work, loan: Loan, form: Form) -> None:
    minor = form.amount.minor_in(loan.currency)
    repay(work, loan, Came.to_intermediary(form.holder.data, minor, loan.currency, form.day.day))


LASTING = frozenset({"reschedule", "grant"})
"""Acts by which a loan helps for longer: what else the household is promised is shown on their pages."""
_PROPOSED = N_("It is proposed. Others have to sign it.")
_NOTED = N_("It is noted.")

ACTS = {
    "allowance": LoanAct(
        Role.FINANCE, N_("Set aside for a loan"), N_("Propose"), _PROPOSED, lambda _loan: forms.AllowanceForm(), _allow
    ),
    "write-off": LoanAct(
        Role.FINANCE,
        N_("Write a loan off"),
        N_("Propose"),
        _PROPOSED,
        lambda loan: _all_of(forms.WriteOffForm(), loan),
        _write_off,
    ),
    "reschedule": LoanAct(Role.OFFICER, N_("Reschedule a loan"), N_("Propose"), _PROPOSED, _rescheduling, _reschedule),
    "grant": LoanAct(Role.OFFICER, N_("Turn a loan into a grant"), N_("Propose"), _PROPOSED, _granting, _grant),
    "suspend": LoanAct(Role.OFFICER, N_("Suspend a loan"), N_("Suspend it"), _NOTED, _suspending, _suspend),
    "resume": LoanAct(
        Role.OFFICER, N_("Resume a loan"), N_("Propose"), _PROPOSED, lambda _loan: ConfirmForm(), _resume
    ),
    "held": LoanAct(
        Role.FINANCE,
        N_("Paid back to an intermediary"),
        N_("Note it"),
        N_("It is noted, and the books follow."),
        _held,
        _repay,
    ),
}
"""What can be done about a loan, by the last part of its address."""
