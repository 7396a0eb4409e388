"""Pages of loans: the list with the portfolio's figures, and one loan with its schedule and entries."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal, ProposalStage
from ledger.approvals.words import KINDS
from ledger.errors import N_
from ledger.loans import describing, queries
from ledger.loans.act_views import add_acts
from ledger.loans.actions import uses
from ledger.loans.forms import FindForm
from ledger.loans.models import Loan, LoanStage
from ledger.loans.portfolio import portfolio
from ledger.loans.rules.falling_due import days_late
from ledger.loans.words import CAME, SHOWN_AS
from ledger.signin.history import history_of
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store
from ledger.web.fields import choices_of
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("loans", __name__, url_prefix="/loans")

add_place(Place(Section.CASEWORK, 30, N_("Loans"), "loans.index", frozenset(CASEWORK)))
add_acts(bp)


@bp.get("")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List loans."""
    form = FindForm(request.args)
    form.stage.choices = choices_of(SHOWN_AS, empty=_("All"))
    today = store().clock.now().date()
    with store().reading() as session:
        query = queries.loans_where(_wanted(form, today))
        totals = {"minor": Loan.outstanding_minor, "currency": Loan.currency}
        links = [(_("Portfolio"), url_for("loans.figures"))]
        listing = Listing("loans", _("Loans"), _columns(today), query, form, links, totals=totals)
        return answer(session, listing)


def _wanted(form: FindForm, today: date) -> queries.LoanFilter:
    chosen = form.stage.data
    stage = LoanStage(chosen) if chosen in set(LoanStage) else None
    late = today if chosen == "late" else None
    household = (form.household.data or "").strip().upper()
    return queries.LoanFilter((form.q.data or "").strip(), stage, late, chosen == "suspended", household=household)


def _columns(today: date) -> list[Column[Loan]]:
    return [
        Column("reference", _("Award"), lambda one: one.award.reference, "reference", _url),
        Column("beneficiary", _("Beneficiary"), lambda one: one.award.beneficiary, "reference"),
        Column("fund", _("Fund"), lambda one: one.award.fund.code, "reference"),
        Column("lent", _("Lent"), lambda one: (one.lent_minor, one.currency), "money", sort=Loan.lent_minor),
        Column(
            "outstanding",
            _("Outstanding"),
            lambda one: (one.outstanding_minor, one.currency),
            "money",
            sort=Loan.outstanding_minor,
        ),
        Column("due", _("Oldest unpaid"), lambda one: one.oldest_due, "day", sort=Loan.oldest_due),
        Column("late", _("Days late"), lambda one: days_late(one.oldest_due, today)),
        Column("rescheduled", _("Rescheduled"), lambda one: one.rescheduled),
        Column("suspended", _("Suspended"), lambda one: _("Yes") if one.suspended else ""),
        Column("stage", _("Stage"), lambda one: one.stage, "stage", sort=Loan.stage),
    ]


def _url(loan: Loan) -> str:
    return url_for("loans.show", reference=loan.award.reference)


@bp.get("/portfolio")
@guarded(*CASEWORK)
def figures() -> str:
    """Show the figures of all loans, currency by currency, with what they mean."""
    today = store().clock.now().date()
    with store().reading() as session:
        return render_template("loans/portfolio.html", figures=portfolio(session, today), today=today)


@bp.get("/<reference>")
@guarded(*CASEWORK)
def show(reference: str) -> str:
    """Show a loan with its schedule, what came back of it, its entries and its story."""
    today = store().clock.now().date()
    with store().reading() as session:
        loan = queries.loan_by_reference(session, reference)
        return render_template(
            "loans/show.html",
            loan=loan,
            award=loan.award,
            late=days_late(loan.oldest_due, today),
            parts=queries.schedule_of(session, loan),
            came=queries.repayments_of(session, loan),
            came_words=CAME,
            waiting=_waiting(session, loan),
            kinds=KINDS,
            today=today,
            lines=queries.entries_of(session, loan),
            events=history_of(session, loan.award_id),
        )


def _waiting(session: Session, loan: Loan) -> list[Proposal]:
    query = select(Proposal).where(Proposal.subject == loan.award_id, Proposal.stage == ProposalStage.OPEN)
    return list(session.scalars(query.where(Proposal.kind.startswith("loan_", autoescape=True))))


__all__ = ["bp", "describing", "uses"]
