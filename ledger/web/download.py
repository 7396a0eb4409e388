"""Lists as files: CSV, and XLSX, safe against cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from typing import IO, Any

from flask import Response

from ledger.clock import moment_text
from ledger.money import plain_amount
from ledger.sheets import save_sheet

_ENDINGS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"%PDF": "pdf"}
"""By which ending a file of a kind is saved."""

_KINDS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_PART = 64 * 1024

_TELEPHONE = re.compile(r"\+[0-9][0-9 ]*")
"""A number that money is sent to: an apostrophe before it would be part of it for whatever reads the list."""
_RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with rows as CSV under a neutral name; they are read to the end before the answer begins."""
    return _list_response(name, "csv", lambda file: _write_csv(file, _spread(head, rows)))


def xlsx_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with a workbook of one sheet."""
    return _list_response(name, "xlsx", lambda file: save_sheet(file, name, _spread(head, rows)))


def _list_response(name: str, ending: str, write: Callable[[IO[bytes]], None]) -> Response:
    """Answer with a list as a file, however long it is, of which no more than a part is ever in memory.

    It waits in a file without a name, since the rows come from a session that is closed when the view returns; a
    slow reader holds up nothing, and what fails fails before the answer begins.
    """
    with ExitStack() as held:
        file = held.enter_context(tempfile.TemporaryFile())
        write(file)
        head = {**_attachment(name, ending), "Content-Length": str(file.seek(0, io.SEEK_END))}
        file.seek(0)
        answer = Response(_parts_of(file), mimetype=_KINDS[ending], headers=head)
        answer.call_on_close(held.pop_all().close)
    return answer


def _parts_of(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PART):
            yield part


def file_response(name: str, content: bytes) -> Response:
    """Answer with a file that the server does not look into, to be saved and never shown by the browser."""
    ending = next((ending for start, ending in _ENDINGS.items() if content.startswith(start)), "txt")
    return Response(content, mimetype="application/octet-stream", headers=_attachment(name, ending))


def _attachment(name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}


def _spread(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """Write a pair of minor units and currency as two cells under two headings."""
    first = True
    for row in rows:
        if first:
            yield [label for label, cell in zip(head, row, strict=True) for label in _labels(label, cell)]
            first = False
        yield [plain for cell in row for plain in _plain(cell)]
    if first:
        yield list(head)


def _labels(label: str, cell: Any) -> list[str]:
    return [label, ""] if isinstance(cell, tuple) else [label]


def _plain(cell: Any) -> list[Any]:
    if isinstance(cell, tuple):
        minor, currency = cell
        return [plain_amount(minor, currency), currency]
    if isinstance(cell, datetime):
        return [moment_text(cell)]
    if isinstance(cell, date):
        return [cell.isoformat()]
    return [getattr(cell, "value", cell)]


class _Lines:
    """Takes each row as the writer hands it over, and ends it with a newline alone.

    The writer itself ends rows with CRLF, since only then does it quote a carriage return inside a cell.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, row: str) -> None:
        """Take a row."""
        self._file.write((row.removesuffix("\r\n") + "\n").encode())


def _write_csv(file: IO[bytes], rows: Iterable[Sequence[Any]]) -> None:
    csv.writer(_Lines(file), lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_RUNS_IN_A_SPREADSHEET) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit() or _TELEPHONE.fullmatch(text) is not None
