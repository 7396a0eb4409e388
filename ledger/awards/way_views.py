"""The page on which a running award is moved to another of the beneficiary's ways to be paid."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.awards import queries
from ledger.awards.actions.moving import propose_move
from ledger.awards.forms import WayForm
from ledger.beneficiaries.ways import in_words, ways_to_choose
from ledger.errors import NotFound, Refusal
from ledger.web.access import guarded
from ledger.web.context import unit, watched


def add_moving(bp: Blueprint) -> None:
    """Hang the page into the slice's blueprint."""
    bp.add_url_rule("/<reference>/way", "move", move, methods=["GET", "POST"])


@guarded(Role.OFFICER)
def move(reference: str) -> str | Answer:
    """Propose that what is still to be paid of an award is paid another way."""
    form = WayForm()
    with watched() as session:
        award = queries.award_by_reference(session, reference)
        others = [(way, words) for way, words in ways_to_choose(session, award.beneficiary) if way != str(award.way)]
    if award.way is None or not others:
        raise NotFound
    form.way.choices = [("", _("Choose")), *others]
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                propose_move(work, queries.award_by_reference(work.session, reference), int(form.way.data))
                work.location = url_for("awards.show", reference=reference)
            flash(_("It is proposed. Two approvers have to sign it; until then it is paid as before."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    paid_so = in_words(award.way, award.paid_to, award.channel)
    return render_template("awards/move.html", form=form, award=award, paid_so=paid_so)
