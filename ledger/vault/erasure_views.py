"""The page on which a custodian proposes that somebody's records are erased."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import Refusal
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.forms import EraseForm
from ledger.vault.queries.trust import refuse_unknown
from ledger.vault.rules.reasons import ERASURE_REASONS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of


def add_erasure_pages(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/erasures/new/<pseudonym>", "erase", erase, methods=["GET", "POST"])


@guarded(Role.CUSTODIAN)
def erase(pseudonym: str) -> str | Answer:
    """Propose an erasure; another signs it."""
    with store().reading() as session:
        refuse_unknown(session, pseudonym)
    form = EraseForm()
    form.reason.choices = choices_of(ERASURE_REASONS)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                proposal = propose_erasure(work, pseudonym, form.reason.data)
                work.location = url_for("approvals.show", reference=proposal.reference)
            flash(_("Another person has to sign the erasure."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    back = url_for("beneficiaries.show", pseudonym=pseudonym)
    return render_template("vault/erase.html", form=form, pseudonym=pseudonym, back=back)
