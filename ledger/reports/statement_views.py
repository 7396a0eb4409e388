"""The financial statement of a fund, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from ledger.funds.models import RateMethod
from ledger.funds.queries import fund_by_code
from ledger.funds.rules.budget import METHODS
from ledger.money import plain_amount
from ledger.organisation import base_currency
from ledger.reports.forms import StatementForm
from ledger.reports.queries.fund_statement import fund_statement as statement_of
from ledger.reports.readers import READERS
from ledger.reports.telling import Block, BudgetRow, blocks_of, budget_rows
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.download import csv_response, xlsx_response
from ledger.web.fields import choices_of


def add_statement_pages(bp: Blueprint) -> None:
    """Hang in the page."""
    bp.add_url_rule("/funds/<path:code>", view_func=fund_statement)


@guarded(*READERS)
def fund_statement(code: str) -> str | Response:
    """Show what a fund began with, received, spent and ended with over a span of days, and that all of it ties."""
    form = StatementForm(request.args)
    form.method.choices = choices_of(METHODS, empty=_("As agreed for the fund"))
    form.until.data = until = form.until.data or store().clock.now().date()
    form.since.data = since = form.since.data or date(until.year, 1, 1)
    wanted = RateMethod(form.method.data) if form.method.data in METHODS else None
    with store().reading() as session:
        fund = fund_by_code(session, code)
        base = base_currency(session)
        found = statement_of(session, fund, since, until, wanted)
        budget = budget_rows(found.compared) if found.compared else []
        backwards = since > until
        blocks = [] if backwards else blocks_of(found.told, base, found.method)
        file = request.args.get("format", "")
        if file in {"csv", "xlsx"}:
            answer = csv_response if file == "csv" else xlsx_response
            rates = [_("Rates"), _(METHODS[found.method])]
            rows = _rows(rates, blocks, [] if backwards else budget, base, fund.currency)
            return answer(f"statement-{since}-{until}", _head(base), rows)
        return render_template(
            "reports/fund_statement.html",
            fund=fund,
            form=form,
            blocks=blocks,
            base=base,
            found=found,
            budget=budget,
            method=METHODS[found.method],
            missing=sorted(set(found.missing)),
            backwards=backwards,
        )


def _head(base: str) -> list[str]:
    told = [_("Part"), _("Line"), _("Day"), _("Note"), _("Amount"), _("Currency"), _("In %(base)s", base=base), ""]
    return [*told, *_budget_head()]


def _budget_head() -> list[str]:
    return [_("Approved"), _("Actual"), _("Cumulative"), _("Variance"), _("Variance in %")]


def _rows(
    rates: list[str], blocks: list[Block], budget: list[BudgetRow], base: str, currency: str
) -> Iterator[list[Any]]:
    yield [*rates, *[""] * 11]
    for one in budget:
        figures = one.figures
        money = [plain_amount(minor, currency) for minor in (
            figures.approved, figures.actual, figures.cumulative, figures.variance
        )]  # fmt: skip
        spent = _amount((figures.base, base))
        yield [_("Budget"), one.words, "", one.items, money[1], currency, *spent, *money, one.plain_share]
    for block in blocks:
        for line in [*block.lines, *([block.total] if block.total else [])]:
            amount = _amount(line.money) if line.money else ["", ""]
            yield [block.title, line.words, line.day or "", line.note, *amount, *_amount((line.base, base)), *[""] * 5]


def _amount(money: tuple[int, str]) -> list[str]:
    return [plain_amount(*money), money[1]]
