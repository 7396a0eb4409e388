"""The page of a line that waits for a person, and what it can be booked as."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.books.uses import Target, Use, uses_for
from ledger.disbursements.models import Disbursement
from ledger.errors import Refusal
from ledger.statements import queries
from ledger.statements.actions.book import book_line, set_aside
from ledger.statements.forms import AsideForm, BookForm
from ledger.statements.list_views import READERS
from ledger.statements.models import BankClaim, BankLine, LineStage
from ledger.statements.rules.matching import WORDS
from ledger.statements.words import ASIDE, KINDS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import choices_of


def add_line_pages(bp: Blueprint) -> None:
    """Hang the pages of lines into the slice's blueprint."""
    bp.add_url_rule("/statements/lines/<uuid:ident>", "line", line, methods=["GET", "POST"])
    bp.add_url_rule("/statements/lines/<uuid:ident>/aside", "aside", aside, methods=["POST"])


@guarded(*READERS)
def line(ident: UUID) -> str | Answer:
    """Show a line; book it as one of the things that it can be."""
    form = BookForm()
    with store().reading() as session:
        found = queries.line(session, ident)
        ways = _ways(session, found)
    form.use.choices = [(use.code, _(use.label)) for use, _targets in ways]
    form.target.choices = [(one.value, one.label) for _use, targets in ways for one in targets]
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                target = form.reference.data or form.target.data
                book_line(work, queries.line(work.session, ident), form.use.data, target)
                work.location = url_for("statements.line", ident=ident)
            flash(_("The line is booked."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(ident, form)


@guarded(Role.FINANCE)
def aside(ident: UUID) -> str | Answer:
    """Put a line aside until somebody answers."""
    form = AsideForm()
    form.why.choices = choices_of(ASIDE)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                set_aside(work, queries.line(work.session, ident), form.why.data)
                work.location = url_for("statements.waiting")
            flash(_("The line is put aside. It still waits in the list."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(ident, BookForm(), form)


def _ways(session: Session, one: BankLine) -> list[tuple[Use, list[Target]]]:
    if one.stage is LineStage.MATCHED:
        return []
    shown = queries.shown_by(one)
    found = [(use, use.targets(session, shown)) for use in uses_for(shown)]
    return [(use, targets) for use, targets in found if targets]


def _page(ident: UUID, form: BookForm, later: AsideForm | None = None) -> str:
    later = later or AsideForm(formdata=None)
    later.why.choices = choices_of(ASIDE)
    with store().reading() as session:
        found = queries.line(session, ident)
        ways = _ways(session, found)
        paid = session.get(Disbursement, found.disbursement_id) if found.disbursement_id else None
        return render_template(
            "statements/line.html",
            one=found,
            claim=session.get(BankClaim, ident),
            kind=KINDS[found.kind],
            why=WORDS.get(found.why or ""),
            paid=paid,
            entries=queries.entries_of(session, ident),
            ways=[(use, targets, _choosing(use, targets, form)) for use, targets in ways],
            form=form,
            later=later,
        )


def _choosing(use: Use, targets: list[Target], sent: BookForm) -> BookForm:
    """The form of one way: what it is stands fixed in it, and what was sent by it before."""
    made = BookForm(formdata=None, prefix="")
    made.use.choices = [(use.code, _(use.label))]
    made.use.data = use.code
    made.target.choices = [(one.value, one.label) for one in targets]
    if sent.use.data == use.code:
        made.target.data, made.reference.data = sent.target.data, sent.reference.data
    made.target.id = made.target.label.field_id = f"target-{use.code}"
    made.reference.id = made.reference.label.field_id = f"reference-{use.code}"
    return made
