"""Comparing a table of the bundle, line by line, with the lines that follow from the log.

A line that is lost, added or changed gives one finding, not one for each line after it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.bundle import Bundle
from audit.findings import NOWHERE, Findings
from audit.trouble import Unreadable

FREE = "\x1a"
"""A cell that does not follow from the log: whatever stands there is accepted."""
MOST_DIFFERENT = 500
"""Lines on either side that are kept until they find their match; beyond, all is different."""

Cell = str | int | None
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: the first `key` tell rows apart, `place` is that of the log entry."""

    file: str
    names: str
    key: int
    place: int | None = None

    def heads(self) -> list[str]:
        """Return the names of the columns."""
        return self.names.split()


def written(cells: Sequence[Cell]) -> str:
    """Return a row as the table must have it (RFC 4180, nothing for null)."""
    texts = ["" if cell is None else str(cell) for cell in cells]
    line = ",".join(texts)
    if '"' in line or "\r" in line or "\n" in line or line.count(",") != len(texts) - 1:
        line = ",".join(map(quoted, texts))
    return f"{line}\n"


def quoted(text: str) -> str:
    """Return a cell, in quotes where it needs them."""
    if any(letter in text for letter in '",\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


class Comparison:
    """One table being compared. Feed it what must stand there, in order, then `finish` it."""

    def __init__(self, bundle: Bundle, findings: Findings, columns: Columns) -> None:
        self._findings = findings
        self._columns = columns
        self._missing: Counter[Line] = Counter()
        self._extra: Counter[Line] = Counter()
        self._different = self._told = 0
        self._lines: Iterator[str] = bundle.lines(columns.file)
        self._broken = False
        header = self._next()
        if header != written(columns.heads()) and not self._broken:
            self._find("its header is not the one it should have")
            self._broken = True

    def expect(self, line: str) -> None:
        """Hold the next line of the table to the one that must stand there."""
        if self._broken:
            return
        self._findings.checks["tables"] += 1
        actual = self._next()
        if actual != line and not self._broken:
            self._note(line, actual)

    def finish(self) -> None:
        """Look for lines left over, and tell all differences."""
        while not self._broken and (actual := self._next()) is not None:
            self._note(None, actual)
        extra = {line[: self._columns.key]: line for line in self._extra}
        for line in list(self._missing):
            other = extra.pop(line[: self._columns.key], None)
            if other is not None:
                self._tell_changed(line, other)
                del self._missing[line], self._extra[other]
        for line in self._missing:
            self._find(f"it lacks the row of {self._key(line)}", self._place(line))
        for line in self._extra:
            self._find(f"it has a row of {self._key(line)} that does not follow from the log")
        if self._different and not self._told and not self._broken:
            self._find("its rows are not in order")

    def _next(self) -> str | None:
        try:
            return next(self._lines, None)
        except Unreadable as problem:
            self._findings.find("tables", str(problem))
            self._broken = True
            return None

    def _note(self, due: str | None, actual: str | None) -> None:
        """Set two lines aside that differ, unless each is matched by one set aside before."""
        one, other = parsed(due), parsed(actual)
        if one is not None and other is not None and agree(one, other):
            return
        self._different += 1
        if one is not None and not take(self._extra, one):
            self._missing[one] += 1
        if other is not None and not take(self._missing, other):
            self._extra[other] += 1
        if len(self._missing) + len(self._extra) > MOST_DIFFERENT:
            self._find("it differs from the log nearly everywhere")
            self._missing.clear()
            self._extra.clear()
            self._broken = True

    def _tell_changed(self, due: Line, actual: Line) -> None:
        names = self._columns.heads()
        if len(actual) != len(names):
            self._find(f"the row of {self._key(due)} has {len(actual)} cells", self._place(due))
            return
        wrong = [
            f"{name} {given!r} instead of {cell!r}"
            for name, cell, given in zip(names, due, actual, strict=True)
            if cell not in (given, FREE)
        ]
        self._find(f"the row of {self._key(due)} has {', '.join(wrong)}", self._place(due))

    def _key(self, line: Line) -> str:
        return " ".join(line[: self._columns.key])

    def _place(self, line: Line) -> int:
        place = self._columns.place
        return NOWHERE if place is None else int(line[place])

    def _find(self, message: str, seq: int = NOWHERE) -> None:
        self._told += 1
        name = self._columns.file.removeprefix("data/")
        self._findings.find("tables", f"{name}: {message}", seq)


def parsed(line: str | None) -> Line | None:
    """Return the cells of a line; what is no CSV is one cell of its own."""
    if line is None:
        return None
    try:
        return tuple(next(csv.reader([line], strict=True), []))
    except csv.Error:
        return (line,)


def agree(due: Line, actual: Line) -> bool:
    """Say whether two lines are the same where the log decides."""
    return len(due) == len(actual) and all(cell in (given, FREE) for cell, given in zip(due, actual, strict=True))


def take(waiting: Counter[Line], line: Line) -> bool:
    """Take a line out of those that wait for a match, if it is among them."""
    match = line if line in waiting else None
    if match is None and FREE in line:
        match = next((other for other in waiting if agree(line, other)), None)
    if match is None:
        match = next((other for other in waiting if FREE in other and agree(other, line)), None)
    if match is None:
        return False
    waiting[match] -= 1
    if not waiting[match]:
        del waiting[match]
    return True
