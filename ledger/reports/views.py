"""What an accountant reads: the room's pages, and the way in."""

from __future__ import annotations

from flask import Blueprint, render_template

from ledger.errors import N_
from ledger.funds.queries import all_funds
from ledger.reports.account_views import add_account_pages
from ledger.reports.readers import ACCOUNTANTS, READERS
from ledger.reports.statement_views import add_statement_pages
from ledger.reports.subledger_views import add_subledger_pages
from ledger.reports.trial_views import add_trial_pages
from ledger.web.access import guarded
from ledger.web.context import store, viewer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("reports", __name__, url_prefix="/reports")

add_place(Place(Section.BOOKS, 20, N_("Reports"), "reports.index", READERS))
add_trial_pages(bp)
add_account_pages(bp)
add_subledger_pages(bp)
add_statement_pages(bp)


@bp.get("")
@guarded(*READERS)
def index() -> str:
    """Show what there is to read."""
    with store().reading() as session:
        return render_template(
            "reports/index.html",
            funds=all_funds(session),
            accountant=viewer().has(*ACCOUNTANTS),
        )
