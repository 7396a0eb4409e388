"""Pages of what donors decide with: transfers between funds, and refunds."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.errors import NotFound
from ledger.funds.models import Fund
from ledger.funds.queries import donor_by_code, fund_by_code
from ledger.money import Money
from ledger.signin.forms import ConfirmForm
from ledger.treasury.actions.refunds import cancel_refund, propose_refund
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.filling import cash_choices, currency_choices, donor_choices, fund_choices, page_of, sent
from ledger.treasury.forms import RefundForm, TransferForm
from ledger.treasury.models import Refund
from ledger.treasury.queries import cash_by_code
from ledger.treasury.rules.codes import REFUND_REASONS, TRANSFER_REASONS
from ledger.web.access import guarded
from ledger.web.context import store, unit
from ledger.web.fields import DayField, choices_of
from ledger.work import Work


def add_donor_pages(bp: Blueprint) -> None:
    """Hang the pages into the slice's blueprint."""
    bp.add_url_rule("/transfers/new", "new_transfer", new_transfer, methods=["GET", "POST"])
    bp.add_url_rule("/refunds/new", "new_refund", new_refund, methods=["GET", "POST"])
    bp.add_url_rule("/refunds/<uuid:ident>/cancel", "cancel_refund", give_up_refund, methods=["POST"])


@guarded(Role.OFFICER)
def new_transfer() -> str | Answer:
    """Propose a transfer between two funds."""
    form = TransferForm()
    with store().reading() as session:
        form.giving.choices = form.taking.choices = fund_choices(session)
        form.cash.choices = cash_choices(session)
    form.reason.choices = choices_of(TRANSFER_REASONS)

    def act(work: Work) -> str:
        giving, taking = (fund_by_code(work.session, one.data) for one in (form.giving, form.taking))
        cash = cash_by_code(work.session, form.cash.data)
        consents = [
            *_consent(giving, form.consent.data, form.consent_day),
            *_consent(taking, form.other_consent.data, form.other_day),
        ]
        move = Move(giving, taking, cash, form.amount.minor_in(cash.currency))
        return page_of(propose_transfer(work, move, consents, form.reason.data))

    note = _("The money stays in its account. The donor of the giving fund has to agree first.")
    return sent(form, act, _("The transfer waits for a signature.")) or render_template(
        "treasury/form.html", form=form, heading=_("Transfer between funds"), note=note, submit=_("Propose")
    )


def _consent(fund: Fund, code: str | None, when: DayField) -> list[Consent]:
    return [Consent(fund.donor, code, when.day)] if code and fund.donor is not None else []


@guarded(Role.OFFICER)
def new_refund() -> str | Answer:
    """Propose a refund to a donor."""
    form = RefundForm()
    with store().reading() as session:
        form.fund.choices, form.donor.choices = fund_choices(session), donor_choices(session)
        form.currency.choices = currency_choices(session)
    form.reason.choices = choices_of(REFUND_REASONS)

    def act(work: Work) -> str:
        fund, donor = fund_by_code(work.session, form.fund.data), donor_by_code(work.session, form.donor.data)
        money = Money(form.amount.minor_in(form.currency.data), form.currency.data)
        return page_of(propose_refund(work, fund, donor, money, form.reason.data))

    note = _("Once another has signed, the money is owed; it is paid when a statement shows it.")
    return sent(form, act, _("The refund waits for a signature.")) or render_template(
        "treasury/form.html", form=form, heading=_("Refund to a donor"), note=note, submit=_("Propose")
    )


@guarded(Role.OFFICER, Role.FINANCE)
def give_up_refund(ident: UUID) -> Answer:
    """Give up a refund that is not paid."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with unit(form) as work:
            found = work.session.get(Refund, ident)
            if found is None:
                raise NotFound
            cancel_refund(work, found)
            work.location = url_for("treasury.index")
        flash(_("The refund is given up; the money stands where it was taken from."), "done")
    return redirect(url_for("treasury.index"), 303)
