"""Shapes of values: small checks from which the table of verbs is built."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import call
from typing import Any

LARGEST = 2**53 - 1
"""Integers lie within ±LARGEST: what every JSON reader takes exactly (RFC 8785, appendix D)."""

Check = Callable[[Any], bool]
"""Whether a value has a shape."""
Shape = dict[str, Check]
"""The members an object has, all of them and no others."""

REMEMBERED = 65_536


def matching(pattern: str) -> Check:
    """Return a check that a whole text matches; the same few values come again and again.

    A list or an object raises TypeError, which `fits` takes for what it is.
    """
    fullmatch = re.compile(pattern, re.ASCII).fullmatch

    @lru_cache(REMEMBERED)
    def check(value: Any) -> bool:
        return type(value) is str and fullmatch(value) is not None

    return check


def integer(value: Any) -> bool:
    """Say whether this is an integer within ±(2^53-1); true and false are none."""
    return type(value) is int and -LARGEST <= value <= LARGEST


def natural(value: Any) -> bool:
    """Say whether this is an integer from 0."""
    return type(value) is int and 0 <= value <= LARGEST


def positive(value: Any) -> bool:
    """Say whether this is an integer from 1."""
    return type(value) is int and 0 < value <= LARGEST


def boolean(value: Any) -> bool:
    """Say whether this is true or false."""
    return value is True or value is False


def text(value: Any) -> bool:
    """Say whether this is text."""
    return type(value) is str


def one(value: Any) -> bool:
    """Say whether this is the number 1: versions of bytes and rules."""
    return type(value) is int and value == 1


def nullable(check: Check) -> Check:
    """Return a check that also takes null."""
    return lambda value: value is None or check(value)


def list_of(check: Check) -> Check:
    """Return a check of a list, each of whose values passes."""
    return lambda value: type(value) is list and all(map(check, value))


def map_of(name: Check, check: Check) -> Check:
    """Return a check of an object used as a map."""
    return lambda value: type(value) is dict and all(map(name, value)) and all(map(check, value.values()))


def fits(shape: Shape) -> Check:
    """Return a check of an object of exactly these members.

    Canonical objects come with their members in order, so the checks can follow them; others are
    looked up one by one.
    """
    names = tuple(sorted(shape))
    checks = tuple(shape[name] for name in names)

    def check(value: Any) -> bool:
        if type(value) is not dict or len(value) != len(names):
            return False
        try:
            values = value.values() if tuple(value) == names else [value[name] for name in names]
            return all(map(call, checks, values))
        except (KeyError, TypeError):
            return False

    return check


def fault_in(shape: Shape, value: Any) -> str | None:
    """Say what in an object does not have its shape; None when all of it does."""
    if type(value) is not dict:
        return "is no object"
    if value.keys() != shape.keys():
        names = sorted(value.keys() ^ shape.keys())
        return f"lacks or adds {', '.join(map(repr, names))}"
    wrong = [name for name, check in shape.items() if not fits({name: check})({name: value[name]})]
    return f"holds something else than it should in '{wrong[0]}'" if wrong else None


def day(value: Any) -> bool:
    """Say whether this is a day of the calendar, `YYYY-MM-DD`."""
    return type(value) is str and _is_day(value)


def moment(value: Any) -> bool:
    """Say whether this is a time in UTC, `YYYY-MM-DDTHH:MM:SSZ`."""
    return type(value) is str and _TIME(value) is not None and _is_day(value[:10])


_TIME = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII).fullmatch
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII).fullmatch


@lru_cache(REMEMBERED)
def _is_day(value: str) -> bool:
    match = _DAY(value)
    if match is None:
        return False
    year, month, number = map(int, match.groups())
    return year > 0 and number <= _days_in(year, month)


def _days_in(year: int, month: int) -> int:
    if month == 2:  # noqa: PLR2004 - February
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


uuid = matching(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
pseudonym = matching(r"[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
code = matching(r"[!-~\u00a1-\uffff](?:[ -~\u00a1-\uffff]{0,78}[!-~\u00a1-\uffff])?")
token = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""A code of a list, where an entry is about a person: too plain for words about them (H9)."""
currency = matching(r"[A-Z]{3,4}")
account = matching(r"[0-9]{4}")
hex_32 = matching(r"[0-9a-f]{32}")
hex_64 = matching(r"[0-9a-f]{64}")
decimal = matching(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?")
age_recipient = matching(r"age1[0-9a-z]{58}")
ssh_key = matching(r"ssh-ed25519 [A-Za-z0-9+/]+={0,2}")


def actor(value: Any) -> bool:
    """Say whether this is a person's id, or the installation itself."""
    return value == "system" or uuid(value)


def subjects(value: Any) -> bool:
    """Say whether this is a sorted list, without repeats, of ids and pseudonyms."""
    return (
        type(value) is list
        and all(uuid(one) or pseudonym(one) for one in value)
        and (len(value) < 2 or value == sorted(set(value)))  # noqa: PLR2004 - one is in order
    )
