"""The dry run of a split, and the act: what is above a channel's limit, in which parts, and when each can go."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.channels.used import standings
from ledger.disbursements.actions.splitting import split_due
from ledger.disbursements.forms import SplitForm
from ledger.disbursements.limiting import limit_on
from ledger.disbursements.models import Channel
from ledger.disbursements.parting import Parting, placed, too_large
from ledger.disbursements.words import BOUNDS, CHANNELS
from ledger.errors import NotFound, Refusal
from ledger.money import known_currencies
from ledger.web.access import guarded
from ledger.web.context import store, unit


def add_parting_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/runs/split/<channel>/<currency>", "split", split, methods=["GET", "POST"])


@guarded(Role.FINANCE)
def split(channel: str, currency: str) -> str | Answer:
    """Show what would be split and why; split it."""
    if channel not in set(Channel) or currency not in known_currencies():
        raise NotFound
    form, by = SplitForm(), Channel(channel)
    today = store().clock.now().date()
    if request.method == "GET":
        form.until.data = day_in(request.args.get("until", ""), today)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                made = split_due(work, currency, by, form.until.day)
                work.location = url_for("disbursements.gather")
            told = ngettext("%(num)s part is planned.", "%(num)s parts are planned.", len(made))
            flash(told, "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    shown = {"form": form, "currency": currency, "channel": CHANNELS[channel], "bounds": BOUNDS, "today": today}
    until = form.until.data if isinstance(form.until.data, date) else today
    with store().reading() as session:
        limit = limit_on(session, by, currency)
        standing = standings(session, limit, today)
        found: list[Parting] = placed(session, too_large(session, currency, by, until), limit, today)
        can = bool(found) and all(one.refused is None for one in found)
        shown.update(found=found, standing=standing, can=can, until=until)
        return render_template("disbursements/split.html", **shown)


def day_in(text: str, otherwise: date) -> date:
    """Read a day from an address; anything else is the other one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
