"""The one way out to openpyxl: sheets whose text is always text, and workbooks that come out byte for byte the same."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 1_048_576
"""Rows of a sheet (ECMA-376 as spreadsheets have it)."""

_LONGEST_TEXT = 32_767
_TITLE = 27
"""Letters of a sheet's title, of the 31 that it may have: a further sheet has a number behind them."""
_ODD = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PLAIN = re.compile(r"[0-9A-Za-z][ -~]{0,300}")
_VALUE = "~~"
_VALUED = re.compile(rb"<f>([^<]*?)~~(-?\d+)</f>\s*<v\s*/?>(?:</v>)?")
_BORN = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
_ROW_END = b"</row>"


def clean(text: str) -> str:
    """Take out what XML cannot hold, control characters and turns of direction, and cut to what a cell holds."""
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


def workbook_parts(book: Workbook) -> Iterator[bytes]:
    """Finish a workbook part by part, however long it is; the same content gives the same bytes."""
    with tempfile.TemporaryFile() as written, tempfile.TemporaryFile() as settled:
        book.save(written)
        _settle(written, settled)
        settled.seek(0)
        while part := settled.read(_CHUNK):
            yield part


def save_sheet(file: IO[bytes], title: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to a file as a workbook of as many sheets as they need.

    It is saved once and not settled: it holds no formula, and nobody compares two of them byte by byte.
    """
    book, count, part, title = new_workbook(), 0, 1, title[:_TITLE]
    sheet = add_sheet(book, title)
    for row in rows:
        if count == MOST_ROWS:
            part, count = part + 1, 0
            sheet = add_sheet(book, f"{title} {part}")
        append_row(sheet, row)
        count += 1
    book.save(file)


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    if not isinstance(value, str) or _PLAIN.fullmatch(value):
        return value
    # Anything that openpyxl could take for a formula or an error is told to be text.
    cell = WriteOnlyCell(sheet, clean(value))
    cell.data_type = "s"
    return cell


def _settle(written: IO[bytes], settled: IO[bytes]) -> None:
    # openpyxl writes the present time into the document's properties and into the zip's members.
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            member = zipfile.ZipInfo(name, _ZIP_DATE)
            member.compress_type, member.file_size = zipfile.ZIP_DEFLATED, source.getinfo(name).file_size
            with source.open(name) as came, target.open(member, "w") as goes:
                for part in _parts_of(name, came):
                    goes.write(part)


def _parts_of(name: str, came: IO[bytes]) -> Iterator[bytes]:
    if name == "docProps/core.xml":
        yield re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", came.read())
    elif name.startswith("xl/worksheets/"):
        yield from _valued(came)
    else:
        yield came.read()


def _valued(came: IO[bytes]) -> Iterator[bytes]:
    """Give formulas their values, a stretch of whole rows at a time."""
    rest = b""
    while chunk := came.read(_CHUNK):
        rows, end, rest = (rest + chunk).rpartition(_ROW_END)
        yield _VALUED.sub(rb"<f>\1</f><v>\2</v>", rows) + end
    yield rest
