"""An MT940 file as tagged fields, each with the line on which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ledger.banking.limited import Limited
from ledger.banking.trouble import broken
from ledger.errors import N_

_TAG = re.compile(r"(?:\{.*\{4:)?:(2[0158][CP]?|6[0-5][FM]?|86|NS|13D?|34F|90[CD]):(.*)")
_TIME = re.compile(r":2[0158]:[0-5][0-9]([^0-9].*)?")
"""What looks like a tag and is the rest of a time, where a text was broken within one."""
_END = re.compile(r"\{.*|-\}.*|-X*")
_TRANSMISSION = "\x01\x02\x03\x04\x1a\ufeff"
"""Signs that old lines carried around a message."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Field:
    """A tag such as `61`, its value with its continuation lines, and the line of the file."""

    tag: str
    value: str
    line: int


def text_of(source: BinaryIO) -> str:
    """Return the text of a file. Raises CannotRead: too large, or no text in an encoding that banks use."""
    content = Limited(source).read()
    known = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(known)
    except UnicodeDecodeError:
        # Only digits and codes are kept, and these stand at the same place in every older encoding.
        text = content.decode("latin-1")
    if "\x00" in text:
        raise broken(
            text.count("\n", 0, text.index("\x00")) + 1,
            N_("The file is not text in an encoding that can be read."),
            N_("Download it from the bank as plain text (UTF-8 or Latin), and do not save it in another program."),
        )
    return text


def fields(text: str) -> Iterator[Field]:
    """Give the fields in the order of the file, without what stands around a message."""
    tag, lines, begun = "", list[str](), 0
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        written = raw.strip(_TRANSMISSION).rstrip()
        found = _TAG.match(written)
        if found and not (tag == "86" and _TIME.fullmatch(written)):
            if tag:
                yield Field(tag, "\n".join(lines), begun)
            tag, lines, begun = found[1], [found[2]], number
        elif _END.fullmatch(written):
            if tag:
                yield Field(tag, "\n".join(lines), begun)
            tag = ""
        elif tag and written:
            lines.append(written)
    if tag:
        yield Field(tag, "\n".join(lines), begun)
