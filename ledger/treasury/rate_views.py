"""Pages of exchange rates: those that are approved, and proposing more, typed or from a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.books.models import ExchangeRate
from ledger.errors import N_, Refusal
from ledger.organisation import base_currency
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.filling import page_of, sent
from ledger.treasury.forms import RatesForm
from ledger.treasury.rules.rate_file import Fault, RateFile, read_rates, typed_rates, written
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, viewer
from ledger.web.listing import Column, Listing, answer
from ledger.work import Work


def add_rate_pages(bp: Blueprint) -> None:
    """Hang the pages of rates into the slice's blueprint."""
    bp.add_url_rule("/rates", "rates", rates)
    bp.add_url_rule("/rates/new", "new_rates", new_rates, methods=["GET", "POST"])


@guarded(*CASEWORK)
def rates() -> str | Response:
    """List the rates that were approved, newest first, each with its source and day."""
    columns = [
        Column[ExchangeRate]("currency", _("Currency"), lambda r: r.currency, sort=ExchangeRate.currency),
        Column[ExchangeRate]("rate", _("One unit is worth"), lambda r: f"{r.rate} {r.base}", "code"),
        Column[ExchangeRate]("source", _("Source"), lambda r: r.source, sort=ExchangeRate.source),
        Column[ExchangeRate]("day", _("Day"), lambda r: r.date, "day", sort=ExchangeRate.date),
    ]
    query = select(ExchangeRate).order_by(ExchangeRate.date.desc(), ExchangeRate.log_seq.desc())
    new = [(_("Propose rates"), url_for("treasury.new_rates"))] if viewer().has(Role.FINANCE) else []
    empty = _("No rate is approved yet. Finance proposes rates, and another person signs them.")
    with store().reading() as session:
        return answer(session, Listing("rates", _("Exchange rates"), columns, query, actions=new, empty=empty))


@guarded(Role.FINANCE)
def new_rates() -> str | Answer:
    """Look at a file first, which fills the rows in; propose what stands in them."""
    form = RatesForm()
    today = store().clock.now().date()
    with store().reading() as session:
        base = base_currency(session)
    if request.form.get("act") == "look" and form.validate_on_submit():
        _look(form, read_rates_of(form, base))
    elif request.method == "POST":

        def act(work: Work) -> str:
            read = typed_rates(form.rates.data or "", today, base)
            told = [_told(fault, "rates") for fault in read.faults]
            for fault in told[1:]:
                form.refuse(fault)
            if told:
                raise told[0]
            return page_of(propose_rates(work, read.quoted))

        answered = sent(form, act, _("The rates wait for a signature."))
        if answered is not None:
            return answered
    return render_template("treasury/rates.html", form=form, base=base)


def read_rates_of(form: RatesForm, base: str) -> RateFile:
    """Read the file of a form; where it cannot be read, say so beside it."""
    if not form.file.data:
        form.file.errors = [_("Choose a file.")]
        return RateFile()
    try:
        return read_rates(form.file.data.read(), store().clock.now().date(), base)
    except Refusal as refusal:
        form.refuse(refusal)
        return RateFile()


def _look(form: RatesForm, found: RateFile) -> None:
    for fault in found.faults:
        form.refuse(_told(fault, "file"))
    if found.quoted and not found.faults:
        form.rates.data = written(found.quoted)


def _told(fault: Fault, field: str) -> Refusal:
    """Say what is wrong with a row, in the reader's language."""
    why = _(fault.why.sentence, **fault.why.values) if fault.why.values else _(fault.why.sentence)
    return Refusal(N_("Row %(row)s (%(code)s): %(fault)s"), field=field, row=fault.row, code=fault.code, fault=why)
