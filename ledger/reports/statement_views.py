"""The financial statement of a fund, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from ledger.funds.queries import fund_by_code
from ledger.money import plain_amount
from ledger.organisation import base_currency
from ledger.reports.forms import StatementForm
from ledger.reports.queries.fund_statement import fund_statement as statement_of
from ledger.reports.readers import READERS
from ledger.reports.telling import Block, blocks_of
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.download import csv_response, xlsx_response

PUBLISHED = "published"


def add_statement_pages(bp: Blueprint) -> None:
    """Hang in the page."""
    bp.add_url_rule("/funds/<path:code>", view_func=fund_statement)


@guarded(*READERS)
def fund_statement(code: str) -> str | Response:
    """Show what a fund began with, received, spent and ended with over a span of days, and that all of it ties."""
    form = StatementForm(request.args)
    form.method.choices = [
        ("", _("What the money cost: the average")),
        (PUBLISHED, _("The published rate of each month")),
    ]
    form.until.data = until = form.until.data or store().clock.now().date()
    form.since.data = since = form.since.data or date(until.year, 1, 1)
    published = form.method.data == PUBLISHED
    with store().reading() as session:
        fund = fund_by_code(session, code)
        base = base_currency(session)
        told, missing = statement_of(session, fund, since, until, published=published)
    backwards = since > until
    blocks = [] if backwards else blocks_of(told, base, published=published)
    wanted = request.args.get("format", "")
    if wanted in {"csv", "xlsx"}:
        answer = csv_response if wanted == "csv" else xlsx_response
        return answer(f"statement-{since}-{until}", _head(base), _rows(blocks, base))
    return render_template(
        "reports/fund_statement.html",
        fund=fund,
        form=form,
        blocks=blocks,
        base=base,
        missing=sorted(set(missing)),
        backwards=backwards,
    )


def _head(base: str) -> list[str]:
    return [_("Part"), _("Line"), _("Day"), _("Note"), _("Amount"), _("Currency"), _("In %(base)s", base=base), ""]


def _rows(blocks: list[Block], base: str) -> Iterator[list[Any]]:
    for block in blocks:
        for line in [*block.lines, *([block.total] if block.total else [])]:
            amount = _amount(line.money) if line.money else ["", ""]
            yield [block.title, line.words, line.day or "", line.note, *amount, *_amount((line.base, base))]


def _amount(money: tuple[int, str]) -> list[str]:
    return [plain_amount(*money), money[1]]
