"""Pages of one's own account: key, roles, sessions, passphrase, recovery codes, time zone."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from ledger.errors import N_, Refusal
from ledger.keys import quality
from ledger.log.roles import grants_of
from ledger.signin import queries
from ledger.signin.actions import account as actions
from ledger.signin.actions.sessions import end_all_sessions, end_session
from ledger.signin.demo import follow_on_demo
from ledger.signin.forms import ConfirmForm, PassphraseForm, ZoneForm
from ledger.signin.notices import notices_for
from ledger.signin.registry import keys_of
from ledger.signin.stepup import demo_hint, gate, step_up
from ledger.web.access import EVERYONE, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import StepUpForm
from ledger.web.zones import chosen_zone, remember_zone


def add_account_pages(bp: Blueprint) -> None:
    """Hang the pages of one's own account into the slice's blueprint."""
    bp.add_url_rule("/account", "account", show_account)
    bp.add_url_rule("/account/passphrase", "passphrase", passphrase, methods=["GET", "POST"])
    bp.add_url_rule("/account/recovery-codes", "recovery_codes", recovery_codes, methods=["GET", "POST"])
    bp.add_url_rule("/account/sessions/end", "end_all", end_all, methods=["POST"])
    bp.add_url_rule("/account/sessions/<uuid:which>/end", "end_one", end_one, methods=["POST"])
    bp.add_url_rule("/account/zone", "zone", choose_zone, methods=["POST"])


@guarded(*EVERYONE)
def show_account() -> str:
    """Show one's keys, roles and sessions."""
    me = viewer()
    with store().reading() as reading:
        return render_template(
            "signin/account.html",
            key=keys_of(reading, me.actor.id),
            grants=grants_of(reading, me.actor.id),
            today=store().clock.now().date(),
            sessions=queries.sessions_of(reading, me.actor.id, gate().door.boot.identity, store().clock.now()),
            here=me.session,
            codes_left=queries.recovery_codes_left(reading, me.actor.id),
            notices=notices_for(reading, me),
            form=ConfirmForm(),
            zone_form=ZoneForm(zone=chosen_zone()),
        )


@guarded(*EVERYONE)
def passphrase() -> str | Response:
    """Change one's passphrase; all sessions end."""
    form = PassphraseForm()
    if form.validate_on_submit():
        try:
            return _change(form, form.new.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("signin/passphrase.html", form=form, offered=quality.suggest(), demo_hint=demo_hint())


def _change(form: PassphraseForm, new: str) -> Response:
    me = viewer().actor
    if new != form.again.data:
        raise Refusal(N_("The two new passphrases differ. Type them again."), field="again")
    actions.judge_passphrase(store(), me, form.passphrase.data or "", new)
    actions.change_passphrase(store(), me, step_up(form), new)
    follow_on_demo(me.id, new)
    session.clear()
    flash(_("Your passphrase is changed. Sign in with the new one."), "done")
    answer = redirect(url_for("signin.sign_in"), 303)
    gate().take(answer)
    return answer


@guarded(*EVERYONE)
def recovery_codes() -> str | Response:
    """Make new recovery codes, which stand in for the device that makes one-time codes, and show them once."""
    form = StepUpForm()
    if form.validate_on_submit():
        try:
            step_up(form)
            with unit(form) as work:
                codes = actions.renew_recovery_codes(work)
                work.location = url_for("signin.account")
            return render_template("signin/recovery_codes.html", codes=codes)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("signin/renew_codes.html", form=form, demo_hint=demo_hint())


@guarded(*EVERYONE)
def end_one(which: UUID) -> Response:
    """End one of one's own sessions."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise BadRequest
    with unit(form) as work:
        end_session(work, which)
        work.location = url_for("signin.account")
    flash(_("The session has ended."), "done")
    return redirect(work.location, 303)


@guarded(*EVERYONE)
def end_all() -> Response:
    """End all of one's sessions, this one as well."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        raise BadRequest
    with unit(form) as work:
        end_all_sessions(work)
        work.location = url_for("signin.sign_in")
    session.clear()
    flash(_("All your sessions have ended."), "done")
    answer = redirect(work.location, 303)
    gate().take(answer)
    return answer


@guarded(*EVERYONE)
def choose_zone() -> Response:
    """Let one's browser remember a time zone."""
    form = ZoneForm()
    if not form.validate_on_submit():
        raise BadRequest
    answer = redirect(url_for("signin.account"), 303)
    remember_zone(answer, form.zone.data)
    return answer
