"""The quick way through a worksheet that is written as plainly as ours are.

The grammar here is a small part of XML that can be read in one way only: no entities, no comments,
no other encoding. Whatever leaves it is NotPlain, and is read again by a real parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_ROW = 1 << 20
LONGEST_HEAD = 1 << 14

_HEAD = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'](?: encoding=["']UTF-8["'])?(?: standalone=["']yes["'])?\?>\s*)?"""
    rb"<worksheet [^<>]*>(?:<(?!sheetData)[^<>!?][^<>]*>)*<sheetData>"
)
_VALUE = rb"<v>(?P<number>-?[0-9]{1,20})</v>"
_TEXT = rb"<is><t(?: xml:space=\"preserve\")?>(?P<text>[^<>&\r]*)</t></is>"
_KIND = rb'(?: t="(?:n|inlineStr)")?'
_CELL = re.compile(rb'<c r="(?P<column>[A-Z])[0-9]{1,7}"' + _KIND + rb">(?:" + _VALUE + rb"|" + _TEXT + rb")?</c>")
_ROW = re.compile(
    rb'<row r="[0-9]{1,7}">(?P<cells>(?:' + re.sub(rb"\?P<[a-z]+>", rb"?:", _CELL.pattern) + rb")*)</row>"
)
_END = b"</sheetData>"


class NotPlain(ValueError):  # noqa: N818 - the name says what it is not
    """A sheet is written in another way than the plain one."""


def plain_rows(chunks: Iterator[bytes]) -> Iterator[list[str]]:
    """Yield the texts of each row's cells, from column A on. Raises NotPlain, after any row."""
    buffer = next(chunks, b"")
    head = _HEAD.match(buffer, 0, LONGEST_HEAD)
    if head is None:
        raise NotPlain
    place = head.end()
    while True:
        match = _ROW.match(buffer, place)
        if match is not None:
            place = match.end()
            yield _texts(match["cells"])
        elif buffer.startswith(_END, place):
            return
        else:
            more = next(chunks, b"")
            buffer, place = buffer[place:] + more, 0
            if not more or len(buffer) > LONGEST_ROW + len(more):
                raise NotPlain


def _texts(cells: bytes) -> list[str]:
    row: list[str] = []
    for column, number, text in _CELL.findall(cells):
        missing = ord(column) - ord("A") - len(row)
        if missing:
            row += [""] * missing
        row.append((number or text).decode("utf-8"))
    return row
