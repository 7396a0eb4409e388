"""Public pages on which whoever was invited makes their own keys. Their addresses and words tell nothing.

The seed of the one-time codes is shown as a picture by an address of its own, since a page may hold no picture in
itself. It travels in no address and is kept by no table: for some minutes the newcomer's own browser carries it in a
cookie, sealed to this start of the server.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ledger.errors import N_, Refusal
from ledger.keys import onetime, quality
from ledger.keys.passphrase import STRONG, WEAK, ArgonProfile
from ledger.keys.session import open_for_browser, seal_for_browser
from ledger.keys.trouble import WrongKey
from ledger.signin.queries import profiles
from ledger.signin.stepup import gate, proof_in
from ledger.staff.actions.enrol import FreshKeys, Names, find_invitation, make_keys, prove_device
from ledger.staff.forms import BeginForm, KeysForm, ProofForm
from ledger.web.access import public
from ledger.web.context import is_demo, refuse_repeat, request_of, settings, store
from ledger.web.picture import qr_response

MINUTES = 15
OWNER, USE = "begin", "picture"


def add_begin_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/begin", "begin", begin, methods=["GET", "POST"])
    bp.add_url_rule("/begin/keys", "make", make, methods=["POST"])
    bp.add_url_rule("/begin/picture", "picture", picture)
    bp.add_url_rule("/begin/proof", "prove", prove, methods=["POST"])
    bp.add_url_rule("/begin/done", "done", done)


@public
def begin() -> str:
    """Ask for the code, and behind it for what belongs to new keys."""
    form = BeginForm()
    if form.validate_on_submit():
        try:
            return _keys_page(KeysForm(None, invitation=form.invitation.data), form.invitation.data or "")
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("staff/begin.html", form=form)


@public
def make() -> str | Response:
    """Make the keys, and show once what the newcomer has to keep."""
    form = KeysForm()
    code = form.invitation.data or ""
    if not form.validate_on_submit():
        return _keys_page(form, code)
    try:
        fresh = _make(form, code)
    except Refusal as refusal:
        form.refuse(refusal)
        return _keys_page(form, code)
    address = onetime.provisioning_uri(fresh.seed, fresh.code)
    page = _proof_page(ProofForm(None, invitation=code), address, fresh.fingerprint, fresh.recovery_codes)
    answer = Response(page, mimetype="text/html")
    sealed = seal_for_browser(gate().door.boot, address.encode(), OWNER, USE)
    secure = not settings().plain_http
    answer.set_cookie(_cookie(), sealed, max_age=MINUTES * 60, httponly=True, secure=secure, samesite="Strict")
    return answer


def _make(form: KeysForm, code: str) -> FreshKeys:
    if form.new.data != form.again.data:
        raise Refusal(N_("The two passphrases differ. Type them again."), field="again")
    is_new = find_invitation(store(), code).newcomer
    names = Names(form.name.data or "", form.sign_in_name.data or "") if is_new else None
    return make_keys(store(), code, names, form.new.data or "", _profile())


@public
def picture() -> Response:
    """Show the seed as a picture to the browser that carries it."""
    address = _carried()
    if address is None:
        raise NotFound
    return qr_response(address)


@public
def prove() -> str | Response:
    """Take passphrase and first code: the device works."""
    form = ProofForm()
    code = form.invitation.data or ""
    if form.validate_on_submit():
        try:
            refuse_repeat(form)
            where = url_for("staff.done")
            fingerprint = prove_device(store(), code, proof_in(form), request_of(form), where)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your keys are ready. Their fingerprint: %(fingerprint)s", fingerprint=fingerprint), "done")
            answer = redirect(where, 303)
            answer.delete_cookie(_cookie(), httponly=True, secure=not settings().plain_http, samesite="Strict")
            return answer
    return _proof_page(form, _carried(), "", ())


@public
def done() -> str:
    """Say what comes next."""
    return render_template("staff/begin_done.html")


def _keys_page(form: KeysForm, code: str) -> str:
    invitation = find_invitation(store(), code)
    return render_template("staff/begin_keys.html", form=form, is_new=invitation.newcomer, offered=quality.suggest())


def _proof_page(form: ProofForm, address: str | None, fingerprint: str, recovery_codes: tuple[str, ...]) -> str:
    seed = parse_qs(urlsplit(address).query)["secret"][0] if address else ""
    groups = [seed[start : start + 4] for start in range(0, len(seed), 4)]
    return render_template(
        "staff/begin_proof.html", form=form, seed=groups, fingerprint=fingerprint, codes=recovery_codes
    )


def _carried() -> str | None:
    try:
        return open_for_browser(gate().door.boot, request.cookies.get(_cookie(), ""), OWNER, USE).decode()
    except WrongKey:
        return None


def _cookie() -> str:
    return "e" if settings().plain_http else "__Host-e"


def _profile() -> ArgonProfile:
    """Stretch as hard as the hardest account here; on a demo nothing is protected and nobody waits."""
    with store().reading() as session:
        known = profiles(session)
    return max([*known, WEAK if is_demo() else STRONG], key=lambda profile: (profile.memory_kib, profile.iterations))
