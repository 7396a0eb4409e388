"""The trial balance at any date, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from ledger.books.at_date import standing_at
from ledger.books.rules.chart import NAMES
from ledger.books.rules.standing import Standing
from ledger.funds.queries import all_funds
from ledger.organisation import base_currency
from ledger.reports.forms import AtDateForm
from ledger.reports.readers import ACCOUNTANTS
from ledger.reports.rules.trial_balance import sections_of, summary_of
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.download import csv_response, xlsx_response


def add_trial_pages(bp: Blueprint) -> None:
    """Hang in the page."""
    bp.add_url_rule("/trial-balance", view_func=trial_balance)


@guarded(*ACCOUNTANTS)
def trial_balance() -> str | Response:
    """Show the balance of every sub-account at the end of a day, per fund and currency, and all funds in base."""
    form = AtDateForm(request.args)
    with store().reading() as session:
        funds = all_funds(session)
        form.fund.choices = [("", _("All")), *((fund.code, fund.code) for fund in funds)]
        form.day.data = day = form.day.data or store().clock.now().date()
        chosen = next((fund.id for fund in funds if fund.code == form.fund.data), None)
        codes = {fund.id: fund.code for fund in funds}
        standings = sorted(standing_at(session, day, fund=chosen), key=lambda one: codes[one.fund_id])
        base = base_currency(session)
    wanted = request.args.get("format", "")
    if wanted in {"csv", "xlsx"}:
        answer = csv_response if wanted == "csv" else xlsx_response
        return answer(f"trial-balance-{day}", _head(), _rows(standings, codes, base, day))
    return render_template(
        "reports/trial_balance.html",
        form=form,
        day=day,
        codes=codes,
        names=NAMES,
        base=base,
        sections=sections_of(standings),
        summary=summary_of(standings),
    )


def _head() -> list[str]:
    words = [_("Day"), _("Fund"), _("Account"), _("Name"), _("Holder"), _("Debit"), _("Credit"), _("In base currency")]
    return [str(word) for word in words]


def _rows(standings: list[Standing], codes: dict[UUID, str], base: str, day: date) -> Iterator[list[Any]]:
    for one in standings:
        sides = [(max(one.minor, 0), one.currency), (max(-one.minor, 0), one.currency)]
        name = str(_(NAMES[one.account]))
        yield [day, codes[one.fund_id], one.account, name, one.holder, *sides, (one.base, base)]
