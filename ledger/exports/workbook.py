"""The auditor's workbook: the main figures for a spreadsheet. Sub-totals and ties are live formulas.

Each formula stands beside the value that the ledger computed, and a third cell says whether the two agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from ledger.books.queries import all_lines, trial_balance
from ledger.books.rules.chart import NAMES
from ledger.exports import ledger_rows, money_rows, people_rows, sealed_rows
from ledger.exports.money_rows import fund_codes
from ledger.exports.tables import TABLES, plain
from ledger.money import plain_amount
from ledger.organisation import base_currency
from ledger.sheets import MOST_ROWS, add_sheet, append_formula_row, append_row, new_workbook, workbook_parts

TRIAL_BALANCE = [
    "Account", "Name", "Fund", "Currency", "Holder", "Balance minor", "Base balance minor", "Balance", "Base balance",
]  # fmt: skip
ENTRIES = [
    "Entry", "Line", "Day", "Event", "Fund", "Account", "Currency", "Holder", "Minor", "Base minor", "About",
    "Reference", "Log entry",
]  # fmt: skip


def workbook(session: Session, size: int) -> Iterator[bytes]:
    """Stream the workbook over one snapshot of the ledger."""
    book = new_workbook()
    sheets = (
        ("Trial balance", TRIAL_BALANCE, _trial_balance(session), "F"),
        ("Funds", _heads("funds"), money_rows.funds(session, size), None),
        ("Fund figures", _heads("fund_figures"), money_rows.fund_figures(session, size), None),
        ("Awards", _heads("awards"), ledger_rows.awards(session, size), "I"),
        ("Decisions", _heads("decisions"), people_rows.decisions(session, size), None),
        ("Runs", _heads("runs"), ledger_rows.runs(session, size), None),
        ("Loans", _heads("loans"), ledger_rows.loans(session, size), "C"),
        ("Disbursements", _heads("disbursements"), ledger_rows.disbursements(session, size), "F"),
        ("Entries", ENTRIES, _entries(session), "I"),
        ("Openings", _heads("openings"), sealed_rows.openings(session, size), None),
    )
    contents = add_sheet(book, "Contents")
    written = [_write(book, Written(name, column), head, rows) for name, head, rows, column in sheets]
    findings = add_sheet(book, "Findings")
    append_row(findings, ["Rule", "Log entry", "Finding"])
    append_row(findings, ["", "", "Findings are written here by the verifier's reader; see START-HERE.txt."])
    _write_contents(contents, session, size, written)
    return workbook_parts(book)


def _heads(table: str) -> list[str]:
    return next(one.heads() for one in TABLES if one.name == table)


@dataclass(slots=True)
class Written:
    """What was written under a name: rows, the sum of a column (a letter) over them, and where they stand."""

    name: str
    column: str | None
    rows: int = 0
    total: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def formula(self) -> str:
        """Add the column up, over every sheet that it goes on in."""
        ranges = ",".join(f"'{part}'!{self.column}2:{self.column}{MOST_ROWS}" for part in self.parts)
        return f"=SUM({ranges})"


def _write(book: Workbook, written: Written, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Written:
    """Write rows under their head, going on in a second sheet where one is full."""
    index = ord(written.column) - ord("A") if written.column else None
    sheet, room = _next_sheet(book, written, head)
    for row in rows:
        if not room:
            sheet, room = _next_sheet(book, written, head)
        cells = [_cell(cell) for cell in row]
        append_row(sheet, cells)
        room -= 1
        written.rows += 1
        written.total += 0 if index is None else int(cells[index])
    return written


def _next_sheet(book: Workbook, written: Written, head: Sequence[str]) -> tuple[Any, int]:
    """Begin another sheet and return it with the rows there is room for."""
    title = f"{written.name} {len(written.parts) + 1}" if written.parts else written.name
    written.parts.append(title)
    sheet = add_sheet(book, title)
    append_row(sheet, head)
    return sheet, MOST_ROWS - 1


def _cell(cell: Any) -> Any:
    value = plain(cell)
    return value if isinstance(value, int | str) else str(value)


def _trial_balance(session: Session) -> Iterator[list[Any]]:
    # Decimals are text: as numbers they would pass through a float on their way into the file (H14).
    codes, base = fund_codes(session), base_currency(session)
    rows = [
        [
            b.account, b.name, codes[b.fund_id], b.currency, b.holder, b.minor, b.base_minor,
            plain_amount(b.minor, b.currency), plain_amount(b.base_minor, base),
        ]
        for b in trial_balance(session)
    ]  # fmt: skip
    yield from sorted(rows, key=lambda row: (row[0], row[2], row[3], row[4]))


def _entries(session: Session) -> Iterator[list[Any]]:
    codes = fund_codes(session)
    for line in all_lines(session):
        yield [
            line.number, line.line, line.date.isoformat(), line.event, codes[line.fund_id],
            f"{line.account} {NAMES[line.account]}", line.currency, line.holder, line.minor, line.base_minor,
            line.kind, str(line.ref), line.log_seq,
        ]  # fmt: skip


def _by_currency(session: Session) -> list[tuple[str, int, int]]:
    """Return rows and sum of the trial balance by currency: each sum is nothing (H1)."""
    rows, sums = Counter[str](), Counter[str]()
    for one in trial_balance(session):
        rows[one.currency] += 1
        sums[one.currency] += one.minor
    return [(currency, rows[currency], sums[currency]) for currency in sorted(rows)]


def _write_contents(sheet: Any, session: Session, size: int, written: Sequence[Written]) -> None:
    append_row(sheet, ["What", "Rows", "Sum of minor units", "The same by formula", "Difference"])
    for place, one in enumerate(written, start=2):
        if one.column is None:
            append_row(sheet, [one.name, one.rows])
        else:
            formulas = [(one.formula, one.total), (f"=C{place}-D{place}", 0)]
            append_formula_row(sheet, [one.name, one.rows, one.total], formulas)
    for place, (currency, rows, total) in enumerate(_by_currency(session), start=len(written) + 2):
        by_formula = f"=SUMIF('Trial balance'!D2:D{MOST_ROWS},\"{currency}\",'Trial balance'!F2:F{MOST_ROWS})"
        formulas = [(by_formula, total), (f"=C{place}-D{place}", 0)]
        append_formula_row(sheet, [f"Trial balance, {currency} only", rows, total], formulas)
    append_row(sheet, [])
    append_row(sheet, ["Log entries", size])
    append_row(sheet, ["Base currency", base_currency(session)])
    append_row(sheet, ["Minor units are whole numbers; see tables/currencies.csv for the digits of a currency."])
    append_row(
        sheet,
        ["The trial balance and the journal sum to nothing; the difference column must be nothing too."],
    )
