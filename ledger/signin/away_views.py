"""The page on which one suspends one's own access before a journey."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ledger.errors import Refusal
from ledger.signin.actions.suspend import suspend_access
from ledger.signin.forms import AwayForm
from ledger.signin.rules import refuse_unfit_day
from ledger.signin.stepup import demo_hint, gate, step_up
from ledger.web.access import EVERYONE, guarded
from ledger.web.context import store, unit


def add_away_page(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/account/away", "away", away, methods=["GET", "POST"])


@guarded(*EVERYONE)
def away() -> str | Response:
    """Suspend one's own access until a day. It asks for passphrase and code: nobody can take it back."""
    form = AwayForm()
    if form.validate_on_submit():
        try:
            return _suspend(form)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("signin/away.html", form=form, demo_hint=demo_hint())


def _suspend(form: AwayForm) -> Response:
    until = form.until.day
    # Before a one-time code is spent on it.
    refuse_unfit_day(until, store().clock.now().date())
    step_up(form)
    with unit(form) as work:
        suspend_access(work, until)
        work.location = url_for("signin.sign_in")
    session.clear()
    flash(_("Done. You are signed out."), "done")
    answer = redirect(work.location, 303)
    gate().take(answer)
    return answer
