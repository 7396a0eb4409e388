"""Pages of donors, funds and contributions; and the donor's own page."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.books.models import CashAccount
from ledger.errors import N_, Refusal
from ledger.funds import actions, describing, known
from ledger.funds.actions import FundTerms
from ledger.funds.budget_views import add_budget_pages
from ledger.funds.figures import Standing, standing_of
from ledger.funds.forms import ContributionForm, DonorForm, FundForm
from ledger.funds.models import Fund
from ledger.funds.queries import (
    Quarter,
    all_donors,
    bars_of,
    budget_of,
    contributions_to,
    donor_by_code,
    fund_by_code,
    funds_read_by,
    quarters_of,
)
from ledger.funds.rules.budget import METHODS
from ledger.money import Money, known_currencies
from ledger.organisation import base_currency
from ledger.signin.history import history_of
from ledger.vocabulary import PURPOSES
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, unit, viewer
from ledger.web.fields import choices_of
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("funds", __name__)
READERS = CASEWORK

add_place(Place(Section.MONEY, 10, N_("Funds"), "funds.index", frozenset(READERS)))
add_place(Place(Section.MONEY, 10, N_("My funds"), "funds.mine", frozenset({Role.DONOR})))
add_budget_pages(bp)


@bp.get("/funds")
@guarded(*READERS)
def index() -> str | Response:
    """List the funds."""
    columns = [
        Column[Fund]("code", _("Fund"), lambda f: f.code, "reference", _fund_url, Fund.code),
        Column[Fund]("name", _("Name"), lambda f: f.name, sort=Fund.name),
        Column[Fund]("donor", _("Donor"), lambda f: f.donor.code if f.donor else ""),
        Column[Fund]("currency", _("Currency"), lambda f: f.currency),
        Column[Fund]("opens", _("Opens"), lambda f: f.opens, "day", sort=Fund.opens),
        Column[Fund]("closes", _("Closes"), lambda f: f.closes, "day", sort=Fund.closes),
    ]
    new = [(_("New donor"), url_for("funds.new_donor")), (_("New fund"), url_for("funds.new_fund"))]
    with store().reading() as session:
        query = select(Fund).order_by(Fund.code)
        actions_shown = new if viewer().has(Role.OFFICER) else []
        return answer(session, Listing("funds", _("Funds"), columns, query, actions=actions_shown))


def _fund_url(fund: Fund) -> str:
    return url_for("funds.show", code=fund.code)


@bp.get("/funds/<path:code>")
@guarded(*READERS)
def show(code: str) -> str:
    """Show where a fund stands."""
    with store().reading() as session:
        fund = fund_by_code(session, code)
        standing, quarters = _told(session, fund)
        return render_template(
            "funds/show.html",
            fund=fund,
            standing=standing,
            quarters=quarters,
            bars=bars_of(quarters),
            contributions=contributions_to(session, fund),
            budget=budget_of(session, fund.id),
            items_told=describing.items_told,
            methods=METHODS,
            purposes=[PURPOSES[purpose] for purpose in fund.purpose_codes],
            events=history_of(session, fund.id),
        )


def _told(session: Session, fund: Fund) -> tuple[Standing, list[Quarter]]:
    """A fund's figures by currency, and its quarters in the one currency it has, or in base."""
    standing = standing_of(session, fund, base_currency(session))
    return standing, quarters_of(session, fund, None if standing.in_base else standing.told_in)


@bp.route("/donors/new", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new_donor() -> str | Answer:
    """Record a donor."""
    form = DonorForm()
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                actions.record_donor(work, form.code.data or "", form.name.data or "")
                work.location = url_for("funds.index")
            flash(_("The donor is recorded."), "done")
            return redirect(url_for("funds.index"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("New donor"), submit=_("Record donor"))


@bp.route("/funds-new", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new_fund() -> str | Answer:
    """Open a fund."""
    form = FundForm()
    with store().reading() as session:
        form.donor.choices = [("-", _("Gifts of many")), *((d.code, d.code) for d in all_donors(session))]
    form.currency.choices = [(code, code) for code in known_currencies()]
    form.purposes.choices = choices_of(PURPOSES)
    if request.method == "GET":
        form.currency.data = "EUR"
    if form.validate_on_submit():
        try:
            return _open(form)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("New fund"), submit=_("Open fund"))


def _open(form: FundForm) -> Answer:
    with unit(form) as work:
        donor = donor_by_code(work.session, form.donor.data) if form.donor.data != "-" else None
        terms = FundTerms(
            code=form.code.data or "",
            name=form.name.data or "",
            currency=form.currency.data,
            opens=form.opens.day,
            closes=form.closes.day,
            purposes=tuple(form.purposes.data or ()),
            donor=donor,
        )
        fund = actions.open_fund(work, terms)
        work.location = _fund_url(fund)
    flash(_("The fund is open. Announce a contribution to it next."), "done")
    return redirect(work.location, 303)


@bp.route("/contributions/new/<path:code>", methods=["GET", "POST"])
@guarded(Role.OFFICER)
def new_contribution(code: str) -> str | Answer:
    """Announce a contribution."""
    form = ContributionForm()
    with store().reading() as session:
        fund = fund_by_code(session, code)
        donors = [fund.donor] if fund.donor else all_donors(session)
        form.donor.choices = [(d.code, d.code) for d in donors]
        others = sorted(set(session.scalars(select(CashAccount.currency))) - {fund.currency})
        form.currency.choices = [(code, code) for code in (fund.currency, *others)]
    if form.validate_on_submit():
        try:
            with unit(form) as work:
                currency = form.currency.data or fund.currency
                minor = form.amount.minor_in(currency)
                giver = donor_by_code(work.session, form.donor.data)
                into = work.session.get_one(Fund, fund.id)
                actions.announce_contribution(work, into, giver, Money(minor, currency))
                work.location = _fund_url(fund)
            flash(_("The contribution is announced. Finance confirms it when it arrives."), "done")
            return redirect(work.location, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("funds/form.html", form=form, heading=_("New contribution"), submit=_("Announce"))


@bp.get("/my-funds")
@guarded(Role.DONOR)
def mine() -> str:
    """Show a donor their own funds, at fund level and quarter by quarter, nothing finer."""
    with store().reading() as session:
        shown = [(fund, *_told(session, fund)) for fund in funds_read_by(session, viewer().actor.id)]
        return render_template("funds/mine.html", funds=shown)


__all__ = ["bp", "describing", "known"]
