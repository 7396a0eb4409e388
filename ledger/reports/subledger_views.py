"""Sub-ledgers: all their ties on one page, and the items of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.abouts import known_abouts
from ledger.books.rules.chart import NAMES
from ledger.errors import NotFound
from ledger.funds.models import Fund
from ledger.funds.queries import all_funds
from ledger.organisation import base_currency
from ledger.reports.forms import DayForm
from ledger.reports.queries.subledgers import SUBLEDGERS, Tie, items_of, ties_of
from ledger.reports.readers import ACCOUNTANTS
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.listing import Column, Listing, answer

_PAGES = {"award": "awards.show", "disbursement": "disbursements.show"}


def add_subledger_pages(bp: Blueprint) -> None:
    """Hang in the pages."""
    bp.add_url_rule("/sub-ledgers", view_func=subledgers)
    bp.add_url_rule("/sub-ledgers/<code>", view_func=subledger)


@guarded(*ACCOUNTANTS)
def subledgers() -> str:
    """Show for each sub-ledger what its items come to beside the ledger, and the difference."""
    form = DayForm(request.args)
    with store().reading() as session:
        return render_template(
            "reports/subledgers.html",
            form=form,
            day=_day(form),
            told=[(one, ties_of(session, one, _day(form))) for one in SUBLEDGERS],
            codes={fund.id: fund.code for fund in all_funds(session)},
            base=base_currency(session),
        )


@guarded(*ACCOUNTANTS)
def subledger(code: str) -> str | Response:
    """List what makes up the balance of one account, with the tie on top."""
    ledger = next((one for one in SUBLEDGERS if one.code == code), None)
    if ledger is None:
        raise NotFound
    form = DayForm(request.args)
    day = _day(form)
    with store().reading() as session:
        items = items_of(ledger, day)
        query = select(items, Fund.code.label("fund")).join(Fund, Fund.id == items.c.fund_id)
        query = query.order_by(Fund.code, items.c.currency, items.c.label, items.c.ref)
        columns = _columns(session, base_currency(session))
        totals = {"minor": items.c.minor, "currency": items.c.currency}
        listing = Listing(ledger.code, _(ledger.title), columns, query, form, totals=totals)
        ties: list[Tie] = ties_of(session, ledger, day)
        return answer(
            session,
            listing,
            "reports/subledger.html",
            ledger=ledger,
            ties=ties,
            day=day,
            account=NAMES[ledger.account],
            codes={fund.id: fund.code for fund in all_funds(session)},
            base=base_currency(session),
        )


def _day(form: DayForm) -> date | None:
    """The end of which day; None is now, with everything that is posted."""
    day: date | None = form.day.data
    return day if day is not None and day < store().clock.now().date() else None


def _columns(session: Session, base: str) -> list[Column[Any]]:
    def called(row: Any) -> str:
        return row.label or known_abouts(session, [(row.kind, row.ref)])[row.ref].text

    def page(row: Any) -> str:
        if row.kind == "account":
            return url_for("reports.account", sub_account=row.ref)
        if row.label and row.kind in _PAGES:
            return url_for(_PAGES[row.kind], reference=row.label)
        return known_abouts(session, [(row.kind, row.ref)])[row.ref].url

    return [
        Column("about", _("About"), called, "reference", page),
        Column("fund", _("Fund"), lambda row: row.fund, "reference"),
        Column("amount", _("Amount"), lambda row: (int(row.minor), row.currency), "money"),
        Column("base", _("In base currency"), lambda row: (int(row.base), base), "money"),
    ]
