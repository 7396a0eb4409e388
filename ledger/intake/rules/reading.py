"""Reading a whole file: its kind is known by its content, never by its name."""

from __future__ import annotations

import hashlib
from datetime import date

from ledger.intake.rules import headings as h
from ledger.intake.rules.from_json import open_json
from ledger.intake.rules.from_sheet import open_csv, open_xlsx
from ledger.intake.rules.judging import Judge
from ledger.intake.rules.records import CannotRead, Reading, Refused, Source, SourceRow
from ledger.intake.rules.values import proves_order

LARGEST_FILE = 50 * 1024 * 1024
_DATES = (h.AWARDED, h.PLANNED_START, h.PLANNED_END, h.ACTUAL_START, h.ACTUAL_END)


def read_awards(content: bytes, today: date) -> Reading:
    """Read a file of past awards and judge every row. Raises CannotRead when it is no such file.

    Dates written by parts (31/03/2019) are read with the day or the month first only where the file proves which:
    some value has a part above twelve, and none says the opposite.
    """
    if len(content) > LARGEST_FILE:
        raise CannotRead("The file is larger than 50 megabytes. Split it.")
    if not content.strip():
        raise CannotRead("The file is empty.")
    source, serials = _open(content)
    records = list(source.records)
    order = proves_order(cell.value for record in records for name in _DATES for cell in record.all(name))
    judge = Judge(source.headings, today, order, serials)
    taken: list[SourceRow] = []
    refused: list[Refused] = []
    for record in records:
        judged = judge.judge(record)
        if isinstance(judged, SourceRow):
            taken.append(judged)
        else:
            refused += judged
    return Reading(hashlib.sha256(content).hexdigest(), len(records), tuple(taken), tuple(refused))


def _open(content: bytes) -> tuple[Source, bool]:
    if content[:4] == b"PK\x03\x04":
        return open_xlsx(content), True
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        return open_json(content), False
    return open_csv(content), False


__all__ = ["CannotRead", "Reading", "read_awards"]
