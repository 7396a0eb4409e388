"""The one way out to openpyxl: sheets whose text is always text, and workbooks that come out byte for byte the same."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet (ECMA-376 as spreadsheets have it)."""

_LONGEST_TEXT = 32_767
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile(r"[0-9A-Za-z][ -~]{0,300}")
_VALUE = "~~"
_VALUED = re.compile(rb"<f>([^<]*?)~~(-?\d+)</f>\s*<v\s*/?>(?:</v>)?")
_BORN = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    """Take out control characters and those that turn the direction of writing, and cut to what a cell holds."""
    return _ODD.sub("", text)[:_LONGEST_TEXT]


def append_row(sheet: WriteOnlyWorksheet, row: Sequence[Any]) -> None:
    """Append a row; text that begins like a formula stays text."""
    sheet.append([_cell(sheet, value) for value in row])


def append_formula_row(sheet: WriteOnlyWorksheet, row: Sequence[Any], formulas: Sequence[tuple[str, int]]) -> None:
    """Append a row that ends in formulas, each with the value it has: a reader that does not calculate sees that.

    openpyxl cannot write a formula's value, so the value travels behind the formula until the sheet is settled.
    """
    cells = []
    for formula, value in formulas:
        cell = WriteOnlyCell(sheet, f"{formula}{_VALUE}{value}")
        cell.data_type = "f"
        cells.append(cell)
    sheet.append([*(_cell(sheet, value) for value in row), *cells])


def new_workbook() -> Workbook:
    """Begin a workbook that is written in a stream."""
    book = Workbook(write_only=True)
    book.properties.creator = "Almoner"
    book.properties.created = book.properties.modified = _BORN.replace(tzinfo=None)
    return book


def add_sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    """Add a sheet."""
    sheet: WriteOnlyWorksheet = book.create_sheet(title)
    return sheet


def workbook_bytes(book: Workbook) -> bytes:
    """Finish a workbook; the same content gives the same bytes."""
    written = io.BytesIO()
    book.save(written)
    return _settled(written)


def sheet_bytes(title: str, rows: Iterable[Sequence[Any]]) -> bytes:
    """Write rows as a workbook of as many sheets as they need."""
    book, count, part = new_workbook(), 0, 1
    sheet = add_sheet(book, title)
    for row in rows:
        if count == MOST_ROWS:
            part, count = part + 1, 0
            sheet = add_sheet(book, f"{title} {part}")
        append_row(sheet, row)
        count += 1
    return workbook_bytes(book)


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    if not isinstance(value, str) or _PLAIN.fullmatch(value):
        return value
    # Anything that openpyxl could take for a formula or an error is told to be text.
    cell = WriteOnlyCell(sheet, clean(value))
    cell.data_type = "s"
    return cell


def _settled(written: io.BytesIO) -> bytes:
    # openpyxl writes the present time into the document's properties and into the zip's members.
    out = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            if name.startswith("xl/worksheets/"):
                content = _VALUED.sub(rb"<f>\1</f><v>\2</v>", content)
            target.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
