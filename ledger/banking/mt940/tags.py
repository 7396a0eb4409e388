"""The one way to the library that knows MT940's fields; what it would write to a server log is silenced here."""

from __future__ import annotations

import logging
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

import mt940
from mt940.processors import transaction_details_post_processor

# It logs the text of fields, names and all, when one of them does not fit (H9).
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)

_CAME = {"C", "RD"}
_RETURNED = {"RC", "RD"}
_BALANCE = re.compile(r"(?P<mark>[CD])(?P<day>[0-9]{6})(?P<currency>[A-Z]{3})(?P<amount>[0-9]+(,[0-9]*)?|,[0-9]+)")
_MARK = re.compile(r"[0-9]{3}([<>~^|+])(?=[0-9]{2})")
"""What some banks write before the number of a subfield in the place of a question mark."""
_SUBFIELD = re.compile(r"\?[0-9]{2}")
_UNTYPED = re.compile(r"[0-9]{6}(?:[0-9]{4}|\s{4})?R?[CD][A-Z]?[0-9]+,?[0-9]*")
"""A movement as far as its amount."""
_SPACED = re.compile(rf"^({_UNTYPED.pattern}) (?=[A-Z][A-Z0-9]{{3}})")
_SHORT = re.compile(rf"\A({_UNTYPED.pattern})[A-Z][A-Z0-9]{{1,2}}(?=\n|\Z)")
_TYPE = 4


class DoesNotFit(Exception):  # noqa: N818 - what is said of the field
    """A field that is not written as MT940 has it. It carries no text of the field."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What `:61:` says: the days of value and of booking, the amount as written, whether money came, a type."""

    valued: date
    booked: date | None
    amount: str
    came: bool
    reversal: bool
    kind: str
    bank_reference: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What `:60F:` or `:62F:` says."""

    day: date
    currency: str
    amount: str
    positive: bool
    between: bool
    """It is one between two pages of a statement."""


def movement(value: str) -> Movement:
    """Read `:61:`. Raises DoesNotFit."""
    first, *more = value.split("\n")
    said = _read(_mended("\n".join([first, *more[:1]])))
    texts = (said.get("customer_reference"), said.get("extra_details"), *more[1:])
    if not said.get("id") and not _UNTYPED.fullmatch(first):
        # The library takes an amount as far as it is one: 250.50 would be 250, and the rest a text.
        raise DoesNotFit
    valued = _plain_day(said["date"])
    entered = said.get("entry_date")
    return Movement(
        valued,
        _nearest(entered, valued) if isinstance(entered, date) else None,
        _decimal(said["written"]),
        said["status"] in _CAME,
        said["status"] in _RETURNED,
        (said.get("id") or "").strip(),
        said.get("bank_reference") or "",
        tuple(text for text in texts if text),
    )


def balance(tag: str, value: str) -> Balance:
    """Read an opening or a closing balance, `60F` or `62F`, or one between two pages. Raises DoesNotFit."""
    said = _BALANCE.fullmatch(value)
    if not said:
        raise DoesNotFit
    year, month, day = (int(said["day"][at : at + 2]) for at in (0, 2, 4))
    try:
        on = date(2000 + year, month, day)
    except ValueError:
        raise DoesNotFit from None
    return Balance(on, said["currency"], _decimal(said["amount"]), said["mark"] == "C", tag.endswith("M"))


def details(value: str) -> tuple[str, list[str]]:
    """Return the business code of a structured `:86:` (or nothing), and its texts, the likeliest for a code first."""
    mark = _MARK.match(value)
    plain = re.sub(rf"{re.escape(mark[1])}(?=[0-9]{{2}})", "?", value) if mark else value
    lines = plain.splitlines()
    nothing: Any = None
    said = transaction_details_post_processor(
        mt940.models.Transactions(options=_OPTIONS),
        nothing,
        {"transaction_details": plain},
        {"transaction_details": ""},
    )
    first = [said.get(name) for name in ("end_to_end_reference", "customer_reference", "purpose")]
    # Banks break a line wherever it is full, within a number as well as between two; and so they do with a subfield.
    whole = "".join(lines)
    texts = dict.fromkeys([*first, whole, "\n".join(lines), _SUBFIELD.sub("\n", whole)])
    return said.get("transaction_code") or "", [text for text in texts if text]


def numbered_lines(value: str) -> list[str]:
    """Return the texts of `:NS:`, in which some banks write lines with two digits before each instead of `:86:`."""
    lines = [line[2:] for line in value.splitlines()]
    return ["".join(lines), "\n".join(lines)]


_OPTIONS = mt940.options.Options.all()


def _read(value: str) -> dict[str, Any]:
    reader = mt940.tags.TAG_BY_ID[61]
    collection = mt940.models.Transactions(options=_OPTIONS)
    try:
        parsed: dict[str, Any] = dict(reader.parse(collection, value))
        kept = {"written": parsed["amount"], "status": (parsed["status"] or "").upper()}
        return {**reader(collection, dict(parsed)), **kept}
    except (RuntimeError, ValueError, ArithmeticError, TypeError):
        raise DoesNotFit from None


def _decimal(written: str) -> str:
    whole, mark, part = written.partition(",")
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{part}" if mark and part else whole


def _mended(value: str) -> str:
    """Return `:61:` as the library takes it.

    Some banks leave a space before the type, or end a line with one that is shorter. Some reckon with months of thirty
    days: what they value on the last days of a February that has fewer is of its last day.
    """
    plain = _SHORT.sub(lambda found: found[0].ljust(len(found[1]) + _TYPE), _SPACED.sub(r"\1", value))
    year, month, day = plain[:2], plain[2:4], plain[4:6]
    if month != "02" or day not in {"29", "30"} or not year.isdecimal():
        return plain
    return f"{year}02{min(int(day), monthrange(2000 + int(year), 2)[1])}{plain[6:]}"


def _nearest(entered: date, valued: date) -> date:
    """Return the day of booking, which has no year of its own, in the year that brings it nearest to that of value."""
    years = (valued.year - 1, valued.year, valued.year + 1)
    days = (_in_year(entered, year) for year in years)
    return min((day for day in days if day), key=lambda day: abs(day - valued))


def _in_year(day: date, year: int) -> date | None:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return None


def _plain_day(day: date) -> date:
    return date(day.year, day.month, day.day)
