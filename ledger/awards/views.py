"""Pages of awards: listing, showing, proposing, revising."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.approvals.descriptions import Overlap
from ledger.approvals.models import Proposal
from ledger.approvals.words import KINDS as KINDS_OF_PROPOSAL
from ledger.awards import describing, known, queries
from ledger.awards.actions.payee import sign_again
from ledger.awards.actions.propose import propose_award, refuse_terms, revise_award, withdraw_award
from ledger.awards.actions.reviewing import RUNNING
from ledger.awards.confirming import overlaps_unseen
from ledger.awards.emergencies import clock_of
from ledger.awards.emergency_views import add_emergencies
from ledger.awards.forms import AwardForm, FindForm
from ledger.awards.hours import OVER, in_short, told
from ledger.awards.instalment_views import add_instalments
from ledger.awards.models import Award, AwardStage, Instalment, Recognition, Review
from ledger.awards.planned import plans_of
from ledger.awards.planning import CHANGE, PROPOSE, Preview, step, typed_fields
from ledger.awards.repaid import fill_repayments
from ledger.awards.rules.review_state import ReviewState, review_state
from ledger.awards.typed import terms_of
from ledger.awards.way_views import add_moving
from ledger.awards.words import KINDS, OWED, REPAY_RHYTHMS, REVIEW_STATES, RHYTHMS
from ledger.beneficiaries.queries import beneficiary_by_pseudonym, household_reference
from ledger.beneficiaries.ways import in_words, offer_ways
from ledger.books.queries import currencies_held, lines_about
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.funds.queries import all_funds, fund_by_code
from ledger.money import plain_amount
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.signin.queries import names_of
from ledger.vault.queries.ways import next_way
from ledger.vault.rules.compartments import FIRST_WAY
from ledger.vocabulary import PURPOSES, REASONS, REVIEW_REASONS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer, watched
from ledger.web.fields import choices_of
from ledger.web.formats import STAGES, moment, zone_name
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("awards", __name__, url_prefix="/awards")
add_emergencies(bp)
add_instalments(bp)
add_moving(bp)

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
            "awards", _("Awards"), _columns(), queries.awards_where(wanted), form,
            [(_("Emergencies"), url_for("awards.emergencies"))], totals=totals, key=Award.id,
        )  # fmt: skip
        return answer(session, listing)


def _columns() -> list[Column[Award]]:
    return [
        Column("reference", _("Award"), lambda a: a.reference, "reference", _url),
        Column("at", _("Drafted"), lambda a: a.drafted_at, "moment", sort=Award.drafted_at),
        Column("beneficiary", _("Beneficiary"), lambda a: a.beneficiary, "reference", _beneficiary_url),
        Column("kind", _("Kind"), lambda a: in_short(a, _(KINDS[a.kind.value]), store().clock.now())),
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
    now = store().clock.now()
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
        proposal = session.get(Proposal, award.proposal_id) if award.proposal_id else None
        clock = clock_of(session, award)
        instalments, reviews = queries.instalments_of(session, award), queries.reviews_of(session, award)
        return render_template(
            "awards/show.html",
            award=award,
            proposal=proposal,
            kind=KINDS[award.kind.value],
            purpose=PURPOSES[award.purpose],
            reason=REASONS.get(award.reason, award.reason),
            hands=in_words(award.way, award.paid_to, award.channel),
            ways=next_way(session, award.beneficiary) - FIRST_WAY if award.way else 0,
            household=household_reference(session, beneficiary_by_pseudonym(session, award.beneficiary)),
            instalments=instalments,
            reviews=reviews,
            states=_states(award, instalments, reviews, now.date()),
            state_words=REVIEW_STATES,
            review_reasons=REVIEW_REASONS,
            reviewers=names_of(session, [one.person_id for said in reviews.values() for one in said]),
            promised=queries.still_promised(award, instalments),
            waiting=queries.waiting_about(session, award),
            kinds=KINDS_OF_PROPOSAL,
            clock=told(clock, now, over=award.stage in OVER) if clock else [],
            repayments=plans_of(session, award)[1],
            lines=lines_about(session, award.id),
            events=history_of(session, award.id),
            form=ConfirmForm(),
            mine=proposal is not None and award.drafted_by == viewer().actor.id,
        )


def _states(
    award: Award, instalments: list[Instalment], reviews: dict[int, list[Review]], today: date
) -> dict[int, ReviewState]:
    by_review = award.recognition is Recognition.INSTALMENT and award.proposal_id is not None
    found = {}
    for one in instalments:
        last = reviews[one.number][-1].outcome.value if one.number in reviews else None
        waits_from = one.review_from if by_review and award.stage in RUNNING else None
        found[one.number] = review_state(last, one.stage.value, waits_from, today)
    return found


@bp.route("/new/<beneficiary>", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new(beneficiary: str) -> str | Answer:
    """Propose an award."""
    form = _prepared(AwardForm())
    with watched() as session:
        beneficiary_by_pseudonym(session, beneficiary)
        offer_ways(form, session, beneficiary)
    overlaps = None
    if form.validate_on_submit() and step() != CHANGE:
        try:
            overlaps = _overlaps(form, beneficiary)
            if overlaps is None and step() != PROPOSE:
                return _previewed(form, beneficiary)
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
    with watched() as session:
        award = queries.award_by_reference(session, reference)
        offer_ways(form, session, award.beneficiary)
        if request.method == "GET":
            _fill(form, award, queries.instalments_of(session, award))
            fill_repayments(form, *plans_of(session, award))
    overlaps = None
    if form.validate_on_submit() and step() != CHANGE:
        try:
            overlaps = _overlaps(form, award.beneficiary, award)
            if overlaps is None and step() != PROPOSE:
                return _previewed(form, award.beneficiary)
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


def _previewed(form: AwardForm, beneficiary: str) -> str:
    """Show what would be proposed, refused as it would be then. Raises Refusal."""
    with store().reading() as session:
        fund, at = fund_by_code(session, form.fund.data), store().clock.now()
        terms = terms_of(form, beneficiary, fund)
        refuse_terms(session, at, terms)
    by_review = terms.recognition is Recognition.INSTALMENT
    preview = Preview(terms.plan, terms.currency, terms.repayments, reviewed=by_review)
    chosen: list[Any] = [form[name] for name in ("kind", "fund", "purpose", "reason", "way") if name in form]
    facts = [(one.label.text, dict(one.choices)[one.data]) for one in chosen]
    if terms.requested_at is not None:
        facts.append((_("Emergency, asked for"), moment(terms.requested_at)))
    return render_template(
        "awards/preview.html", form=form, preview=preview, typed=typed_fields(), facts=facts, about=beneficiary
    )


def _prepared(form: AwardForm) -> AwardForm:
    with store().reading() as session:
        today = store().clock.now().date()
        form.fund.choices = [
            (f.code, f"{f.name} ({f.currency})") for f in all_funds(session) if f.opens <= today <= f.closes
        ]
        held = [(code, code) for code in currencies_held(session)]
    form.currency.choices = [("", _("The fund's own")), *held]
    form.requested_at.description = _(
        "Only for an emergency: when help was asked for, in your time zone (%(zone)s). Its clock runs from there.",
        zone=zone_name(store().clock.now()),
    )
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
    form.requested_at.data = award.requested_at
    if "way" in form:
        form.way.data = str(award.way)
    form.currency.data, form.owed.data = award.currency, award.recognition.value
    form.amount.data = plain_amount(award.minor, award.currency)
    form.rhythm.data, form.count.data = "given", len(instalments)
    form.schedule.data = "\n".join(f"{i.due} {plain_amount(i.minor, award.currency)}" for i in instalments)


__all__ = ["bp", "describing", "known"]
