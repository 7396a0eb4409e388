"""What a guard is: a condition over NEW and OLD under which a row is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse `event` (INSERT, UPDATE or DELETE) on a row of `table` when `condition` holds."""

    name: str
    table: str
    event: str
    condition: str
