"""Pages on which less is paid of an award than was promised: the rest cancelled, an instalment reduced."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.awards.queries import award_by_reference, instalments_of
from ledger.disbursements.actions.cancel import OVER, cancel_rest, reduce_instalment
from ledger.disbursements.forms import CancelForm, ReduceForm
from ledger.errors import Refusal
from ledger.money import plain_amount
from ledger.vocabulary import CANCELLATIONS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of


def add_less_pages(bp: Blueprint) -> None:
    """Add the pages to the disbursements' own."""
    bp.add_url_rule("/awards/<reference>/cancel", view_func=cancel, methods=["GET", "POST"])
    bp.add_url_rule("/awards/<reference>/reduce", view_func=reduce, methods=["GET", "POST"])


@guarded(Role.OFFICER, Role.FINANCE)
def cancel(reference: str) -> str | Answer:
    """Cancel what is left of an award."""
    form = CancelForm()
    form.reason.choices = choices_of(CANCELLATIONS)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                cancel_rest(work, award_by_reference(work.session, reference), form.reason.data)
                work.location = url_for("awards.show", reference=reference)
            flash(_("What was left is cancelled and free in the fund again."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Cancel the rest of an award")
    return render_template("funds/form.html", form=form, heading=heading, submit=_("Cancel the rest"))


@guarded(Role.OFFICER, Role.FINANCE)
def reduce(reference: str) -> str | Answer:
    """Reduce an instalment that is neither paid nor on its way."""
    form = ReduceForm()
    form.reason.choices = choices_of(CANCELLATIONS)
    with store().reading() as session:
        form.number.choices = _instalments(session, reference)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                award = award_by_reference(work.session, reference)
                minor = form.amount.minor_in(award.currency)
                reduce_instalment(work, award, int(form.number.data), minor, form.reason.data)
                work.location = url_for("awards.show", reference=reference)
            flash(_("The instalment is reduced; the difference is free in the fund again."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    heading = _("Reduce an instalment")
    return render_template("funds/form.html", form=form, heading=heading, submit=_("Reduce it"))


def _instalments(session: Session, reference: str) -> list[tuple[str, str]]:
    award = award_by_reference(session, reference)
    return [
        (
            str(one.number),
            f"{one.number}: {one.due.isoformat()} · {plain_amount(one.minor, award.currency)} {award.currency}",
        )
        for one in instalments_of(session, award)
        if one.stage not in OVER
    ]
