"""Pages of the books: the journal, an entry, the trial balance."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from wtforms import SelectField
from wtforms.validators import Optional

from ledger.actor import Role
from ledger.books.abouts import known_abouts
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.queries import lines_of_entry
from ledger.books.rules.chart import NAMES
from ledger.books.words import EVENTS
from ledger.errors import N_
from ledger.organisation import base_currency
from ledger.web.access import CASEWORK, guarded
from ledger.web.context import store
from ledger.web.fields import FilterForm, choices_of
from ledger.web.listing import Column, Listing, answer
from ledger.web.navigation import Place, Section, add_place

bp = Blueprint("books", __name__, url_prefix="/books")

READERS = (Role.FINANCE, Role.AUDITOR, Role.APPROVER)

add_place(Place(Section.BOOKS, 10, N_("Journal"), "books.journal", frozenset(READERS)))


@bp.app_template_filter()
def event_words(event: str) -> str:
    """Name an event of the rule table to a person."""
    return str(_(EVENTS[event]))


_Row = tuple[Entry, Posting, str]


class FindForm(FilterForm):
    """What to look for in the journal."""

    event = SelectField(_l("Event"), [Optional()], choices=[])
    account = SelectField(_l("Account"), [Optional()], choices=[])


@bp.get("")
@guarded(*READERS)
def journal() -> str | Response:
    """List the journal, newest entry first."""
    form = FindForm(request.args)
    form.event.choices = choices_of(EVENTS, empty=_("All"))
    form.account.choices = [
        ("", _("All")),
        *((number, f"{number} {_(name)}") for number, name in NAMES.items()),
    ]
    columns = [
        Column[_Row]("number", _("Entry"), lambda r: str(r[0].number), "reference", _url),
        Column[_Row]("date", _("Day"), lambda r: r[0].date, "day", sort=Entry.date),
        Column[_Row]("event", _("Event"), lambda r: event_words(r[0].event)),
        Column[_Row]("account", _("Account"), lambda r: f"{r[1].account} {_(NAMES[r[1].account])}"),
        Column[_Row]("holder", _("Holder"), lambda r: r[2]),
        Column[_Row]("debit", _("Debit"), lambda r: _side(r[1], 1), "money"),
        Column[_Row]("credit", _("Credit"), lambda r: _side(r[1], -1), "money"),
        Column[_Row]("balance", _("Balance after"), lambda r: (r[1].balance, r[1].currency), "money"),
    ]
    with store().reading() as session:
        event, account = form.event.data or "", form.account.data or ""
        query, count = _query(event, account), _count(event, account)
        links = [(_("Trial balance"), "/reports/trial-balance")]
        return answer(session, Listing("journal", _("Journal"), columns, query, form, links, counted=count))


def _query(event: str, account: str) -> Select[Entry, Posting, str]:
    # Every entry has lines, so the outer joins leave nothing empty; they let no database begin with the lines, of which
    # it would sort a million to show the first few.
    query = (
        select(Entry, Posting, SubAccount.holder)
        .outerjoin(Posting, Posting.entry_id == Entry.id)
        .outerjoin(SubAccount, SubAccount.id == Posting.sub_account_id)
        .order_by(Entry.number.desc(), Posting.line)
    )
    if event:
        query = query.where(Entry.event == event)
    return query.where(Posting.account.is_not_distinct_from(account)) if account else query


def _count(event: str, account: str) -> Select[int]:
    """Count the lines; the entries are looked at only where an event is asked for."""
    query = select(func.count()).select_from(Posting)
    if event:
        query = query.join(Entry, Entry.id == Posting.entry_id).where(Entry.event == event)
    return query.where(Posting.account == account) if account else query


def _side(posting: Posting, sign: int) -> tuple[int, str] | None:
    minor = posting.minor * sign
    return (minor, posting.currency) if minor > 0 else None


def _url(row: _Row) -> str:
    return f"/books/entries/{row[0].number}"


@bp.get("/entries/<int:number>")
@guarded(*CASEWORK)
def entry(number: int) -> str:
    """Show one entry."""
    with store().reading() as session:
        lines = lines_of_entry(session, number)
        about = known_abouts(session, [(lines[0].kind, lines[0].ref)])[lines[0].ref]
        base = base_currency(session)
        return render_template("books/entry.html", lines=lines, about=about, base=base, names=NAMES)
