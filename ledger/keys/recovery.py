"""Recovery codes: single use, in place of a one-time code when the device is not at hand.

A code has eighty random bits, so a plain hash is as good as a slow one: nobody can try them all.
"""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from ledger.reference import ALPHABET

COUNT = 10
GROUPS, GROUP = 4, 4


def new_codes() -> list[str]:
    """Make ten codes of sixteen characters."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(COUNT)]


def code_hash(person: UUID, code: str) -> bytes:
    """Return what is stored of a code: a hash bound to its person, whichever way it was typed."""
    plain = code.upper().replace("-", "").replace(" ", "").translate(str.maketrans("ILO", "110"))
    return hashlib.sha256(f"almoner recovery|{person}|{plain}".encode()).digest()


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
