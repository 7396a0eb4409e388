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
_ATOMS, _NESTED = {str, bool, type(None)}, {dict, list}
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
    """Without a call for each leaf: a statement has a hundred thousand."""
    if isinstance(value, dict):
        if not all(map(_is_name, value)):
            return False
        leaves = value.values()
    elif isinstance(value, list):
        leaves = value  # type: ignore[assignment] # either is gone through once
    else:
        leaves = [value]  # type: ignore[assignment] # likewise
    for one in leaves:
        kind = type(one)
        if kind in _ATOMS or (kind is int and -_LARGEST <= one <= _LARGEST):
            continue
        if kind not in _NESTED or not _is_plain(one):
            return False
    return True


def _is_name(name: object) -> bool:
    return type(name) is str and name.isascii()
