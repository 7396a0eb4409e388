"""Codes that people copy by hand: groups of four characters without lookalikes, twenty random bits a group."""

from __future__ import annotations

import secrets

from ledger.reference import ALPHABET

GROUP = 4


def new_code(groups: int) -> str:
    """Make a code of so many groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(groups))


def plain(code: str) -> str:
    """Return a code in the one form that is hashed, whichever way it was typed."""
    return code.upper().replace("-", "").replace(" ", "").translate(str.maketrans("ILO", "110"))
