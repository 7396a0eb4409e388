"""A budget beside what was spent: line by line, what stands in no line on one of its own, and the whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.funds.rules.budget import Budgeted
from ledger.money import convert


@dataclass(frozen=True, slots=True)
class Actual:
    """What was spent on an item in the days of a report and since the fund began, also in base by the books."""

    item: str
    minor: int
    cumulative: int
    base: int
    cumulative_base: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of a budget beside what was spent; amounts in the fund's currency, `base` as the books have it.

    `code` is empty on the line of what is unbudgeted, and on the total.
    """

    code: str
    items: tuple[str, ...]
    approved: int
    actual: int
    cumulative: int
    base: int
    cumulative_base: int

    @property
    def variance(self) -> int:
        """What of the approved amount is left since the fund began; below nothing where more was spent."""
        return self.approved - self.cumulative

    @property
    def thousandths(self) -> int | None:
        """The same in thousandths of the approved amount; None where nothing was approved."""
        return convert(self.variance, 1000, self.approved) if self.approved else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines, what is unbudgeted, and the whole."""

    lines: Sequence[Compared]
    unbudgeted: Compared
    total: Compared

    @property
    def rows(self) -> list[Compared]:
        """The lines with what is unbudgeted, whose sum the total is."""
        return [*self.lines, self.unbudgeted]


def compare(budget: Sequence[Budgeted], actuals: Iterable[Actual]) -> Comparison:
    """Lay what was spent beside a budget; each item counts once, in its line or as unbudgeted."""
    spent: dict[str, list[Actual]] = {}
    for one in actuals:
        spent.setdefault(one.item, []).append(one)
    lines = []
    for line in budget:
        inside = [one for item in line.items for one in spent.pop(item, ())]
        lines.append(_row(line.code, line.items, line.minor, inside))
    rest = sorted(item for item, found in spent.items() if any(one.minor or one.cumulative for one in found))
    unbudgeted = _row("", tuple(rest), 0, [one for found in spent.values() for one in found])
    return Comparison(lines, unbudgeted, _sum([*lines, unbudgeted]))


def _row(code: str, items: tuple[str, ...], approved: int, inside: Sequence[Actual]) -> Compared:
    return Compared(
        code,
        items,
        approved,
        sum(one.minor for one in inside),
        sum(one.cumulative for one in inside),
        sum(one.base for one in inside),
        sum(one.cumulative_base for one in inside),
    )


def _sum(rows: Sequence[Compared]) -> Compared:
    return Compared(
        "",
        (),
        sum(one.approved for one in rows),
        sum(one.actual for one in rows),
        sum(one.cumulative for one in rows),
        sum(one.base for one in rows),
        sum(one.cumulative_base for one in rows),
    )
