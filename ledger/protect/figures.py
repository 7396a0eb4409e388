"""Figures that the database keeps itself, so that no page sums a whole table.

SQLite has triggers for each row only. PostgreSQL's look at all the rows of a statement together: a row that is changed
again and again in one transaction leaves all its versions behind, and each change goes through them.
"""

from __future__ import annotations

from dataclasses import dataclass

INSERTED, CHANGED = "AFTER INSERT", "AFTER UPDATE"
TRANSITIONS = {
    INSERTED: "REFERENCING NEW TABLE AS fresh",
    CHANGED: "REFERENCING OLD TABLE AS stale NEW TABLE AS fresh",
}
"""What PostgreSQL's triggers of a statement see, by their event."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Statements that run after rows came or changed: for one row, NEW and OLD, or for all in fresh and stale."""

    name: str
    table: str
    event: str
    of_each: str
    of_many: str


# The row is made first and changed then: a CHECK looks at a row to be inserted before a conflict is noticed.
_CEILING = (
    "INSERT INTO fund_balance (fund_id, currency, available)"
    " SELECT DISTINCT posting.fund_id, posting.currency, 0 FROM posting {fresh} ON CONFLICT DO NOTHING;"
    " UPDATE fund_balance SET available = available + moved.minor FROM ("
    "SELECT posting.fund_id, posting.currency, SUM(posting.minor * ledger_account.ceiling) AS minor"
    " FROM posting JOIN ledger_account ON ledger_account.number = posting.account {fresh}"
    " GROUP BY posting.fund_id, posting.currency) AS moved"
    " WHERE fund_balance.fund_id = moved.fund_id AND fund_balance.currency = moved.currency AND moved.minor <> 0"
)

_MONTH = (
    "INSERT INTO fund_month (fund_id, currency, month, account, event, minor, base_minor)"
    " SELECT posting.fund_id, posting.currency, {month}, posting.account, {of}.event,"
    " SUM(posting.minor), SUM(posting.base_minor) FROM posting {fresh}"
    " GROUP BY posting.fund_id, posting.currency, {month}, posting.account, {of}.event"
    " ON CONFLICT (fund_id, currency, month, account, event) DO UPDATE SET"
    " minor = fund_month.minor + excluded.minor, base_minor = fund_month.base_minor + excluded.base_minor"
)
_SUMS = (
    "INSERT INTO sub_account_{span} (sub_account_id, {span}, minor, base_minor, debit)"
    " SELECT posting.sub_account_id, {when}, SUM(posting.minor), SUM(posting.base_minor),"
    " SUM(CASE WHEN posting.minor > 0 THEN posting.minor ELSE 0 END) FROM posting {fresh}"
    " GROUP BY posting.sub_account_id, {when}"
    " ON CONFLICT (sub_account_id, {span}) DO UPDATE SET minor = sub_account_{span}.minor + excluded.minor,"
    " base_minor = sub_account_{span}.base_minor + excluded.base_minor,"
    " debit = sub_account_{span}.debit + excluded.debit"
)

_OF_EACH = {"of": "NEW", "fresh": "WHERE posting.entry_id = NEW.id", "month": "substr(NEW.date, 1, 7)"}
_OF_MANY = {
    "of": "fresh",
    "fresh": "JOIN fresh ON fresh.id = posting.entry_id",
    "month": "to_char(fresh.date, 'YYYY-MM')",
}

# What a stage no longer has is taken away by the same statement that adds to the other one.
_LINES = (
    "INSERT INTO bank_standing (cash_account, stage, count, minor) {rows} ON CONFLICT (cash_account, stage) DO UPDATE"
    " SET count = bank_standing.count + excluded.count, minor = bank_standing.minor + excluded.minor"
)
_ADDED = "SELECT {of}cash_account, {of}stage, 1 AS count, {of}minor AS minor"
_TAKEN = "SELECT {of}cash_account, {of}stage, -1, -{of}minor"
_SUMMED = (
    "SELECT cash_account, stage, SUM(count), SUM(minor) FROM ({rows}) AS line WHERE TRUE GROUP BY cash_account, stage"
)


def _sums(name: str, text: str, **span: str) -> Figure:
    """A figure of entries that are sealed."""
    each, many = (text.format(**span, **of, when=_when(of, **span)) for of in (_OF_EACH, _OF_MANY))
    return Figure(name, "entry", INSERTED, each, many)


def _when(of: dict[str, str], span: str = "") -> str:
    return of["month"] if span == "month" else f"{of['of']}.date"


def _lines(rows: str) -> str:
    return _LINES.format(rows=_SUMMED.format(rows=rows))


FIGURES = (
    _sums("fund_ceiling", _CEILING),
    _sums("fund_month_sums", _MONTH),
    _sums("sub_account_month_sums", _SUMS, span="month"),
    _sums("sub_account_day_sums", _SUMS, span="day"),
    Figure(
        "bank_standing_of_new_lines",
        "bank_line",
        INSERTED,
        _lines(_ADDED.format(of="NEW.")),
        _lines(_ADDED.format(of="") + " FROM fresh"),
    ),
    Figure(
        "bank_standing_of_moved_lines",
        "bank_line",
        CHANGED,
        _lines(_ADDED.format(of="NEW.") + " UNION ALL " + _TAKEN.format(of="OLD.")),
        _lines(_ADDED.format(of="") + " FROM fresh UNION ALL " + _TAKEN.format(of="") + " FROM stale"),
    ),
)
