"""Signing in and out, and one's own account."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ledger.errors import Refusal
from ledger.keys import quality
from ledger.signin.actions.account import change_passphrase, recovery_codes_left, renew_recovery_codes
from ledger.signin.actions.prove import Proof
from ledger.signin.actions.sessions import TooMany, end_sessions_of
from ledger.signin.demo import demo_people
from ledger.signin.forms import ConfirmForm, PassphraseForm, SignInForm
from ledger.signin.queries import grants_of, key_of, sessions_of
from ledger.signin.stepup import demo_hint, gate, step_up
from ledger.web.access import EVERYONE, guarded, public
from ledger.web.context import settings, store, viewer, viewer_or_none

bp = Blueprint("signin", __name__)

Page = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in with passphrase and one-time code."""
    if request.method == "GET" and viewer_or_none():
        return redirect(url_for("desk.index"))
    form = SignInForm(request.form)
    people = demo_people(settings(), store().clock.now())
    if request.method == "GET":
        form.name.data = request.args.get("as", "")
    if request.method == "POST" and form.validate():
        proof = Proof(form.passphrase.data or "", (form.code.data or "").strip())
        try:
            begun = gate().door.sign_in(form.name.data or "", proof, gate().browser(), gate().token())
        except TooMany as refusal:
            form.refuse(refusal)
            return _sign_in_page(form, people), 429, {"Retry-After": "60"}
        except Refusal as refusal:
            form.refuse(refusal)
            return _sign_in_page(form, people), 401 if type(refusal).__name__ == "NotProved" else 503
        answer = redirect(_onward())
        gate().give(answer, begun.token, begun.browser)
        return answer
    return _sign_in_page(form, people)


def _sign_in_page(form: SignInForm, people: object) -> str:
    chosen = next((p for p in people or () if p["sign_in_name"] == form.name.data), None)  # type: ignore[attr-defined]
    return render_template("signin/sign_in.html", form=form, people=people, chosen=chosen)


def _onward() -> str:
    wanted = request.args.get("next", "")
    return (
        wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else url_for("desk.index")
    )


@bp.post("/sign-out")
@guarded(*EVERYONE)
def sign_out() -> Page:
    """End this session."""
    gate().door.end(viewer().token)
    answer = redirect(url_for("signin.sign_in"))
    gate().take(answer)
    return answer


@bp.get("/account")
@guarded(*EVERYONE)
def account() -> Page:
    """Show one's keys, roles and sessions."""
    with store().reading() as session:
        return render_template(
            "signin/account.html",
            key=key_of(session, viewer().actor.id),
            grants=grants_of(session, viewer().actor.id),
            sessions=sessions_of(session, viewer().actor.id, gate().door.boot.identity),
            codes_left=recovery_codes_left(store(), viewer().actor),
            form=ConfirmForm(),
        )


@bp.route("/account/passphrase", methods=["GET", "POST"])
@guarded(*EVERYONE)
def passphrase() -> Page:
    """Change one's passphrase; all sessions end."""
    form = PassphraseForm()
    if form.validate_on_submit():
        try:
            if form.new.data != form.again.data:
                raise Refusal("The two new passphrases differ. Type them again.", field="again")
            change_passphrase(store(), viewer().actor, step_up(form), form.new.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your passphrase is changed. Sign in with the new one."), "done")
            answer = redirect(url_for("signin.sign_in"))
            gate().take(answer)
            return answer
    return render_template(
        "signin/passphrase.html", form=form, offered=quality.suggest(), demo_hint=demo_hint()
    )


@bp.post("/account/recovery-codes")
@guarded(*EVERYONE)
def recovery_codes() -> Page:
    """Make new recovery codes and show them once."""
    if not ConfirmForm().validate_on_submit():
        raise NotFound
    codes = renew_recovery_codes(store(), viewer().actor)
    return render_template("signin/recovery_codes.html", codes=codes)


@bp.post("/account/sessions/<uuid:which>/end")
@guarded(*EVERYONE)
def end_session(which: UUID) -> Page:
    """End one of one's own sessions."""
    if not ConfirmForm().validate_on_submit():
        raise NotFound
    end_sessions_of(store(), viewer().actor, which)
    flash(_("The session has ended."), "done")
    return redirect(url_for("signin.account"), 303)
