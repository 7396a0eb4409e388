"""Pages of what is claimed from banks: the list, and giving one up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import Refusal
from ledger.statements import queries
from ledger.statements.actions.claim_losses import propose_claim_loss
from ledger.statements.forms import GiveUpForm
from ledger.statements.list_views import READERS
from ledger.statements.models import BankClaim, BankLine
from ledger.statements.words import GIVEN_UP
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of
from ledger.web.listing import Column, Listing, answer


def add_claim_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/statements/claims", "claims", claims)
    bp.add_url_rule("/statements/claims/<uuid:ident>/give-up", "give_up", give_up, methods=["GET", "POST"])


@guarded(*READERS)
def claims() -> str | Response:
    """List what banks debited wrongly, with what became of it."""
    today = store().clock.now().date()
    columns = [
        Column[BankClaim]("day", _("Debited"), lambda one: one.line.day, "day", sort=BankLine.day),
        Column("account", _("Account"), lambda one: one.line.cash_account, "reference", _line_url),
        Column("fund", _("Fund"), lambda one: one.fund.code, "reference"),
        Column("age", _("Days"), lambda one: (today - one.line.day).days if one.stage == "open" else ""),
        Column("stage", _("Stage"), lambda one: one.stage, "stage"),
        Column("amount", _("Amount"), lambda one: (one.minor, one.line.currency), "money", sort=BankClaim.minor),
    ]
    with store().reading() as session:
        totals = {"minor": BankClaim.minor, "currency": BankLine.currency}
        empty = _("Nothing is claimed from a bank.")
        listing = Listing("claims", _("Claims on banks"), columns, queries.claims_where(), empty=empty, totals=totals)
        return answer(session, listing)


def _line_url(one: BankClaim) -> str:
    return url_for("statements.line", ident=one.line_id)


@guarded(Role.FINANCE)
def give_up(ident: UUID) -> str | Answer:
    """Propose to give a claim up."""
    form = GiveUpForm()
    form.reason.choices = choices_of(GIVEN_UP)
    with store().reading() as session:
        found = queries.claim(session, ident)
        money = {"minor": found.minor, "currency": found.line.currency}
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                proposal = propose_claim_loss(work, queries.claim(work.session, ident), form.reason.data)
                work.location = f"/proposals/{proposal.reference}"
            flash(_("The loss waits for signatures."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Give up a claim on a bank")
    return render_template("funds/form.html", form=form, heading=heading, submit=_("Propose"), money=money)
