"""What is read of a file before it is judged, and what comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any


class CannotRead(Exception):  # noqa: N818 - what happened, in the words of the command
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it stands in the file, under the file's own heading or path."""

    heading: str
    value: Any


@dataclass(slots=True)
class Record:
    """One grant of a file: `row` as a person counts it, cells by what they mean."""

    row: int
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    def put(self, meaning: str, heading: str, value: Any) -> None:
        """Add a cell, unless it is empty."""
        if value is not None and not (isinstance(value, str) and not value.strip()):
            self.cells.setdefault(meaning, []).append(Cell(heading, value))

    def all(self, meaning: str) -> list[Cell]:
        """Return the cells of a meaning that are not empty."""
        return self.cells.get(meaning, [])


@dataclass(frozen=True, slots=True)
class Source:
    """A file opened: its records, and how it calls the fields that every row must have."""

    records: Iterator[Record]
    headings: dict[str, str]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A past award that can be taken."""

    row: int
    funder_id: str
    recipient_key: str
    minor: int
    currency: str
    date: date
    purpose: str
    kind: str = "emergency_grant"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row cannot be taken: in which field, by which code on the log, and what to do."""

    row: int
    field: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: `rows` in all, those that can be taken, and why the others cannot."""

    sha256: str
    rows: int
    taken: tuple[SourceRow, ...]
    refused: tuple[Refused, ...]

    def totals(self) -> dict[str, int]:
        """Return the minor units taken, by currency."""
        sums: Counter[str] = Counter()
        for row in self.taken:
            sums[row.currency] += row.minor
        return dict(sorted(sums.items()))

    def by_funder(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return rows and minor units taken, by funder and currency."""
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for row in self.taken:
            count, minor = sums.get((row.funder_id, row.currency), (0, 0))
            sums[row.funder_id, row.currency] = (count + 1, minor + row.minor)
        return dict(sorted(sums.items()))

    def funders(self) -> list[str]:
        """Return the identifiers of the funders whose rows are taken."""
        return sorted({row.funder_id for row in self.taken})

    def recipients(self) -> int:
        """Count the distinct recipients of the rows taken."""
        return len({row.recipient_key for row in self.taken})

    def refused_rows(self) -> set[int]:
        """Return the rows that cannot be taken."""
        return {one.row for one in self.refused}

    def as_json(self) -> dict[str, Any]:
        """Return the dry run as the command prints it."""
        return {
            "sha256": self.sha256,
            "rows": self.rows,
            "taken": len(self.taken),
            "refused": [{"row": r.row, "field": r.field, "reason": r.reason} for r in self.refused],
            "totals": self.totals(),
            "funders": len(self.funders()),
            "recipients": self.recipients(),
        }
