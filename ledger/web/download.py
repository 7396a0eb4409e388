"""Lists as files: CSV, and XLSX, safe against cells that a spreadsheet would run."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response

from ledger.clock import moment_text
from ledger.money import plain_amount
from ledger.sheets import sheet_bytes

_ENDINGS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"%PDF": "pdf"}
"""By which ending a file of a kind is saved."""

_TELEPHONE = re.compile(r"\+[0-9][0-9 ]*")
"""A number that money is sent to: an apostrophe before it would be part of it for whatever reads the list."""
_RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with rows as CSV under a neutral name; they are read to the end before the answer begins."""
    # The rows come from a session that is closed when the view returns.
    content = "".join(_csv_lines(_spread(head, rows))).encode()
    return Response(content, mimetype="text/csv", headers=_attachment(name, "csv"))


def xlsx_response(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with a workbook of one sheet."""
    content = sheet_bytes(name, _spread(head, rows))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(content, mimetype=kind, headers=_attachment(name, "xlsx"))


def streamed_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with rows as CSV while they are read: nothing of them waits in memory, nothing is written down here.

    `rows` opens what it reads from by itself. Where it fails the answer breaks off, so that the browser says so.
    """
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")

    def text() -> Iterator[str]:
        writer.writerow(head)
        for row in rows:
            yield lines.taken()
            writer.writerow([_safe(cell) for cell in row])
        yield lines.taken()

    return Response(text(), mimetype="text/csv", headers=_attachment(name, "csv"))


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


class _Lines(list[str]):
    """Takes each row as the writer hands it over, and ends it with a newline alone.

    The writer itself ends rows with CRLF, since only then does it quote a carriage return inside a cell.
    """

    def write(self, row: str) -> None:
        """Take a row."""
        self.append(row.removesuffix("\r\n") + "\n")

    def taken(self) -> str:
        """Hand out what was written since the last time."""
        text = "".join(self)
        self.clear()
        return text


def _csv_lines(rows: Iterable[Sequence[Any]]) -> list[str]:
    lines = _Lines()
    csv.writer(lines, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return lines


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell.startswith(_RUNS_IN_A_SPREADSHEET) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit() or _TELEPHONE.fullmatch(text) is not None
