"""Whether a statement is the next one after another, by the ways in which banks number them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """A statement's number at its bank (0: none), its page from 1, and its last day."""

    number: int
    page: int
    last: date


def follows(one: Place, before: Place) -> bool:
    """Whether nothing lies between two statements whose balances continue, as far as their numbers tell.

    Banks count on, by the year or for ever, with the year before the number or without it, and by pages. Some write
    the day instead of a number, some always one, and some nothing: these numbers cannot show a gap.
    """
    if not one.number or not before.number:
        return True
    if one.number == before.number:
        same = (one.number, one.page, before.page) == (1, 1, 1)
        return one.page == before.page + 1 or (same and one.last > before.last)
    if one.page > 1:
        return False
    return one.number == before.number + 1 or _begins_anew(one, before) or _are_days(one, before)


def _begins_anew(one: Place, before: Place) -> bool:
    """Whether it is the first one of a year, `1`, or `26001` after `25250`."""
    if one.last.year <= before.last.year:
        return False
    return one.number == 1 or any(
        one.number == new + 1 and 0 < before.number - old < digits
        for (new, digits), (old, _digits) in zip(_years(one.last), _years(before.last), strict=True)
    )


def _years(day: date) -> Iterator[tuple[int, int]]:
    for digits in (10**count for count in range(2, 6)):
        yield day.year * digits, digits
        yield day.year % 100 * digits, digits


def _are_days(one: Place, before: Place) -> bool:
    """Whether both numbers are their last days, written in the same way."""
    ways = zip(_written(one.last), _written(before.last), strict=True)
    return one.last > before.last and (one.number, before.number) in ways


def _written(day: date) -> tuple[int, ...]:
    """A day as banks make a number of it: of the year, with the year or a counter, or as in the calendar."""
    of_year, short = day.timetuple().tm_yday, day.year % 100
    month = day.month * 100 + day.day
    days = (
        of_year,
        short * 1_000 + of_year,
        day.year * 1_000 + of_year,
        month,
        short * 10_000 + month,
        day.year * 10_000 + month,
    )
    return (*days, *(one * 100 + 1 for one in days))
