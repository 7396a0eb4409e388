"""Any statement file: told apart by what stands in it, read, and held to what must be true of every statement."""

from __future__ import annotations

import re
from typing import BinaryIO

from ledger.banking import camt053, csv_statement, mt940
from ledger.banking.checking import check
from ledger.banking.statement import Statement
from ledger.banking.trouble import broken
from ledger.errors import N_

_HEAD = 4096
_TAGGED = re.compile(rb"(?:^|[\r\n]|\{4:)\W?:20:.*?[\r\n]\W?:(?:25P?|28C?|60[FM]):", re.DOTALL)
"""MT940 by its tags, each at the beginning of a line: a time such as 10:20:25 is none."""
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PACKED = (b"PK\x03\x04", b"\x1f\x8b")


def read_statements(
    source: BinaryIO, bounds: csv_statement.Bounds, profile: csv_statement.Profile | None = None
) -> list[Statement]:
    """Read a camt.053 or MT940 file, or with a profile a table, as statements that hold together.

    `source` can be sought. An empty account in `bounds` is any. Raises CannotRead; then nothing is taken.
    """
    found = _read(source, bounds, profile)
    check(found, bounds.account, bounds.currency)
    return found


def _read(source: BinaryIO, bounds: csv_statement.Bounds, profile: csv_statement.Profile | None) -> list[Statement]:
    head = source.read(_HEAD)
    source.seek(0)
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if not plain.strip():
        raise broken(0, N_("This file is empty."))
    if head.startswith(_OLD_WORKBOOK) or (head.startswith(_PACKED) and b"[Content_Types].xml" in head):
        raise broken(0, N_("This file is a workbook."), N_("Save its sheet as CSV, or download a table as CSV."))
    if head.startswith(b"%PDF"):
        raise broken(0, N_("This file is a PDF, made for people."), N_("Download the statement as camt.053 or MT940."))
    if head.startswith(_PACKED):
        raise broken(0, N_("This file is packed (ZIP or gzip)."), N_("Unpack it, and send the file that was in it."))
    if plain.lstrip(b" \t\r\n").startswith(b"<"):
        # No space may stand before an XML declaration, and some programs leave a line there.
        source.seek(len(head) - len(head.lstrip(b" \t\r\n")))
        return camt053.read(source)
    if _TAGGED.search(plain):
        return mt940.read(source)
    if profile is None:
        raise broken(
            0,
            N_("This file is neither camt.053 nor MT940."),
            N_("If it is a table, choose the profile of the bank; otherwise download the statement in another form."),
        )
    return csv_statement.read(source, profile, bounds)
