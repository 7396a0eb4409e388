"""Pages about what is still to be paid of an award: reviews, another schedule, stopping, going on."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.awards import queries
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.reschedule import propose_schedule
from ledger.awards.actions.reviewing import fail_review, postpone_review
from ledger.awards.actions.stopping import propose_resumption, stop_award
from ledger.awards.forms import ReviewForm, ScheduleForm, StopForm
from ledger.awards.models import Award, Instalment, Outcome
from ledger.awards.planning import CHANGE, PROPOSE, Preview, step, typed_fields
from ledger.awards.rules.rescheduling import refuse_new_plan
from ledger.awards.typed import GIVEN, plan_typed
from ledger.awards.words import OUTCOMES, RHYTHMS
from ledger.errors import N_, NotFound, Refusal
from ledger.money import plain_amount
from ledger.signin.forms import ConfirmForm
from ledger.vocabulary import REVIEW_REASONS, STOPS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.work import Work


def add_instalments(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    both = ["GET", "POST"]
    bp.add_url_rule("/<reference>/instalments/<int:number>/review", "review", review, methods=both)
    bp.add_url_rule("/<reference>/schedule", "reschedule", reschedule, methods=both)
    bp.add_url_rule("/<reference>/stop", "stop", stop, methods=both)
    bp.add_url_rule("/<reference>/resume", "resume", resume, methods=["POST"])


def _there(reference: str) -> str:
    return url_for("awards.show", reference=reference)


@guarded(Role.OFFICER)
def review(reference: str, number: int) -> str | Answer:
    """Hold the short review of safety and need before an instalment."""
    form = ReviewForm()
    form.outcome.choices = choices_of(OUTCOMES)
    form.reason.choices = choices_of(REVIEW_REASONS, empty=_("–"))
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
        instalment = queries.instalment_of(session, award, number)
        before = queries.reviews_of(session, award).get(number, [])
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                _hold(work, queries.award_by_reference(work.session, reference), number, form)
                work.location = _there(reference)
            flash(_("The review is noted."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "awards/review.html", form=form, award=award, instalment=instalment, before=before, reasons=REVIEW_REASONS
    )


def _hold(work: Work, award: Award, number: int, form: ReviewForm) -> None:
    instalment = queries.instalment_of(work.session, award, number)
    outcome = Outcome(form.outcome.data)
    if outcome is Outcome.PASSED:
        _refuse_unasked(form)
        pass_review(work, award, instalment)
    elif outcome is Outcome.POSTPONED:
        postpone_review(work, award, instalment, form.reason.data or "", form.again_on.day)
    else:
        fail_review(work, award, instalment, form.reason.data or "")


def _refuse_unasked(form: ReviewForm) -> None:
    """Refuse to pass what nobody says is safe and needed."""
    for field in (form.safe, form.needed):
        if not field.data:
            raise Refusal(N_("Tick this as well, or put the instalment off."), field=field.short_name)


@guarded(Role.OFFICER)
def reschedule(reference: str) -> str | Answer:
    """Propose another schedule for what is still promised of an award."""
    form = ScheduleForm()
    form.rhythm.choices = choices_of(RHYTHMS)
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
        left = queries.still_promised(award, queries.instalments_of(session, award))
    promised = sum(one.minor for one in left)
    preview = None
    if not form.is_submitted():
        _fill(form, left, award.currency)
    elif form.validate() and step() != CHANGE:
        try:
            plan = plan_typed(form, promised, award.currency)
            if step() == PROPOSE:
                with unit(form) as work:
                    propose_schedule(work, queries.award_by_reference(work.session, reference), plan)
                    work.location = _there(reference)
                flash(_("The schedule is proposed. Two approvers have to sign it."), "done")
                return redirect(work.location, 303)
            refuse_new_plan(plan, promised, store().clock.now().date(), award.fund.closes)
            preview = Preview(plan, award.currency, reviewed=True)
        except Refusal as refusal:
            form.refuse(refusal)
    if preview is not None:
        facts = [(_("Award"), award.reference), (_("Beneficiary"), award.beneficiary)]
        return render_template(
            "awards/preview.html", form=form, preview=preview, typed=typed_fields(), facts=facts, about=award.reference
        )
    return render_template("awards/reschedule.html", form=form, award=award, left=left, promised=promised)


def _fill(form: ScheduleForm, left: list[Instalment], currency: str) -> None:
    form.rhythm.data, form.count.data = GIVEN, max(1, len(left))
    form.schedule.data = "\n".join(f"{one.due} {plain_amount(one.minor, currency)}" for one in left)


@guarded(Role.OFFICER, Role.APPROVER, Role.FINANCE)
def stop(reference: str) -> str | Answer:
    """Stop what is still to be paid of an award."""
    form = StopForm()
    form.reason.choices = choices_of(STOPS)
    with store().reading() as session:
        award = queries.award_by_reference(session, reference)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                stop_award(work, queries.award_by_reference(work.session, reference), form.reason.data)
                work.location = _there(reference)
            flash(_("It is stopped. Nothing more of it is paid until another person has signed."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("awards/stop.html", form=form, award=award)


@guarded(Role.OFFICER)
def resume(reference: str) -> Answer:
    """Ask another person to sign that a stopped award goes on."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise NotFound
    with unit(form) as work:
        propose_resumption(work, queries.award_by_reference(work.session, reference))
        work.location = _there(reference)
    flash(_("It is proposed. Another person has to sign it."), "done")
    return redirect(work.location, 303)
