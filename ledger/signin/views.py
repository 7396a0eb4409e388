"""Signing in and out; the pages of one's own account hang in from `account_views`."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ledger.errors import Refusal
from ledger.signin.account_views import add_account_pages
from ledger.signin.actions.prove import Proof
from ledger.signin.away_views import add_away_page
from ledger.signin.demo import demo_people
from ledger.signin.forms import SignInForm, StepInForm
from ledger.signin.lockdown_views import add_lockdown_pages, lockdown_now
from ledger.signin.statuses import status_of
from ledger.signin.stepup import gate, proof_in
from ledger.web.access import EVERYONE, guarded, public
from ledger.web.context import viewer, viewer_or_none

bp = Blueprint("signin", __name__)
add_account_pages(bp)
add_away_page(bp)
add_lockdown_pages(bp)

Page = str | Response | tuple[str, int, dict[str, str]]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in with passphrase and one-time code."""
    if request.method == "GET" and viewer_or_none():
        return redirect(url_for("desk.index"))
    form = SignInForm(request.form)
    if request.method == "POST" and form.validate():
        return _try(form, form.name.data or "", proof_in(form))
    return _page(form)


@bp.post("/sign-in/demo")
@public
def step_in() -> Page:
    """On a demo, sign in as somebody on its list with the code of this very moment."""
    form = StepInForm()
    chosen = next((one for one in demo_people() or () if one.sign_in_name == form.name.data), None)
    if chosen is None or not form.validate_on_submit():
        raise NotFound
    filled = SignInForm(None)
    filled.name.data = chosen.sign_in_name
    return _try(filled, chosen.sign_in_name, Proof(chosen.passphrase, chosen.code))


def _try(form: SignInForm, name: str, proof: Proof) -> Page:
    try:
        begun = gate().door.sign_in(name, proof, gate().browser(), gate().token())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(form), *status_of(refusal)
    # Form tokens of whoever sat here before end with their session.
    session.clear()
    answer = redirect(_onward(), 303)
    gate().give(answer, begun.token, begun.browser)
    return answer


def _page(form: SignInForm) -> str:
    people = demo_people()
    if people and request.method == "GET":
        form.name.data = request.args.get("as", "")
    chosen = next((one for one in people or () if one.sign_in_name == form.name.data), None)
    return render_template(
        "signin/sign_in.html",
        form=form,
        people=people,
        chosen=chosen,
        step_in=StepInForm(None),
        is_closed=lockdown_now() is not None,
    )


def _onward() -> str:
    """Return where the person wanted to go, when that is a path of this very site."""
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    is_local = wanted.startswith("/") and not (parts.scheme or parts.netloc or wanted.startswith("//"))
    if is_local and wanted.isprintable() and "\\" not in wanted:
        return wanted
    return url_for("desk.index")


@bp.post("/sign-out")
@guarded(*EVERYONE)
def sign_out() -> Page:
    """End this session."""
    gate().door.end(viewer().token)
    session.clear()
    answer = redirect(url_for("signin.sign_in"), 303)
    gate().take(answer)
    return answer
