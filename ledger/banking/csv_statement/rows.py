"""The rows of a table below its header, each with the line of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ledger.banking.csv_statement.profile import Profile
from ledger.banking.limited import Limited
from ledger.banking.trouble import broken
from ledger.errors import N_

_PREAMBLE = 40
"""Lines above the header: some banks write the account and the days there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the names of its columns."""

    line: int
    cells: dict[str, str]
    wanting: bool
    """It has fewer or more cells than the header."""


def rows(source: BinaryIO, profile: Profile) -> Iterator[Row]:
    """Give the rows. Raises CannotRead: too large, another encoding, no header with the columns of the profile."""
    reader = csv.reader(io.StringIO(_text(source, profile), newline=""), delimiter=profile.delimiter, strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            if not header and not profile.has_no_header:
                header = _header(cells, profile, reader.line_num)
            elif any(cell.strip() for cell in cells):
                header = header or _named([""] * len(cells))
                yield _row(header, cells, profile, reader.line_num)
    except csv.Error:
        raise broken(
            reader.line_num,
            N_("From here on the file cannot be read as a table: a quotation mark is open or a field is too long."),
        ) from None
    if not header:
        raise _no_header(profile)


def _named(cells: list[str]) -> list[str]:
    """Name columns by what stands in the header, or by their place, `#2`, where nothing does."""
    return [cell.strip() or f"#{place}" for place, cell in enumerate(cells, start=1)]


def _row(header: list[str], cells: list[str], profile: Profile, line: int) -> Row:
    """Put cells under their names; empty ones behind the last name, and behind the last cell, mean nothing."""
    more, lacking = cells[len(header) :], header[len(cells) :]
    unknown = [name for name in lacking if not name.startswith("#") or name in profile.needed()]
    return Row(line, dict(zip(header, cells, strict=False)), any(cell.strip() for cell in more) or bool(unknown))


def _header(cells: list[str], profile: Profile, line: int) -> list[str]:
    names = _named(cells)
    if profile.needed() <= set(names) and any(cell.strip() for cell in cells):
        if any(names.count(name) > 1 for name in profile.needed()):
            raise broken(
                line,
                N_("A column of the profile stands in the header twice."),
                N_("Take the profile of this bank's present tables, or write one."),
            )
        return names
    if line > _PREAMBLE:
        raise _no_header(profile)
    return []


def _no_header(profile: Profile) -> Exception:
    return broken(
        0,
        N_("No line of the file is a header with the columns %(columns)s."),
        N_("Choose the profile that belongs to this bank, or correct the names of the columns in it."),
        columns=", ".join(sorted(profile.needed())),
    )


def _text(source: BinaryIO, profile: Profile) -> str:
    content = Limited(source).read()
    try:
        text = content.decode(profile.encoding)
    except UnicodeError as error:
        line = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise _encoding(line, profile) from None
    if "\x00" in text:
        raise _encoding(text.count("\n", 0, text.index("\x00")) + 1, profile)
    return text.removeprefix("\ufeff")


def _encoding(line: int, profile: Profile) -> Exception:
    return broken(
        line,
        N_("This is not text in the encoding %(encoding)s, which the profile names."),
        N_("Choose the encoding in which this bank writes, often utf-8-sig or cp1252."),
        encoding=profile.encoding,
    )
