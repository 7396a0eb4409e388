"""The worked year as its file has it: fifty entries, and what must come out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

_PLACES = [folder / "shared/data/golden-year.json" for folder in Path(__file__).resolve().parents]
FILE = next((place for place in _PLACES if place.exists()), None)
needed = pytest.mark.skipif(FILE is None, reason="the worked year (../shared/data/golden-year.json) is not there")

Line = tuple[str, str, str, int, int]
"""Fund, account with its holder after a colon, currency, minor units, base minor units."""


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of the file."""

    number: int
    day: date
    event: str
    ref: str
    lines: tuple[Line, ...]

    @property
    def fund(self) -> str:
        """The fund of its first line."""
        return self.lines[0][0]

    @property
    def currency(self) -> str:
        """The currency of its first line."""
        return self.lines[0][2]

    @property
    def minor(self) -> int:
        """How much it moves: what its first line says."""
        return abs(self.lines[0][3])


def golden() -> tuple[list[Said], dict[str, Any]]:
    """Return the entries in their order, and what is expected of the first fund."""
    assert FILE is not None
    found = json.loads(FILE.read_text(encoding="utf-8"))
    entries = [
        Said(one["n"], date.fromisoformat(one["date"]), one["event"], one["ref"], tuple(map(tuple, one["lines"])))
        for one in found["entries"]
    ]
    return entries, found["expect"]


def sums_until(entries: list[Said], day: date) -> Mapping[tuple[str, str, str], tuple[int, int]]:
    """Add up what is dated until a day: minor and base by fund, account with holder, and currency."""
    sums: dict[tuple[str, str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for entry in entries:
        for fund, account, currency, minor, base in entry.lines if entry.day <= day else ():
            before = sums[fund, account, currency]
            sums[fund, account, currency] = (before[0] + minor, before[1] + base)
    return sums
