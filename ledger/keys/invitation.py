"""Invitation codes: with one, somebody makes their own keys once.

A code has a hundred random bits, so a plain hash is as good as a slow one: nobody can try them all.
"""

from __future__ import annotations

import hashlib

from ledger.keys import codes

GROUPS = 5


def new_invitation_code() -> str:
    """Make a code of twenty characters."""
    return codes.new_code(GROUPS)


def invitation_hash(code: str) -> bytes:
    """Return what is stored of a code, whichever way it was typed."""
    return hashlib.sha256(f"almoner invitation|{codes.plain(code)}".encode()).digest()
