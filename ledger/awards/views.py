"""Pages of awards: proposing, revising, reviewing instalments, cancelling."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.approvals.descriptions import Overlap
from ledger.approvals.models import Proposal
from ledger.awards import describing, known, queries
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.payee import sign_again
from ledger.awards.actions.propose import propose_award, revise_award, withdraw_award
from ledger.awards.confirming import overlaps_unseen
from ledger.awards.forms import AwardForm, FindForm
from ledger.awards.models import Award, AwardStage, Instalment
from ledger.awards.planned import plans_of
from ledger.awards.repaid import fill_repayments
from ledger.awards.typed import terms_of
from ledger.awards.words import KINDS, OWED, REPAY_RHYTHMS, RHYTHMS
from ledger.beneficiaries.queries import beneficiary_by_pseudonym, household_reference
from ledger.books.queries import currencies_held, lines_about
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.funds.queries import all_funds, fund_by_code
from ledger.money import plain_amount
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.vault.rules.details import PAID_TO
from ledger.vocabulary import PURPOSES, REASONS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("awards", __name__, url_prefix="/awards")

add_place(Place(Section.CASEWORK, 20, N_("Awards"), "awards.index", frozenset(CASEWORK)))


@bp.get("")
@guarded(*CASEWORK)
def index() -> str | Response:
    """List awards."""
    form = FindForm(request.args)
    with store().reading() as session:
        funds = all_funds(session)
        form.stage.choices = [("", _("All")), *((s.value, _(STAGES[s.value])) for s in AwardStage)]
        form.fund.choices = [("", _("All")), *((f.code, f.code) for f in funds)]
        chosen = next((f.id for f in funds if f.code == form.fund.data), None)
        stage = AwardStage(form.stage.data) if form.stage.data in set(AwardStage) else None
        beneficiary, household = ((one.data or "").strip().upper() for one in (form.beneficiary, form.household))
        wanted = queries.AwardFilter(form.q.data or "", stage, chosen, beneficiary, household)
        totals = {"minor": Award.minor, "currency": Award.currency}
        listing = Listing(
            "awards", _("Awards"), _columns(), queries.awards_where(wanted), form, totals=totals, key=Award.id
        )
        return answer(session, listing)


def _columns() -> list[Column[Award]]:
    return [
        Column("reference", _("Award"), lambda a: a.reference, "reference", _url),
        Column("at", _("Drafted"), lambda a: a.drafted_at, "moment", sort=Award.drafted_at),
        Column("beneficiary", _("Beneficiary"), lambda a: a.beneficiary, "reference", _beneficiary_url),
        Column("kind", _("Kind"), lambda a: _(KINDS[a.kind.value])),
        Column("purpose", _("Purpose"), lambda a: _(PURPOSES[a.purpose])),
        Column("fund", _("Fund"), lambda a: a.fund.code, "reference"),
        Column("amount", _("Amount"), lambda a: (a.minor, a.currency), "money", sort=Award.minor),
        Column("stage", _("Stage"), lambda a: a.stage, "stage", sort=Award.stage),
    ]


def _url(award: Award) -> str:
    return url_for("awards.show", reference=award.reference)


def _beneficiary_url(award: Award) -> str:
    return url_for("beneficiaries.show", pseudonym=award.beneficiary)


@bp.get("/<reference>")
@guarded(*CASEWORK)
def show(reference: str) -> str:
    """Show an award with its instalments, its entries and its story."""
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
        proposal = session.get(Proposal, award.proposal_id) if award.proposal_id else None
        return render_template(
            "awards/show.html",
            award=award,
            proposal=proposal,
            kind=KINDS[award.kind.value],
            purpose=PURPOSES[award.purpose],
            reason=REASONS.get(award.reason, award.reason),
            hands=PAID_TO.get(award.paid_to or ""),
            household=household_reference(session, beneficiary_by_pseudonym(session, award.beneficiary)),
            instalments=queries.instalments_of(session, award),
            repayments=plans_of(session, award)[1],
            lines=lines_about(session, award.id),
            events=history_of(session, award.id),
            form=ConfirmForm(),
            mine=proposal is not None and award.drafted_by == viewer().actor.id,
        )


@bp.route("/new/<beneficiary>", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new(beneficiary: str) -> str | Answer:
    """Propose an award."""
    form = _prepared(AwardForm())
    with store().reading() as session:
        beneficiary_by_pseudonym(session, beneficiary)
    overlaps = None
    if form.validate_on_submit():
        try:
            overlaps = _overlaps(form, beneficiary)
            if overlaps is None:
                with unit(form) as work:
                    fund = work.session.get_one(Fund, fund_by_code(work.session, form.fund.data).id)
                    work.location = _url(propose_award(work, terms_of(form, beneficiary, fund)))
                flash(_("The award is proposed. Two approvers have to sign it."), "done")
                return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Propose an award")
    return render_template("awards/form.html", form=form, heading=heading, beneficiary=beneficiary, overlaps=overlaps)


@bp.route("/<reference>/revise", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def revise(reference: str) -> str | Answer:
    """Revise what is proposed."""
    form = _prepared(AwardForm())
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
        if request.method == "GET":
            _fill(form, award, queries.instalments_of(session, award))
            fill_repayments(form, *plans_of(session, award))
    overlaps = None
    if form.validate_on_submit():
        try:
            overlaps = _overlaps(form, award.beneficiary, award)
            if overlaps is None:
                with unit(form) as work:
                    fund = work.session.get_one(Fund, fund_by_code(work.session, form.fund.data).id)
                    changing = work.session.get_one(Award, award.id)
                    revise_award(work, changing, terms_of(form, award.beneficiary, fund))
                    work.location = _url(award)
                flash(_("The award is revised. What was signed before does not count any more."), "done")
                return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Revise the award")
    return render_template(
        "awards/form.html", form=form, heading=heading, beneficiary=award.beneficiary, overlaps=overlaps
    )


def _overlaps(form: AwardForm, beneficiary: str, award: Award | None = None) -> list[Overlap] | None:
    """Return what overlaps with what was typed and was not shown yet. Raises Refusal that names the field."""
    with store().reading() as session:
        fund = fund_by_code(session, form.fund.data)
        return overlaps_unseen(session, form, terms_of(form, beneficiary, fund), award)


@bp.post("/<reference>/withdraw")
@guarded(Role.OFFICER)
def withdraw(reference: str) -> Answer:
    """Take the proposal back."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        withdraw_award(work, queries.award_by_reference(work.session, reference))
        work.location = url_for("awards.show", reference=reference)
    flash(_("The proposal is withdrawn."), "done")
    return redirect(work.location, 303)


@bp.post("/<reference>/payee")
@guarded(Role.OFFICER)
def ask_for_payee(reference: str) -> Answer:
    """Have the payment details signed again."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        sign_again(work, queries.award_by_reference(work.session, reference))
        work.location = url_for("awards.show", reference=reference)
    flash(_("Two approvers have to sign the payment details."), "done")
    return redirect(work.location, 303)


@bp.post("/<reference>/instalments/<int:number>/review")
@guarded(Role.OFFICER)
def review(reference: str, number: int) -> Answer:
    """Say that an instalment is still safe and needed."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        award = queries.award_by_reference(work.session, reference)
        instalment = work.session.get(Instalment, (award.id, number))
        if instalment is None:
            raise NotFound
        pass_review(work, award, instalment)
        work.location = url_for("awards.show", reference=reference)
    flash(_("The review is noted; the instalment can be paid."), "done")
    return redirect(work.location, 303)


def _prepared(form: AwardForm) -> AwardForm:
    with store().reading() as session:
        today = store().clock.now().date()
        form.fund.choices = [
            (f.code, f"{f.name} ({f.currency})") for f in all_funds(session) if f.opens <= today <= f.closes
        ]
        held = [(code, code) for code in currencies_held(session)]
    form.currency.choices = [("", _("The fund's own")), *held]
    form.kind.choices = choices_of(KINDS)
    form.purpose.choices = choices_of(PURPOSES)
    form.reason.choices = [pair for pair in choices_of(REASONS) if pair[0] != "past_award"]
    form.rhythm.choices = choices_of(RHYTHMS)
    form.repay_rhythm.choices = choices_of(REPAY_RHYTHMS)
    form.owed.choices = [("", _("As usual for the kind")), *choices_of(OWED)]
    return form


def _fill(form: AwardForm, award: Award, instalments: list[Instalment]) -> None:
    form.kind.data, form.fund.data, form.purpose.data = award.kind.value, award.fund.code, award.purpose
    form.reason.data, form.emergency.data = award.reason, award.emergency
    form.currency.data, form.owed.data = award.currency, award.recognition.value
    form.amount.data = plain_amount(award.minor, award.currency)
    form.rhythm.data, form.count.data = "given", len(instalments)
    form.schedule.data = "\n".join(f"{i.due} {plain_amount(i.minor, award.currency)}" for i in instalments)


__all__ = ["bp", "describing", "known"]
