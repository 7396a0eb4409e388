"""Recovery codes: single use, in place of a one-time code when the device is not at hand.

A code has eighty random bits, so a plain hash is as good as a slow one: nobody can try them all.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from ledger.keys import codes

COUNT = 10
GROUPS = 4


def new_codes() -> list[str]:
    """Make ten codes of sixteen characters."""
    return [codes.new_code(GROUPS) for _ in range(COUNT)]


def code_hash(person: UUID, code: str) -> bytes:
    """Return what is stored of a code: a hash bound to its person, whichever way it was typed."""
    return hashlib.sha256(f"almoner recovery|{person}|{codes.plain(code)}".encode()).digest()
