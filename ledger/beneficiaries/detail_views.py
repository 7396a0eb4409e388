"""Recording details anew, and attaching files: written down, sealed, not read back here."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.beneficiaries.actions.whole import record_anew
from ledger.beneficiaries.choices import offer, telling_names
from ledger.beneficiaries.forms import AttachForm, ContactForm, IdentityForm, PaymentForm
from ledger.beneficiaries.queries import beneficiary_by_pseudonym
from ledger.beneficiaries.typed import details_in
from ledger.beneficiaries.ways import ANOTHER, way_chosen, ways_to_choose
from ledger.errors import N_, NotFound, Refusal
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault.actions.attach import attach as attach_file
from ledger.vault.rules.compartments import FIRST_WAY, Compartment
from ledger.vault.words import COMPARTMENTS
from ledger.web.access import guarded
from ledger.web.context import store, unit, watched
from ledger.web.fields import StepUpForm
from ledger.work import Work

FORMS: dict[str, type[StepUpForm]] = {"contact": ContactForm, "identity": IdentityForm, "payment": PaymentForm}
_WARNINGS = {
    "contact": N_("This takes the place of what was recorded before."),
    "identity": N_("This takes the place of what was recorded before."),
    "payment": N_(
        "Another way to be paid changes nothing of what runs. A changed one takes the place of what was recorded"
        " before: what was approved for the old details falls, and awards that are paid by it are paid again once"
        " two people have signed the new ones."
    ),
}


def add_detail_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/<pseudonym>/details/<compartment>", "record", record, methods=["GET", "POST"])
    bp.add_url_rule("/<pseudonym>/files/new", "attach", attach, methods=["GET", "POST"])


@guarded(Role.OFFICER)
def record(pseudonym: str, compartment: str) -> str | Answer:
    """Record contact, identity or payment details anew."""
    if compartment not in FORMS:
        raise NotFound
    form = FORMS[compartment]()
    with watched() as session:
        beneficiary_by_pseudonym(session, pseudonym)
        offer(form, session)
        _offer_ways(form, session, pseudonym)
    if form.validate_on_submit():
        try:
            details = details_in(form, Compartment(compartment), telling_names(store().organisation))
            proved = step_up(form)
            with unit(form) as work:
                way = _way(work, form, Compartment(compartment), pseudonym)
                record_anew(work, proved.unlocked, pseudonym, Compartment(compartment), details, way)
                work.location = url_for("beneficiaries.show", pseudonym=pseudonym)
            flash(_("It is sealed."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "beneficiaries/record.html",
        form=form,
        compartment=compartment,
        pseudonym=pseudonym,
        what=COMPARTMENTS[compartment],
        warning=_WARNINGS[compartment],
        demo_hint=demo_hint(),
    )


def _way(work: Work, form: StepUpForm, compartment: Compartment, pseudonym: str) -> int:
    if compartment is not Compartment.PAYMENT:
        return FIRST_WAY
    return way_chosen(work.session, pseudonym, form.way.data if "way" in form else None)


def _offer_ways(form: StepUpForm, session: Session, pseudonym: str) -> None:
    """Let one choose between another way to be paid and a change of one; of the first details nothing is asked."""
    known = ways_to_choose(session, pseudonym) if "way" in form else []
    if known:
        changes = [(number, _("Changes way %(way)s", way=words)) for number, words in known]
        form.way.choices = [(ANOTHER, _("Another way to be paid")), *changes]
        form.way.data = form.way.data or request.args.get("way")
    elif "way" in form:
        del form.way


@guarded(Role.OFFICER)
def attach(pseudonym: str) -> str | Answer:
    """Attach a file."""
    form = AttachForm()
    with store().reading() as session:
        beneficiary_by_pseudonym(session, pseudonym)
    if form.validate_on_submit():
        try:
            content = form.file.data.read()
            proved = step_up(form)
            with unit(form) as work:
                attach_file(work, proved.unlocked, pseudonym, content)
                work.location = url_for("beneficiaries.show", pseudonym=pseudonym)
            flash(_("The file is sealed."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("beneficiaries/attach.html", form=form, pseudonym=pseudonym, demo_hint=demo_hint())
