"""Pages of statements: taking them in, and how they agree with the books."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.banking.trouble import CannotRead, Trouble
from ledger.errors import N_, Refusal
from ledger.signin.forms import ConfirmForm
from ledger.statements import describing, queries
from ledger.statements.actions.accounts import describe_tables, name_account
from ledger.statements.actions.plan import Plan, plan
from ledger.statements.actions.take_in import import_statements, match_waiting
from ledger.statements.claim_views import add_claim_pages
from ledger.statements.forms import AccountForm, UploadForm
from ledger.statements.line_views import add_line_pages
from ledger.statements.list_views import READERS, add_list_pages
from ledger.statements.models import TableProfile
from ledger.statements.reading import profile_from, sha256_of, statements_in
from ledger.statements.rules.following import refuse_out_of_turn
from ledger.statements.words import SAYS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("statements", __name__)
SHOWN = 200
"""Troubles of a file that a page lists."""

add_place(Place(Section.MONEY, 30, N_("Statements"), "statements.index", frozenset(READERS)))
add_list_pages(bp)
add_line_pages(bp)
add_claim_pages(bp)


@bp.route("/statements/new", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def upload() -> str | Answer:
    """Look at a file first; take it in then."""
    form, made = _upload_form(), None
    troubles: Sequence[Trouble] = ()
    if form.validate_on_submit():
        try:
            if request.form.get("act") == "take":
                return _take_in(form)
            made = _look(form)
        except CannotRead as refusal:
            troubles = refusal.troubles
            form.refuse(refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    counts = made.counts() if made else {}
    return render_template(
        "statements/upload.html", form=form, made=made, counts=counts, words=SAYS, troubles=troubles[:SHOWN]
    )


def _upload_form() -> UploadForm:
    form = UploadForm()
    with store().reading() as session:
        form.cash.choices = [(one.code, one.code) for one in queries.cash_accounts(session)]
    return form


def _balances(form: UploadForm, currency: str) -> list[int | None]:
    return [one.minor_in(currency) if one.data else None for one in (form.opening, form.closing)]


def _look(form: UploadForm) -> Plan:
    with store().reading() as session:
        account = queries.cash_account(session, form.cash.data)
        source = form.file.data.stream
        found = statements_in(session, account, source, *_balances(form, account.currency))
        before = queries.as_last(queries.last_statement(session, account.code))
        refuse_out_of_turn(found, before, store().clock.now().date())
        return plan(session, account, found)


def _take_in(form: UploadForm) -> Answer:
    source = form.file.data.stream
    sha256 = sha256_of(source)
    with unit(form) as work:
        account = queries.cash_account(work.session, form.cash.data)
        found = statements_in(work.session, account, source, *_balances(form, account.currency))
        made = import_statements(work, account, found, sha256)
        work.location = url_for("statements.account", code=account.code)
        waiting = sum(len(part) for part in made.lines) - sum(made.counts()[one] for one in ("confirmed", "returned"))
    flash(
        ngettext(
            "The statement is taken in. %(num)s line waits for you.",
            "The statement is taken in. %(num)s lines wait for you.",
            waiting,
        ),
        "done",
    )
    return redirect(work.location, 303)


@bp.get("/accounts/<code>")
@guarded(*READERS)
def account(code: str) -> str:
    """Show how the bank's balance of an account follows from the books."""
    with store().reading() as session:
        found = queries.cash_account(session, code)
        return render_template(
            "statements/account.html",
            told=queries.reconciliation(session, found),
            number=found.number,
            button=ConfirmForm(),
        )


@bp.route("/accounts/<code>/described", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def describe(code: str) -> str | Answer:
    """Say what an account is called at its bank, and how its tables are read."""
    form = AccountForm()
    with store().reading() as session:
        number, known = queries.cash_account(session, code).number, session.get(TableProfile, code)
    if request.method == "GET":
        form.number.data, form.profile.data = number, known.profile if known else ""
    if form.validate_on_submit():
        try:
            text = (form.profile.data or "").strip()
            if text:
                profile_from(text)
            with unit(form) as work:
                found = queries.cash_account(work.session, code)
                name_account(work, found, form.number.data or "")
                if text:
                    describe_tables(work, found, text)
                work.location = url_for("statements.account", code=code)
            flash(_("The account is described."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("Account at the bank"), submit=_("Save"))


@bp.post("/accounts/<code>/match")
@guarded(Role.FINANCE)
def match_again(code: str) -> Answer:
    """Try once more the lines that wait for what has come in since."""
    form = ConfirmForm()
    location = url_for("statements.account", code=code)
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                match_waiting(work, queries.cash_account(work.session, code))
                work.location = location
            flash(_("What could be matched is booked."), "done")
        except Refusal as refusal:
            flash(_(refusal.sentence), "warning")
    return redirect(location, 303)


__all__ = ["bp", "describing"]
