"""Pages of what ends a period: losses, valuation, the checklist and the closing, manual entries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.books.models import Period
from ledger.books.queries import closed_until
from ledger.books.rules.chart import NAMES
from ledger.books.rules.events import MANUAL
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.queries import all_funds, fund_by_code
from ledger.money import minor_units
from ledger.organisation import base_currency
from ledger.signin.forms import ConfirmForm
from ledger.treasury.actions.bookings import give_up_loss, propose_loss
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.checklist import all_checks
from ledger.treasury.filling import cash_choices, currency_choices, fund_choices, page_of, sent
from ledger.treasury.forms import LossForm, ManualForm, PeriodForm, ValuationForm
from ledger.treasury.models import Loss
from ledger.treasury.queries import cash_by_code, value_cash
from ledger.treasury.rules.codes import LOSSES, MANUAL_REASONS
from ledger.treasury.rules.manual import Typed
from ledger.web.access import CASEWORK, guarded, way_to
from ledger.web.context import store, unit
from ledger.web.fields import choices_of, plain_from
from ledger.work import Work


def add_closing_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/losses/new", "new_loss", new_loss, methods=["GET", "POST"])
    bp.add_url_rule("/losses/<uuid:ident>/cancel", "cancel_loss", cancel_loss, methods=["POST"])
    bp.add_url_rule("/valuation", "revaluation", revaluation)
    bp.add_url_rule("/valuation/new", "new_revaluation", new_revaluation, methods=["GET", "POST"])
    bp.add_url_rule("/periods", "periods", periods)
    bp.add_url_rule("/periods/new", "new_period", new_period, methods=["GET", "POST"])
    bp.add_url_rule("/manual/new", "new_manual", new_manual, methods=["GET", "POST"])


@guarded(Role.FINANCE)
def new_loss() -> str | Answer:
    """Propose a loss of money."""
    form = LossForm()
    with store().reading() as session:
        form.fund.choices, form.cash.choices = fund_choices(session), cash_choices(session)
    form.reason.choices = choices_of(LOSSES)

    def act(work: Work) -> str:
        cash = cash_by_code(work.session, form.cash.data)
        fund, minor = fund_by_code(work.session, form.fund.data), form.amount.minor_in(cash.currency)
        return page_of(propose_loss(work, fund, cash, minor, form.reason.data))

    note = _("Once another has signed, book the statement or count that shows it as this loss.")
    return sent(form, act, _("The loss waits for a signature.")) or render_template(
        "treasury/form.html", form=form, heading=_("Loss of money"), note=note, submit=_("Propose")
    )


@guarded(Role.FINANCE)
def cancel_loss(ident: UUID) -> Answer:
    """Give up a loss that is not booked."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit(form) as work:
            found = work.session.get(Loss, ident)
            if found is None:
                raise NotFound
            give_up_loss(work, found)
            work.location = url_for("treasury.index")
        flash(_("The loss is given up; no line is waited for."), "done")
    return redirect(url_for("treasury.index"), 303)


@guarded(*CASEWORK)
def revaluation() -> str:
    """Show what the foreign cash is worth today."""
    return _valued(ValuationForm())


def _valued(form: ValuationForm) -> str:
    with store().reading() as session:
        base = base_currency(session)
        day = form.day.data or store().clock.now().date()
        return render_template(
            "treasury/valuation.html",
            form=form,
            day=day,
            base=base,
            valuation=value_cash(session, base, day),
            codes={fund.id: fund.code for fund in all_funds(session)},
        )


@guarded(Role.FINANCE)
def new_revaluation() -> str | Answer:
    """Propose to value foreign cash at the end of a day; first what it comes to."""
    form = ValuationForm()
    if request.method == "GET":
        form.day.data = store().clock.now().date().replace(day=1) - timedelta(days=1)
    if request.form.get("act") == "look":
        form.validate_on_submit()
        return _valued(form)
    act = sent(
        form, lambda work: page_of(propose_revaluation(work, form.day.day)), _("The valuation waits for a signature.")
    )
    return act or _valued(form)


@guarded(*CASEWORK)
def periods() -> str:
    """List the periods that are closed."""
    return _checked(PeriodForm())


@guarded(Role.FINANCE)
def new_period() -> str | Answer:
    """Propose to close a period; first what should be looked at."""
    form = PeriodForm()
    if request.method == "GET":
        form.until.data = store().clock.now().date().replace(day=1) - timedelta(days=1)
    if request.form.get("act") == "look":
        form.validate_on_submit()
        return _checked(form)
    act = sent(
        form, lambda work: page_of(propose_period(work, form.until.day)), _("The closing waits for a signature.")
    )
    return act or _checked(form)


def _checked(form: PeriodForm) -> str:
    with store().reading() as session:
        until = form.until.data or store().clock.now().date()
        return render_template(
            "treasury/periods.html",
            form=form,
            until=until,
            closed=closed_until(session),
            periods=session.scalars(select(Period).order_by(Period.until.desc())).all(),
            checks=[(check.label, check.left(session, until), way_to(check.endpoint)) for check in all_checks()],
        )


@guarded(Role.FINANCE)
def new_manual() -> str | Answer:
    """Propose a manual entry."""
    form = ManualForm()
    with store().reading() as session:
        form.fund.choices, form.currency.choices = fund_choices(session), currency_choices(session)
    form.reason.choices = choices_of(MANUAL_REASONS)
    accounts = [("", "–"), *((number, f"{number} {_(NAMES[number])}") for number in MANUAL)]
    for line in form.lines:
        line.form.account.choices = accounts
    if request.method == "GET":
        form.day.data = store().clock.now().date()

    def act(work: Work) -> str:
        fund = fund_by_code(work.session, form.fund.data)
        lines = list(_typed(form))
        entry = ManualEntry(fund, form.currency.data, form.day.day, form.reason.data, lines)
        return page_of(propose_manual(work, entry))

    return sent(form, act, _("The entry waits for a signature.")) or render_template("treasury/manual.html", form=form)


def _typed(form: ManualForm) -> Iterator[Typed]:
    for number, line in enumerate(form.lines, start=1):
        debit, credit = (one.data or "" for one in (line.debit, line.credit))
        if not line.account.data and not debit and not credit:
            continue
        if not line.account.data or bool(debit) == bool(credit):
            raise Refusal(N_("Line %(line)s needs an account, and either a debit or a credit."), line=number)
        minor = _minor(form, debit or credit, number)
        yield Typed(line.account.data, minor if debit else -minor)


def _minor(form: ManualForm, typed: str, number: int) -> int:
    try:
        return minor_units(plain_from(typed, get_locale()), form.currency.data)
    except Refusal as refusal:
        why = _(refusal.sentence, **refusal.values) if refusal.values else _(refusal.sentence)
        raise Refusal(N_("Line %(line)s: %(fault)s"), line=number, fault=why) from None
