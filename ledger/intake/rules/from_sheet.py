"""360Giving spreadsheets: the sheet and the line with the headings are found, then each row is a grant."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ledger.intake.rules.headings import AMOUNT, INDIVIDUAL, ORGANISATION, REQUIRED, meaning_of
from ledger.intake.rules.records import CannotRead, Record, Source

LOOKED_THROUGH = 30
"""Lines at the top among which the headings are looked for."""

MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 250
MOST_COLUMNS = 2000

Line = Sequence[Any]


def open_xlsx(content: bytes) -> Source:
    """Open a workbook. Raises CannotRead for what is not one, or would unpack to too much."""
    _refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        best: tuple[int, int, Any] | None = None
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            place, score = _find_headings(islice(sheet.iter_rows(values_only=True), LOOKED_THROUGH))
            if score and (best is None or score > best[1]):
                best = (place, score, sheet)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        ParseError,
        DefusedXmlException,
        OSError,
        TypeError,
    ):
        raise CannotRead("The file is not a workbook that can be read. Save it again as XLSX.") from None
    if best is None:
        raise _no_headings()
    return _source(best[2].iter_rows(values_only=True), best[0])


def open_csv(content: bytes) -> Source:
    """Open a CSV file, whatever its delimiter, in UTF-8, UTF-16 with its mark, or Windows-1252. Raises CannotRead."""
    text = _decoded(content)
    best: tuple[int, int, str] | None = None
    for delimiter in (",", ";", "\t", "|"):
        place, score = _find_headings(islice(_lines(text, delimiter), LOOKED_THROUGH))
        if score and (best is None or score > best[1]):
            best = (place, score, delimiter)
    if best is None:
        raise _no_headings()
    return _source(_lines(text, best[2]), best[0])


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise CannotRead("The file is neither JSON, XLSX nor CSV. Export it again from where it comes from.")
    return text


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise CannotRead("The file is not CSV that can be read: a field is too long or broken.") from None


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise CannotRead("The file is not a workbook that can be read. Save it again as XLSX.") from None
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(len(content), 100_000):
        raise CannotRead("The workbook unpacks to far more than a list of awards. It is not opened.")


def _find_headings(lines: Iterable[Line]) -> tuple[int, int]:
    best = (0, 0)
    for place, line in enumerate(lines):
        meanings = {meaning_of(cell) for cell in line[:MOST_COLUMNS]} - {None}
        if AMOUNT in meanings and len(meanings) > best[1]:
            best = (place, len(meanings))
    return best


def _source(lines: Iterable[Line], place: int) -> Source:
    rows = iter(lines)
    head = next(islice(rows, place, None))
    columns = [(index, str(cell).strip(), meaning_of(cell)) for index, cell in enumerate(head[:MOST_COLUMNS])]
    known = [(index, heading, meaning) for index, heading, meaning in columns if meaning]
    names: dict[str, str] = {}
    for _index, heading, meaning in known:
        names.setdefault(meaning, heading)
    missing = [title for meaning, title in REQUIRED.items() if meaning not in names]
    if ORGANISATION not in names and INDIVIDUAL not in names:
        missing.append("Recipient Org:Identifier")
    if missing:
        raise CannotRead(
            f"The sheet has no column {', '.join(missing)}. Add it, with the title that 360Giving gives it."
        )
    return Source(_records(rows, known, place + 2), names)


def _records(rows: Iterator[Line], known: list[tuple[int, str, str]], first: int) -> Iterator[Record]:
    for number, line in enumerate(rows, start=first):
        record = Record(number)
        for index, heading, meaning in known:
            if index < len(line):
                record.put(meaning, heading, line[index])
        if record.cells or any(cell not in {None, ""} for cell in line[:MOST_COLUMNS]):
            yield record


def _no_headings() -> CannotRead:
    return CannotRead(
        "No sheet has the headings of 360Giving, like Amount Awarded and Award Date. Is it another kind of file?"
    )
