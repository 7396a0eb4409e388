"""The one form that locks everything down, and the public page on which two people sign to lift it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ledger.errors import Refusal
from ledger.log.standing import Lockdown, lockdown_in_force, said_about
from ledger.signin.actions.lockdown import NEEDED, raise_lockdown, sign_lift
from ledger.signin.forms import ConfirmForm, SignInForm
from ledger.signin.queries import actor_for
from ledger.signin.statuses import status_of
from ledger.signin.stepup import gate, proof_in
from ledger.web.access import STAFF, guarded, public
from ledger.web.context import refuse_repeat, request_of, store, unit

Page = str | Response | tuple[str, int, dict[str, str]]


def add_lockdown_pages(bp: Blueprint) -> None:
    """Hang both pages into the slice's blueprint."""
    bp.add_url_rule("/lock-down", "lock_down", lock_down, methods=["GET", "POST"])
    bp.add_url_rule("/reopen", "reopen", reopen, methods=["GET", "POST"])


def lockdown_now() -> Lockdown | None:
    """Return the lock-down that lasts, or None."""
    with store().reading() as reading:
        return lockdown_in_force(reading)


@guarded(*STAFF)
def lock_down() -> str | Response:
    """Lock everything down by one button: no passphrase, since whoever needs it has no time."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("signin/lock_down.html", form=form)
    with unit(form) as work:
        raise_lockdown(work)
        work.location = url_for("signin.sign_in")
    session.clear()
    flash(_("Done. Everybody is signed out."), "done")
    answer = redirect(work.location, 303)
    gate().take(answer)
    return answer


@public
def reopen() -> Page:
    """Sign that it is open again; the second person's signature opens it."""
    lockdown = lockdown_now()
    if lockdown is None:
        return redirect(url_for("signin.sign_in"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            return _sign(form)
        except Refusal as refusal:
            form.refuse(refusal)
            return _page(form, lockdown), *status_of(refusal)
    return _page(form, lockdown)


def _sign(form: SignInForm) -> Response:
    refuse_repeat(form)
    proved = gate().door.recognise(form.name.data or "", proof_in(form), gate().browser())
    with store().reading() as reading:
        actor = actor_for(reading, proved.person, store().clock.now().date())
    with store().work(actor, request_of(form)) as work:
        lifted = sign_lift(work, proved.unlocked)
        work.location = url_for("signin.sign_in" if lifted else "signin.reopen")
    flash(_("It is open again.") if lifted else _("You have signed. Another person has to sign as well."), "done")
    return redirect(work.location, 303)


def _page(form: SignInForm, lockdown: Lockdown) -> str:
    with store().reading() as reading:
        signed = len(said_about(reading, lockdown.id, "lockdown.lift_signed"))
    return render_template("signin/reopen.html", form=form, signed=signed, needed=NEEDED)
