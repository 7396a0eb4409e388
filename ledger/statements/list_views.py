"""Lists of statements: all of them, the lines of one, and the lines that wait for a person."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.statements import queries
from ledger.statements.forms import FindForm
from ledger.statements.models import BankLine, BankStatement
from ledger.statements.rules.matching import WORDS
from ledger.statements.words import KINDS
from ledger.web.access import guarded
from ledger.web.context import store, viewer
from ledger.web.listing import Column, Listing, answer

READERS = (Role.FINANCE, Role.AUDITOR)


def add_list_pages(bp: Blueprint) -> None:
    """Hang the lists into the slice's blueprint."""
    bp.add_url_rule("/statements", "index", index)
    bp.add_url_rule("/statements/<uuid:ident>", "show", show)
    bp.add_url_rule("/statements/waiting", "waiting", waiting)


@guarded(*READERS)
def index() -> str | Response:
    """Show every account with its last statement, and list the statements, newest first."""
    with store().reading() as session:
        form = _find(session)
        links = [(_("What waits"), url_for("statements.waiting")), (_("Claims on banks"), url_for("statements.claims"))]
        if viewer().has(Role.FINANCE):
            links.append((_("Take in a statement"), url_for("statements.upload")))
        columns = [
            Column[BankStatement]("number", _("Number"), lambda one: str(one.number), "code", _url),
            Column("account", _("Account"), lambda one: one.cash_account, "reference", _account_url),
            Column("first", _("From"), lambda one: one.first, "day", sort=BankStatement.first),
            Column("last", _("Until"), lambda one: one.last, "day", sort=BankStatement.last),
            Column("lines", _("Lines"), lambda one: one.count, sort=BankStatement.count),
            Column("closing", _("Closing balance"), lambda one: (one.closing, one.currency), "money"),
        ]
        query = queries.statements_where(form.account.data or None)
        empty = _("No statement was taken in yet.")
        listing = Listing("statements", _("Statements"), columns, query, form, links, empty)
        accounts = [queries.reconciliation(session, one) for one in queries.cash_accounts(session)]
        return answer(session, listing, "statements/index.html", accounts=accounts)


@guarded(*READERS)
def show(ident: UUID) -> str | Response:
    """Show one statement with its lines."""
    with store().reading() as session:
        one = queries.statement(session, ident)
        title = _("Statement %(number)s of %(account)s", number=one.number, account=one.cash_account)
        columns = [Column[BankLine]("line", _("Line"), lambda line: str(line.number), "code", _line_url), *_columns()]
        listing = Listing("statement-lines", title, columns, queries.lines_of(ident), totals=_totals())
        return answer(session, listing, "statements/show.html", one=one)


@guarded(*READERS)
def waiting() -> str | Response:
    """List the lines that wait for a person, oldest first."""
    with store().reading() as session:
        form = _find(session)
        columns = [
            Column[BankLine](
                "line", _("Line"), lambda line: f"{line.statement.number}/{line.number}", "code", _line_url
            ),
            Column("account", _("Account"), lambda line: line.cash_account, "reference"),
            Column("why", _("Why it waits"), lambda line: _(WORDS[line.why]) if line.why else ""),
            *_columns(),
        ]
        query = queries.waiting_where(form.account.data or None)
        empty = _("No line waits. The books and the statements agree.")
        listing = Listing("waiting-lines", _("Lines that wait"), columns, query, form, (), empty, _totals())
        return answer(session, listing, "statements/waiting.html")


def _find(session: Session) -> FindForm:
    form = FindForm(request.args)
    form.account.choices = [("", _("All")), *((one.code, one.code) for one in queries.cash_accounts(session))]
    return form


def _columns() -> list[Column[BankLine]]:
    return [
        Column("day", _("Booked"), lambda line: line.day, "day", sort=BankLine.day),
        Column("kind", _("The bank calls it"), lambda line: f"{_(KINDS[line.kind])} {line.reason}".rstrip()),
        Column("stage", _("Stage"), lambda line: line.stage, "stage", sort=BankLine.stage),
        Column("amount", _("Amount"), lambda line: (line.minor, line.currency), "money", sort=BankLine.minor),
    ]


def _totals() -> dict[str, object]:
    return {"minor": BankLine.minor, "currency": BankLine.currency}


def _url(one: BankStatement) -> str:
    return url_for("statements.show", ident=one.id)


def _account_url(one: BankStatement) -> str:
    return url_for("statements.account", code=one.cash_account)


def _line_url(line: BankLine) -> str:
    return url_for("statements.line", ident=line.id)


def _place(line: BankLine) -> str:
    return f"{line.statement.number}/{line.number}"
