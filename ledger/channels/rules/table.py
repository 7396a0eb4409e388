"""What a channel lets through, and how sure an arrival has to be: the rules that others sign. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ledger.banking.limits import Bound, Limit
from ledger.errors import N_, Refusal
from ledger.money import known_currencies, minor_units, plain_amount

CHANNELS = ("bank", "mobile_money", "cash", "voucher", "digital")
KINDS = ("emergency_grant", "stipend", "family_support", "micro_loan")
_LIMIT, _GRADE = "limit", "grade"
_PARTS = {_LIMIT: range(4, 4 + len(Bound)), _GRADE: range(4, 5)}
"""How many cells a line has; the bounds that stand at the end of a limit may be left out."""
MOST_GRADE = 5


@dataclass(frozen=True, slots=True)
class Grade:
    """From so many minor units of the base currency on, payments of a kind of award need a grade of evidence."""

    kind: str
    from_minor: int
    grade: int


@dataclass(frozen=True, slots=True)
class Table:
    """Limits of channels by currency, and grades by kind of award and amount."""

    limits: tuple[Limit, ...] = ()
    grades: tuple[Grade, ...] = ()

    def limit_of(self, channel: str, currency: str) -> Limit:
        """Return the limit of a channel in a currency; one without bounds where nothing is said."""
        found = (one for one in self.limits if (one.channel, one.currency) == (channel, currency))
        return next(found, Limit(channel, currency))

    def needed(self, kind: str, base_minor: int) -> int:
        """Return the grade that a payment of a kind of award needs; 0 where nothing is said."""
        met = [one for one in self.grades if one.kind == kind and one.from_minor <= base_minor]
        return max(met, key=lambda one: one.from_minor).grade if met else 0


def table_in(written: str, base: str) -> Table:
    """Read rules as finance types them, one a line. Raises Refusal that names the line.

    `limit | channel | currency | in one payment | in one day | in one month | to one payee in one day | in one month`
    (a hyphen, or nothing at the end: no bound), `grade | kind | from | grade`.
    """
    limits: list[Limit] = []
    grades: list[Grade] = []
    for number, line in enumerate(written.splitlines(), 1):
        parts = [part.strip() for part in line.split("|")]
        if not any(parts):
            continue
        if len(parts) not in _PARTS.get(parts[0], ()):
            raise _wrong(number)
        if parts[0] == _LIMIT:
            limits.append(_limit(number, parts))
        else:
            grades.append(_grade(number, parts, base))
    _refuse_twice([(one.channel, one.currency) for one in limits])
    _refuse_twice([(one.kind, one.from_minor) for one in grades])
    return Table(tuple(limits), tuple(grades))


def _limit(number: int, parts: list[str]) -> Limit:
    _word, channel, currency, *bounds = parts
    if channel not in CHANNELS or currency not in known_currencies():
        raise _wrong(number)
    return Limit(channel, currency, *(_bound(number, one, currency) for one in bounds))


def _grade(number: int, parts: list[str], base: str) -> Grade:
    _word, kind, least, grade = parts
    if kind not in KINDS or grade not in set("012345"):
        raise _wrong(number)
    return Grade(kind, _amount(number, least, base), int(grade))


def _bound(number: int, text: str, currency: str) -> int | None:
    if text == "-":
        return None
    found = _amount(number, text, currency)
    if not found:
        raise _wrong(number)
    return found


def _amount(number: int, text: str, currency: str) -> int:
    try:
        return minor_units(text, currency) if text.strip("0.") else 0
    except Refusal:
        raise _wrong(number) from None


def _wrong(number: int) -> Refusal:
    return Refusal(
        N_("Line %(number)s is neither a limit nor a grade as they are written above."),
        field="rules",
        number=number,
    )


def _refuse_twice(keys: list[tuple[str, Any]]) -> None:
    if len(set(keys)) < len(keys):
        raise Refusal(N_("Two lines say something about the same."), field="rules")


def lines_of(table: Table, base: str) -> str:
    """Write rules down as finance types them."""
    limits = (" | ".join(("limit", one.channel, one.currency, *_bounds(one))) for one in table.limits)
    grades = (f"grade | {one.kind} | {plain_amount(one.from_minor, base)} | {one.grade}" for one in table.grades)
    return "\n".join([*limits, *grades])


def _bounds(limit: Limit) -> list[str]:
    return [plain_amount(limit.bounds[one], limit.currency) if one in limit.bounds else "-" for one in Bound]


def said(table: Table) -> dict[str, list[dict[str, Any]]]:
    """Return rules as they are signed and logged."""
    return {
        "limits": [
            {
                "channel": one.channel,
                "currency": one.currency,
                **{f"{bound}_minor": one.bounds.get(bound) for bound in Bound},
            }
            for one in table.limits
        ],
        "grades": [{"kind": one.kind, "from_minor": one.from_minor, "grade": one.grade} for one in table.grades],
    }


def read(limits: Iterable[dict[str, Any]], grades: Iterable[dict[str, Any]]) -> Table:
    """Return the rules that were signed."""
    return Table(
        tuple(Limit(one["channel"], one["currency"], *(one[f"{bound}_minor"] for bound in Bound)) for one in limits),
        tuple(Grade(one["kind"], one["from_minor"], one["grade"]) for one in grades),
    )
