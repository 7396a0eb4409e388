"""The auditor's workbook: the main figures for a spreadsheet. Sub-totals and ties are live formulas.

openpyxl writes a formula without its value; a reader that does not calculate would see nothing. So each formula
stands beside the value that the ledger computed, and a third cell says whether the two agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from ledger.books.queries import all_lines, trial_balance
from ledger.books.rules.chart import NAMES
from ledger.exports import ledger_rows, money_rows, people_rows
from ledger.exports.money_rows import fund_codes
from ledger.exports.tables import TABLES, plain
from ledger.organisation import base_currency
from ledger.sheets import MOST_ROWS, add_sheet, append_formula_row, append_row, new_workbook, workbook_bytes

TRIAL_BALANCE = ["Account", "Name", "Fund", "Currency", "Holder", "Balance minor", "Base balance minor"]
ENTRIES = [
    "Entry", "Line", "Day", "Event", "Fund", "Account", "Currency", "Holder", "Minor", "Base minor", "About",
    "Reference", "Log entry",
]  # fmt: skip


def workbook(session: Session, size: int) -> bytes:
    """Make the workbook over one snapshot of the ledger."""
    book = new_workbook()
    sheets = (
        ("Trial balance", TRIAL_BALANCE, _trial_balance(session), "F"),
        ("Funds", _heads("funds"), money_rows.funds(session, size), None),
        ("Awards", _heads("awards"), ledger_rows.awards(session, size), "G"),
        ("Decisions", _heads("decisions"), people_rows.decisions(session, size), None),
        ("Runs", _heads("runs"), ledger_rows.runs(session, size), None),
        ("Disbursements", _heads("disbursements"), ledger_rows.disbursements(session, size), "F"),
        ("Entries", ENTRIES, _entries(session), "I"),
    )
    contents = add_sheet(book, "Contents")
    written = [(name, *_write(book, name, head, rows, column)) for name, head, rows, column in sheets]
    findings = add_sheet(book, "Findings")
    append_row(findings, ["Rule", "Log entry", "Finding"])
    append_row(findings, ["", "", "Findings are written here by the verifier's reader; see START-HERE.txt."])
    _write_contents(contents, session, size, written)
    return workbook_bytes(book)


def _heads(table: str) -> list[str]:
    return next(one.heads() for one in TABLES if one.name == table)


def _write(
    book: Workbook, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]], column: str | None
) -> tuple[int, int, str | None]:
    """Write a sheet, going on to a second one where a sheet is full; return rows, sum and the sum's column."""
    sheet, place, part, count, total = add_sheet(book, name), 1, 1, 0, 0
    append_row(sheet, head)
    index = ord(column) - ord("A") if column else -1
    for row in rows:
        if place == MOST_ROWS:
            part, place = part + 1, 1
            sheet = add_sheet(book, f"{name} {part}")
            append_row(sheet, head)
        cells = [_cell(cell) for cell in row]
        append_row(sheet, cells)
        place, count = place + 1, count + 1
        total += int(cells[index]) if column else 0
    return count, total, column if part == 1 else None


def _cell(cell: Any) -> Any:
    value = plain(cell)
    return value if isinstance(value, int | str) else str(value)


def _trial_balance(session: Session) -> Iterator[list[Any]]:
    codes = fund_codes(session)
    rows = [
        [b.account, b.name, codes[b.fund_id], b.currency, b.holder, b.minor, b.base_minor]
        for b in trial_balance(session)
    ]
    yield from sorted(rows, key=lambda row: (row[0], row[2], row[3], row[4]))


def _entries(session: Session) -> Iterator[list[Any]]:
    codes = fund_codes(session)
    for line in all_lines(session):
        yield [
            line.number, line.line, line.date.isoformat(), line.event, codes[line.fund_id],
            f"{line.account} {NAMES[line.account]}", line.currency, line.holder, line.minor, line.base_minor,
            line.kind, str(line.ref), line.log_seq,
        ]  # fmt: skip


def _write_contents(
    sheet: Any, session: Session, size: int, written: Sequence[tuple[str, int, int, str | None]]
) -> None:
    append_row(sheet, ["What", "Rows", "Sum of minor units", "The same by formula", "Difference"])
    for place, (name, count, total, column) in enumerate(written, start=2):
        if column is None:
            append_row(sheet, [name, count])
        else:
            by_formula = f"=SUM('{name}'!{column}2:{column}{count + 1})"
            append_formula_row(sheet, [name, count, total], [(by_formula, total), (f"=C{place}-D{place}", 0)])
    append_row(sheet, [])
    append_row(sheet, ["Log entries", size])
    append_row(sheet, ["Base currency", base_currency(session)])
    append_row(sheet, ["Amounts are whole minor units of their currency; see tables/currencies.csv for the digits."])
    append_row(
        sheet,
        ["The trial balance and the journal sum to nothing; the difference column must be nothing too."],
    )
