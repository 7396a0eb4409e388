"""Pages of the treasury: what there is, and where each act begins."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ledger.actor import Role
from ledger.banking.digital import NETWORKS
from ledger.books.models import CashKind
from ledger.errors import N_
from ledger.funds.queries import all_funds
from ledger.money import known_currencies
from ledger.organisation import base_currency
from ledger.signin.forms import ConfirmForm
from ledger.treasury import describing, known, queries, uses
from ledger.treasury.actions.cash import number_cash, open_cash
from ledger.treasury.closing_views import add_closing_pages
from ledger.treasury.donor_views import add_donor_pages
from ledger.treasury.exchange_views import add_exchange_pages
from ledger.treasury.filling import sent
from ledger.treasury.forms import AccountForm, NumberForm
from ledger.treasury.gift_views import add_gift_pages
from ledger.treasury.rate_views import add_rate_pages
from ledger.treasury.rules.codes import CASH_KINDS
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store, viewer
from ledger.web.fields import choices_of
from ledger.web.navigation import Place, Section, add_place
from ledger.work import Work

bp = Blueprint("treasury", __name__, url_prefix="/treasury")

add_place(Place(Section.MONEY, 50, N_("Treasury"), "treasury.index", frozenset(CASEWORK)))

ACTS = (
    (Role.FINANCE, N_("Open a cash account"), "treasury.new_account"),
    (Role.FINANCE, N_("Announce an exchange"), "treasury.new_exchange"),
    (Role.FINANCE, N_("Propose rates"), "treasury.new_rates"),
    (Role.FINANCE, N_("Propose a loss"), "treasury.new_loss"),
    (Role.FINANCE, N_("Value currency"), "treasury.new_revaluation"),
    (Role.FINANCE, N_("Close a period"), "treasury.new_period"),
    (Role.FINANCE, N_("Manual entry"), "treasury.new_manual"),
    (Role.OFFICER, N_("Contribution on a condition"), "treasury.new_conditional"),
    (Role.OFFICER, N_("Transfer between funds"), "treasury.new_transfer"),
    (Role.OFFICER, N_("Refund to a donor"), "treasury.new_refund"),
)
"""What begins on the first page, and for whom."""


@bp.get("")
@guarded(*CASEWORK)
def index() -> str:
    """Show where the money lies, what is under way, and what can be begun."""
    with store().reading() as session:
        return render_template(
            "treasury/index.html",
            accounts=queries.all_cash(session),
            held=queries.cash_balances(session),
            kinds=CASH_KINDS,
            base=base_currency(session),
            codes={fund.id: fund.code for fund in all_funds(session)},
            exchanges=queries.exchanges_under_way(session),
            refunds=queries.refunds_due(session),
            button=ConfirmForm(),
            losses=queries.losses_to_book(session),
            acts=[(label, url_for(endpoint)) for role, label, endpoint in ACTS if viewer().has(role)],
        )


@bp.route("/accounts/new", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def new_account() -> str | Answer:
    """Open a cash account."""
    form = AccountForm()
    form.kind.choices = choices_of(CASH_KINDS)
    form.currency.choices = [(code, code) for code in known_currencies()]
    form.network.choices = [("", _("None")), *((name, name.capitalize()) for name in NETWORKS)]

    def act(work: Work) -> str:
        kind, number, network = CashKind(form.kind.data), form.number.data or "", form.network.data or ""
        open_cash(work, form.code.data or "", kind, form.currency.data, number, network)
        return url_for("treasury.index")

    return sent(form, act, _("The account is open.")) or render_template(
        "treasury/form.html", form=form, heading=_("Open a cash account"), submit=_("Open account")
    )


@bp.route("/accounts/<code>/number", methods=["GET", "POST"])
@guarded(Role.FINANCE)
def number(code: str) -> str | Answer:
    """Write down how the bank calls an account."""
    form = NumberForm()
    with store().reading() as session:
        known = queries.cash_by_code(session, code).number
    if not form.is_submitted():
        form.number.data = known or ""

    def act(work: Work) -> str:
        number_cash(work, queries.cash_by_code(work.session, code), form.number.data or "")
        return url_for("treasury.index")

    return sent(form, act, _("The number is written down.")) or render_template(
        "treasury/form.html", form=form, heading=_("Number of an account"), note=code, submit=_("Write down")
    )


add_rate_pages(bp)
add_exchange_pages(bp)
add_donor_pages(bp)
add_gift_pages(bp)
add_closing_pages(bp)

__all__ = ["bp", "describing", "known", "uses"]
