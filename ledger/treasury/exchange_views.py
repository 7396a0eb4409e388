"""Pages of exchanges: announcing one, correcting what it brought, giving it up."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.books.queries import lines_about
from ledger.funds.queries import fund_by_code
from ledger.signin.forms import ConfirmForm
from ledger.signin.history import history_of
from ledger.treasury.actions.exchanges import Side, announce_exchange, cancel_exchange, change_exchange
from ledger.treasury.filling import cash_choices, fund_choices, sent
from ledger.treasury.forms import ChangeForm, ExchangeForm
from ledger.treasury.models import Exchange
from ledger.treasury.queries import cash_by_code, exchange_by_reference
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.listing import Column, Listing, answer
from ledger.work import Work


def add_exchange_pages(bp: Blueprint) -> None:
    """Hang the pages of exchanges into the slice's blueprint."""
    bp.add_url_rule("/exchanges", "exchanges", exchanges)
    bp.add_url_rule("/exchanges/new", "new_exchange", new_exchange, methods=["GET", "POST"])
    bp.add_url_rule("/exchanges/<reference>", "exchange", exchange, methods=["GET", "POST"])
    bp.add_url_rule("/exchanges/<reference>/cancel", "cancel_exchange", cancel, methods=["POST"])


@guarded(*CASEWORK)
def exchanges() -> str | Response:
    """List the exchanges, newest first."""
    columns = [
        Column[Exchange]("reference", _("Exchange"), lambda x: x.reference, "reference", _url),
        Column[Exchange]("fund", _("Fund"), lambda x: x.fund.code),
        Column[Exchange]("day", _("Day"), lambda x: x.day, "day", sort=Exchange.day),
        Column[Exchange]("sold", _("Given"), lambda x: (x.sold_minor, x.sold_currency), "money"),
        Column[Exchange]("bought", _("Received"), lambda x: (x.bought_minor, x.bought_currency), "money"),
        Column[Exchange]("stage", _("Stage"), lambda x: x.stage, "stage", sort=Exchange.stage),
    ]
    query = select(Exchange).order_by(Exchange.day.desc(), Exchange.id)
    new = [(_("Announce an exchange"), url_for("treasury.new_exchange"))] if viewer().has(Role.FINANCE) else []
    with store().reading() as session:
        return answer(session, Listing("exchanges", _("Exchanges"), columns, query, actions=new))


def _url(one: Exchange) -> str:
    return url_for("treasury.exchange", reference=one.reference)


@guarded(Role.FINANCE)
def new_exchange() -> str | Answer:
    """Announce an exchange."""
    form = ExchangeForm()
    with store().reading() as session:
        form.fund.choices = fund_choices(session)
        form.sold_cash.choices = form.bought_cash.choices = cash_choices(session)
    if request.method == "GET":
        form.day.data = store().clock.now().date()

    def act(work: Work) -> str:
        here, there = (cash_by_code(work.session, one.data) for one in (form.sold_cash, form.bought_cash))
        sold = Side(here.code, form.amount.minor_in(here.currency))
        bought = Side(there.code, form.bought.minor_in(there.currency))
        fund = fund_by_code(work.session, form.fund.data)
        return _url(announce_exchange(work, fund, sold, bought, form.day.day))

    note = _("Both sides are posted once the statements show them. Book the bank's own charge apart.")
    return sent(form, act, _("The exchange is announced.")) or render_template(
        "treasury/form.html", form=form, heading=_("Announce an exchange"), note=note, submit=_("Announce")
    )


@guarded(*CASEWORK)
def exchange(reference: str) -> str | Answer:
    """Show an exchange; finance corrects here what it brought."""
    form = ChangeForm()
    if request.method == "POST" and viewer().has(Role.FINANCE):

        def act(work: Work) -> str:
            found = exchange_by_reference(work.session, reference)
            change_exchange(work, found, form.bought.minor_in(found.bought_currency))
            return _url(found)

        answered = sent(form, act, _("The exchange is corrected."))
        if answered is not None:
            return answered
    with store().reading() as session:
        found = exchange_by_reference(session, reference)
        return render_template(
            "treasury/exchange.html",
            exchange=found,
            form=form,
            button=ConfirmForm(),
            lines=lines_about(session, found.id),
            events=history_of(session, found.id),
        )


@guarded(Role.FINANCE)
def cancel(reference: str) -> Answer:
    """Give up an exchange."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit(form) as work:
            cancel_exchange(work, exchange_by_reference(work.session, reference))
            work.location = url_for("treasury.exchange", reference=reference)
        flash(_("The exchange is given up."), "done")
    return redirect(url_for("treasury.exchange", reference=reference), 303)
