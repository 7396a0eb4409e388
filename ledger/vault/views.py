"""Pages of openings: the story, asking, consenting, looking once."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import N_, NotFound, Refusal
from ledger.log.models import LogEntry
from ledger.log.sentences import SENTENCES
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.signin.queries import everyone, names_of
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault import describing
from ledger.vault.actions import openings
from ledger.vault.actions.contact import open_contact
from ledger.vault.demand_views import add_demand_pages
from ledger.vault.erasure_views import add_erasure_pages
from ledger.vault.forms import AskForm, ContactForm
from ledger.vault.lock_views import add_lock_pages
from ledger.vault.models import Envelope, Opening, OpeningStage
from ledger.vault.queries import openings as stories
from ledger.vault.queries.locks import lock_held_of
from ledger.vault.queries.trust import refuse_unknown
from ledger.vault.rules.compartments import FIRST_WAY, Compartment, way_of
from ledger.vault.rules.reasons import CONTACT_REASONS, OPENING_REASONS
from ledger.vault.words import COMPARTMENTS, REASONS, facts_of
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer
from ledger.web.download import file_response
from ledger.web.fields import StepUpForm, choices_of
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("vault", __name__)
add_lock_pages(bp)
add_erasure_pages(bp)
add_demand_pages(bp)

READERS = (Role.OFFICER, Role.APPROVER, Role.FINANCE, Role.CUSTODIAN, Role.AUDITOR)
ASKERS = (Role.OFFICER, Role.CUSTODIAN, Role.APPROVER, Role.FINANCE)
SECONDS_SHOWN = 180
"""How long opened details stay on a screen that nobody touches."""

add_place(Place(Section.CASEWORK, 40, N_("Openings"), "vault.index", frozenset(READERS)))


@bp.get("/openings")
@guarded(*READERS)
def index() -> str | Response:
    """Tell everything that was ever asked for, consented to and shown."""
    with store().reading() as session:
        names = {str(person.id): person.name for person in everyone(session)}

        columns = [
            Column[LogEntry]("at", _("When"), lambda e: e.at, "moment"),
            Column[LogEntry]("what", _("What happened"), lambda e: _(SENTENCES[e.verb])),
            Column[LogEntry]("who", _("Who"), lambda e: names.get(e.actor, _("The installation"))),
            Column[LogEntry]("whose", _("Beneficiary"), lambda e: stories.told(e).beneficiary, "reference"),
            Column[LogEntry]("why", _("Reason"), lambda e: _(REASONS.get(stories.told(e).reason, ""))),
            Column[LogEntry]("seq", _("Entry"), lambda e: e.seq, "number"),
        ]
        about = [
            (_("Who holds which key"), url_for("vault.locks")),
            (_("Answer to a legal demand"), url_for("vault.demand")),
        ]
        return answer(session, Listing("openings", _("Openings"), columns, stories.story(), actions=about))


@bp.route("/openings/contact/<pseudonym>", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def contact(pseudonym: str) -> str | Answer:
    """Open how to reach somebody: logged first, then shown once."""
    with store().reading() as session:
        refuse_unknown(session, pseudonym)
    form = ContactForm()
    form.reason.choices = choices_of(CONTACT_REASONS)
    if form.validate_on_submit():
        try:
            proved = step_up(form)
            with unit(form) as work:
                content = open_contact(work, proved.unlocked, pseudonym, form.reason.data)
                work.location = _beneficiary(pseudonym)
            return _shown(pseudonym, Compartment.CONTACT, content)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "vault/contact.html", form=form, pseudonym=pseudonym, back=_beneficiary(pseudonym), demo_hint=demo_hint()
    )


@bp.route("/openings/new/<pseudonym>/<compartment>", methods=["GET", "POST"])
@guarded(*ASKERS)
def ask(pseudonym: str, compartment: str) -> str | Answer:
    """Ask another to consent that one reads a record."""
    if compartment not in {"identity", "payment", "attachment"}:
        raise NotFound
    with store().reading() as session:
        refuse_unknown(session, pseudonym)
    form, way = AskForm(), request.args.get("way", FIRST_WAY, type=int)
    which = request.args.get("file", type=UUID) or way
    form.reason.choices = choices_of(OPENING_REASONS)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                opening = openings.ask(work, pseudonym, Compartment(compartment), form.reason.data, which)
                work.location = url_for("vault.show", ident=opening.id)
            flash(_("It waits for the consent of somebody of the other side."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template(
        "vault/ask.html",
        form=form,
        pseudonym=pseudonym,
        what=_what(Compartment(compartment), way_of(Compartment(compartment), way)),
        back=_beneficiary(pseudonym),
    )


@bp.route("/openings/<uuid:ident>", methods=["GET", "POST"])
@guarded(*ASKERS, Role.AUDITOR)
def show(ident: UUID) -> str | Answer:
    """Show a wish: who may consents, who asked looks once."""
    form = StepUpForm()
    if form.validate_on_submit():
        try:
            return _act(ident, form)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(ident, form)


@bp.post("/openings/<uuid:ident>/refuse")
@guarded(*ASKERS)
def refuse(ident: UUID) -> Answer:
    """Say no, or take one's own wish back."""
    form = ConfirmForm()
    here = url_for("vault.show", ident=ident)
    if form.validate_on_submit():
        with unit(form) as work:
            opening = stories.opening_by_id(work.session, ident)
            mine = opening.requester_id == work.actor.id
            openings.refuse(work, opening)
            work.location = here
        flash(
            _("You took it back, and nothing was shown.") if mine else _("It is refused, and nothing was shown."),
            "done",
        )
    return redirect(here, 303)


def _act(ident: UUID, form: StepUpForm) -> Answer:
    proved = step_up(form)
    with unit(form) as work:
        opening = stories.opening_by_id(work.session, ident)
        work.location = url_for("vault.show", ident=ident)
        if opening.requester_id == work.actor.id:
            content = openings.show(work, proved.unlocked, opening)
            seen: tuple[str, Compartment] | None = (opening.pseudonym, opening.compartment)
        else:
            openings.consent(work, proved.unlocked, opening)
            content, seen = b"", None
    if seen is not None:
        return _shown(*seen, content)
    flash(_("Your consent is on the log. You have seen nothing; who asked can look once."), "done")
    return redirect(work.location, 303)


def _page(ident: UUID, form: StepUpForm) -> str:
    me, now = viewer().actor, store().clock.now()
    with store().reading() as session:
        opening = stories.opening_by_id(session, ident)
        mine = opening.requester_id == me.id
        return render_template(
            "vault/show.html",
            opening=opening,
            what=_what(opening.compartment, _way_asked(session, opening)),
            reason=REASONS[opening.reason],
            names=names_of(session, [p for p in (opening.requester_id, opening.consenter_id) if p]),
            too_old=now > opening.until,
            mine=mine,
            can_consent=stories.can_consent(session, me, opening) and now <= opening.until,
            can_look=mine and opening.stage is OpeningStage.CONSENTED and now <= opening.until,
            can_refuse=_waits(opening) and (mine or lock_held_of(session, me, opening.compartment) is not None),
            back=_beneficiary(opening.pseudonym),
            form=form,
            button=ConfirmForm(),
            demo_hint=demo_hint(),
            events=history_of(session, opening.id),
        )


def _way_asked(session: Session, opening: Opening) -> int | None:
    envelope = session.get(Envelope, opening.envelope_id)
    return envelope.way if envelope else None


def _what(compartment: Compartment, way: int | None) -> str:
    what = _(COMPARTMENTS[compartment.value])
    return str(what if way is None else _("%(what)s, way %(number)s", what=what, number=way))


def _waits(opening: Opening) -> bool:
    return opening.stage in {OpeningStage.ASKED, OpeningStage.CONSENTED}


def _shown(pseudonym: str, compartment: Compartment, content: bytes) -> Answer:
    """Show what was opened, once: no browser keeps it, and the page leaves by itself."""
    if compartment is Compartment.ATTACHMENT:
        return file_response("document", content)
    page = render_template(
        "vault/opened.html",
        pseudonym=pseudonym,
        what=COMPARTMENTS[compartment.value],
        minutes=SECONDS_SHOWN // 60,
        facts=[(_(label), text) for label, text in facts_of(content)],
        back=_beneficiary(pseudonym),
    )
    shown = make_response(page)
    shown.headers["Refresh"] = f"{SECONDS_SHOWN}; url={_beneficiary(pseudonym)}"
    return shown


def _beneficiary(pseudonym: str) -> str:
    return url_for("beneficiaries.show", pseudonym=pseudonym)


__all__ = ["bp", "describing"]
