"""Pages of intermediaries and their advances."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.advances import describing, known, queries
from ledger.advances.actions import uses
from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.losing import propose_loss
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, cancel_advance, propose_advance, withdraw_advance
from ledger.advances.forms import AdvanceForm, FeeForm, IntermediaryForm, LossForm
from ledger.advances.list_views import READERS, add_list_pages, url_of
from ledger.advances.models import AdvanceStage, IntermediaryKind
from ledger.advances.rules.ageing import OVERDUE, days_open
from ledger.advances.words import INTERMEDIARIES
from ledger.approvals.models import Proposal
from ledger.books.abouts import known_abouts
from ledger.books.queries import currencies_held, lines_about
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.queries import all_funds, fund_by_code
from ledger.money import Money
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.vocabulary import LOSSES_OF_MONEY
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("advances", __name__)

add_place(Place(Section.MONEY, 40, N_("Advances"), "advances.index", frozenset(READERS)))
add_list_pages(bp)


@bp.route("/intermediaries/new", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def new_intermediary() -> str | Answer:
    """Register somebody who carries money."""
    form = IntermediaryForm()
    form.kind.choices = choices_of(INTERMEDIARIES)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                kind = IntermediaryKind(form.kind.data)
                register_intermediary(work, (form.code.data or "").strip(), kind, form.label.data or "")
                work.location = url_for("advances.intermediaries")
            flash(_("The intermediary is registered."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("New intermediary"), submit=_("Register"))


@bp.route("/advances/new", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def new() -> str | Answer:
    """Propose an advance."""
    form = AdvanceForm()
    with store().reading() as session:
        form.intermediary.choices = [(i.code, f"{i.code} · {i.label}") for i in queries.all_intermediaries(session)]
        form.fund.choices = [(fund.code, f"{fund.code} · {fund.name}") for fund in all_funds(session)]
        form.currency.choices = [(code, code) for code in currencies_held(session)]
    if form.validate_on_submit():
        try:
            return _propose(form)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("Propose an advance"), submit=_("Propose"))


def _propose(form: AdvanceForm) -> Answer:
    with unit(form) as work:
        currency = form.currency.data
        terms = AdvanceTerms(
            queries.intermediary_by_code(work.session, form.intermediary.data),
            fund_by_code(work.session, form.fund.data),
            Money(form.amount.minor_in(currency), currency),
            form.fee.minor_in(currency) if form.fee.data else 0,
        )
        work.location = url_of(propose_advance(work, terms))
    flash(_("The advance is proposed. Another person has to sign it."), "done")
    return redirect(work.location, 303)


@bp.get("/advances/<reference>")
@guarded(*READERS)
def show(reference: str) -> str:
    """Show an advance, what became of it, and what is left to account for."""
    return _page(reference, _fee_form(), _loss_form())


def _fee_form() -> FeeForm:
    form = FeeForm()
    form.day.data = form.day.data or store().clock.now().date()
    return form


def _loss_form() -> LossForm:
    form = LossForm()
    form.reason.choices = choices_of(LOSSES_OF_MONEY)
    return form


def _page(reference: str, fee: FeeForm, loss: LossForm) -> str:
    today = store().clock.now().date()
    with store().reading() as session:
        advance = queries.advance_by_reference(session, reference)
        moved = queries.moved_of(session, advance)
        days = days_open(advance.paid_on, today) if advance.paid_on else 0
        return render_template(
            "advances/show.html",
            advance=advance,
            kind=INTERMEDIARIES[advance.intermediary.kind.value],
            days=days if advance.stage is AdvanceStage.PAID else None,
            overdue=advance.stage is AdvanceStage.PAID and days > OVERDUE,
            proposal=session.get(Proposal, advance.proposal_id) if advance.proposal_id else None,
            fee=fee,
            loss=loss,
            button=ConfirmForm(),
            moved=moved,
            about=known_abouts(session, [(one.kind, one.ref) for one in moved]),
            lines=lines_about(session, advance.id),
            events=history_of(session, advance.id),
        )


@bp.post("/advances/<reference>/fee")
@guarded(Role.FINANCE)
def fee(reference: str) -> str | Answer:
    """Note what the intermediary keeps."""
    form = _fee_form()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                advance = queries.advance_by_reference(work.session, reference)
                charge_fee(work, advance, form.fee.minor_in(advance.currency), form.day.day)
                work.location = url_of(advance)
            flash(_("It is noted, and the books follow."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, form, _loss_form())


@bp.post("/advances/<reference>/loss")
@guarded(Role.FINANCE)
def loss(reference: str) -> str | Answer:
    """Propose that a part of it is gone."""
    form = _loss_form()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                advance = queries.advance_by_reference(work.session, reference)
                propose_loss(work, advance, form.lost.minor_in(advance.currency), form.reason.data)
                work.location = url_of(advance)
            flash(_("The loss is proposed. Others have to sign it."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(reference, _fee_form(), form)


_ACTS = {"withdraw": withdraw_advance, "cancel": cancel_advance}


@bp.post("/advances/<reference>/<act>")
@guarded(Role.FINANCE)
def act_on(reference: str, act: str) -> Answer:
    """Take a proposal back, or give up an advance that was not paid."""
    form = ConfirmForm()
    if act not in _ACTS or not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        advance = queries.advance_by_reference(work.session, reference)
        _ACTS[act](work, advance)
        work.location = url_of(advance)
    flash(_("The advance is given up."), "done")
    return redirect(work.location, 303)


__all__ = ["bp", "describing", "known", "uses"]
