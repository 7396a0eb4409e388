"""Instalment schedules: n equal parts that sum exactly, due dates that clamp at the ends of months."""

from __future__ import annotations

import calendar
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.money import split

MOST = 60
"""The most instalments that an award can have: five years of months."""


class Rhythm(enum.StrEnum):
    """How the due dates follow each other."""

    ONCE = "once"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


STEP = {Rhythm.ONCE: 0, Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned payment: number from 1, the day it falls due, minor units of the award's currency."""

    number: int
    due: date
    minor: int


def schedule(minor: int, first: date, count: int, rhythm: Rhythm) -> tuple[Planned, ...]:
    """Plan `count` instalments of `minor` in all from `first` on. Raises Refusal for a plan that cannot be."""
    if rhythm is Rhythm.ONCE and count != 1:
        raise Refusal(N_("A single payment has one instalment. Choose monthly or quarterly for more."), field="count")
    if not 1 <= count <= MOST:
        raise Refusal(N_("Write a number of instalments from 1 to %(most)s."), field="count", most=MOST)
    if minor < count:
        raise Refusal(N_("The amount is too small for so many instalments."), field="count")
    parts = split(minor, [1] * count)
    return tuple(
        Planned(number, months_later(first, STEP[rhythm] * (number - 1)), part)
        for number, part in enumerate(parts, start=1)
    )


def given(parts: Sequence[tuple[date, int]]) -> tuple[Planned, ...]:
    """Plan instalments of given dates and amounts. Raises Refusal: none, not in order, not above nothing."""
    if not 1 <= len(parts) <= MOST:
        raise Refusal(N_("Write a number of instalments from 1 to %(most)s."), field="count", most=MOST)
    if any(minor <= 0 for _, minor in parts):
        raise Refusal(N_("Every instalment has an amount above nothing."), field="schedule")
    days = [day for day, _ in parts]
    if days != sorted(days):
        raise Refusal(N_("Write the instalments in the order of their dates."), field="schedule")
    return tuple(Planned(number, day, minor) for number, (day, minor) in enumerate(parts, start=1))


def written(parts: Sequence[Planned]) -> list[dict[str, Any]]:
    """Return a plan as a proposal's bytes hold it."""
    return [{"number": part.number, "due": day_text(part.due), "minor": part.minor} for part in parts]


def read(said: Sequence[dict[str, Any]]) -> tuple[Planned, ...]:
    """Return the plan that a proposal's bytes hold."""
    return tuple(Planned(part["number"], date.fromisoformat(part["due"]), part["minor"]) for part in said)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months on, or that month's last day: 31 January + 1 = 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
