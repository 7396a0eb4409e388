"""The one form in which somebody is registered: looked at, compared, sealed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.beneficiaries.actions.whole import Registration, register_whole
from ledger.beneficiaries.choices import LISTS, offer, officer_names, telling_names
from ledger.beneficiaries.forms import RegisterForm
from ledger.beneficiaries.queries import beneficiary_by_pseudonym
from ledger.beneficiaries.typed import refusals_in, registration_in
from ledger.errors import N_, Refusal
from ledger.keys.personal import Unlocked
from ledger.signin.stepup import demo_hint, step_up
from ledger.vault.actions.hinting import look_for_duplicates
from ledger.vault.queries.locks import holds
from ledger.vault.rules.compartments import HINTS
from ledger.web.access import guarded
from ledger.web.context import store, unit, viewer


def add_register_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/new", "new", new, methods=["GET", "POST"])


@guarded(Role.OFFICER)
def new() -> str | Answer:
    """Register a beneficiary."""
    form = RegisterForm()
    with store().reading() as session:
        offer(form, session)
        can_compare = holds(session, viewer().actor, HINTS)
    if request.method == "GET":
        _begin(form)
    if form.is_submitted() and _is_whole(form):
        try:
            return _register(form, can_compare=can_compare)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("beneficiaries/new.html", form=form, can_compare=can_compare, demo_hint=demo_hint())


def _is_whole(form: RegisterForm) -> bool:
    """Say beside each field what is wrong with it, of all parts at once: the form is long."""
    valid = form.validate()
    wrong = refusals_in(form, telling_names(store().organisation))
    for refusal in wrong:
        form.refuse(refusal)
    return bool(valid) and not wrong


def _begin(form: RegisterForm) -> None:
    for name, _codes in LISTS:
        form[name].data = "not_stated"
    form.given_on.data = store().clock.now().date()


def _register(form: RegisterForm, *, can_compare: bool) -> Answer:
    what = registration_in(form, telling_names(store().organisation))
    proved = step_up(form)
    if can_compare and what.identifiers:
        _compare(proved.unlocked, what, in_spite=bool(form.anyway.data))
    with unit(form) as work:
        pseudonym = register_whole(work, proved.unlocked, what)
        work.location = url_for("beneficiaries.show", pseudonym=pseudonym)
    flash(_("The beneficiary is registered. Note the pseudonym: nothing else leads back here."), "done")
    return redirect(work.location, 303)


def _compare(keys: Unlocked, what: Registration, *, in_spite: bool) -> None:
    """Look for others with the same identifiers: on the log by itself, whatever follows."""
    with store().work(viewer().actor) as work:
        found = look_for_duplicates(work, keys, what.identifiers)
    if not found or in_spite:
        return
    with store().reading() as session:
        people = [beneficiary_by_pseudonym(session, pseudonym) for pseudonym in found]
        named = "; ".join(f"{one.pseudonym} ({officer_names(session, [one.officer_id])})" for one in people)
    raise Refusal(
        N_("Possible duplicate of %(named)s. Ask the officer named, then tick this box to register all the same."),
        field="anyway",
        named=named,
    )
