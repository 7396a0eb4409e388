"""The statement of one account: a sub-account over any span of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.books.abouts import known_abouts
from ledger.books.account_lines import AccountLine, AccountStatement, Mark, account_statement, all_account_lines
from ledger.books.rules.chart import NAMES
from ledger.books.words import EVENTS
from ledger.funds.models import Fund
from ledger.money import LARGEST
from ledger.organisation import base_currency
from ledger.reports.forms import SpanForm
from ledger.reports.readers import ACCOUNTANTS
from ledger.web.access import guarded
from ledger.web.context import store
from ledger.web.download import csv_response, xlsx_response

BATCH = 500
SPAN = timedelta(days=365)
"""How far back a statement reaches that is asked for without days."""


def add_account_pages(bp: Blueprint) -> None:
    """Hang in the page."""
    bp.add_url_rule("/accounts/<uuid:sub_account>", view_func=account)


@guarded(*ACCOUNTANTS)
def account(sub_account: UUID) -> str | Response:
    """Show opening, lines and closing of a sub-account, in its currency and in base."""
    form = SpanForm(request.args)
    form.until.data = until = form.until.data or store().clock.now().date()
    form.since.data = since = form.since.data or until - SPAN
    wanted = request.args.get("format", "")
    after = None if wanted else _mark(request.args.get("after", ""))
    with store().reading() as session:
        told = account_statement(session, sub_account, since, until, after=after)
        if wanted in {"csv", "xlsx"}:
            answer = csv_response if wanted == "csv" else xlsx_response
            base = base_currency(session)
            code = told.sub.currency
            rows = (
                [line.mark.day, line.number, _(EVENTS[line.event]), about, str(line.ref), (line.minor, code),
                 (line.balance, code), (line.base, base), (line.base_balance, base)]
                for line, about in _called(session, all_account_lines(session, told, until))
            )  # fmt: skip
            return answer(f"account-{told.sub.account}-{since}-{until}", _head(), rows)
        fund, base = session.get_one(Fund, told.sub.fund_id), base_currency(session)
        return _page(told, form, fund, base, backwards=since > until)


def _called(session: Session, lines: Iterator[AccountLine]) -> Iterator[tuple[AccountLine, str]]:
    """Say beside each line how the thing that it is about is called, asking for many at once."""
    while batch := list(islice(lines, BATCH)):
        about = known_abouts(session, [(line.kind, line.ref) for line in batch])
        yield from ((line, about[line.ref].text) for line in batch)


def _page(told: AccountStatement, form: SpanForm, fund: Fund, base: str, *, backwards: bool) -> str:
    with store().reading() as session:
        about = known_abouts(session, [(line.kind, line.ref) for line in told.lines])
    first = not told.lines or told.brought == told.opening
    return render_template(
        "reports/account.html",
        told=told,
        form=form,
        fund=fund,
        name=NAMES[told.sub.account],
        base=base,
        about=about,
        first=first,
        backwards=backwards,
        onward=f"{told.onward.day}.{told.onward.version}" if told.onward else "",
    )


def _mark(text: str) -> Mark | None:
    """Read where a page begins; anything else than a place begins at the beginning."""
    day, _dot, version = text.partition(".")
    try:
        found = Mark(date.fromisoformat(day), int(version))
    except ValueError:
        return None
    return found if 0 <= found.version <= LARGEST else None


def _head() -> list[str]:
    words = [
        _("Day"), _("Entry"), _("Event"), _("About"), _("Reference"), _("Amount"), _("Balance after"),
        _("In base currency"), _("Balance after"),
    ]  # fmt: skip
    return [str(word) for word in words]
