"""Canonical JSON (RFC 8785) without floats: what is read must be written in the one way it has.

Reading and writing again is the whole check: repeated members, spaces, other escapes, other orders
and trailing bytes all give other bytes. The range of integers is a matter of shapes.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any


class NotCanonical(ValueError):  # noqa: N818 - the name says what it is not
    """These bytes are not canonical JSON. `value` is what they say all the same, where they do."""

    def __init__(self, message: str, value: Any = None) -> None:
        super().__init__(message)
        self.value = value


def _refuse(number: str) -> Any:
    raise ValueError(f"{number[:20]} is not an integer")


_read = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse).raw_decode
_write_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_write_as_read = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def read_canonical(content: bytes) -> Any:
    """Return what canonical bytes say. Raises NotCanonical."""
    try:
        text = content.decode("utf-8")
        value, _ = _read(text)
        ascii_only = content.isascii()
        written = _write_sorted(value) if ascii_only else _write_as_read(value)
    except RecursionError:
        raise NotCanonical("it is nested too deeply") from None
    except ValueError as problem:
        raise NotCanonical(f"it is no JSON as it should be: {problem}") from None
    if written != text:
        raise NotCanonical("it is JSON, but not written in the canonical way", value)
    if not ascii_only:
        _check_text(text, value)
    return value


def _check_text(text: str, value: Any) -> None:
    """Hold text beyond ASCII to NFC, and members to the order of their UTF-16 code units."""
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("its text is not in normal form C", value)
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            names = list(one)
            if names != sorted(names, key=lambda name: name.encode("utf-16-be", "surrogatepass")):
                raise NotCanonical("its members are not in order", value)
            waiting += one.values()
