"""The bytes by which the lines of a statement are told in the log. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.clock import day_text

Told = tuple[UUID, int, date, int, str]
"""A line's id, number, day, signed minor units and kind."""


def lines_sha256(lines: Iterable[Told], currency: str) -> str:
    """Hash `<id>,<number>,<day>,<minor>,<currency>,<kind>` and a newline for each line, in their order."""
    digest = hashlib.sha256()
    for ident, number, day, minor, kind in lines:
        digest.update(f"{ident},{number},{day_text(day)},{minor},{currency},{kind}\n".encode())
    return digest.hexdigest()
