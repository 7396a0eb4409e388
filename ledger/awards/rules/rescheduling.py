"""A changed schedule: what is still promised of an award falls due on other days, in other parts, never in all more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.awards.rules.schedule import Planned
from ledger.clock import day_text
from ledger.errors import N_, Refusal


def renumbered(plan: Sequence[Planned], last: int) -> tuple[Planned, ...]:
    """Number a plan on from the last instalment that an award ever had: a number is never used twice."""
    return tuple(Planned(last + place, part.due, part.minor) for place, part in enumerate(plan, start=1))


def refuse_new_plan(plan: Sequence[Planned], promised: int, today: date, closes: date) -> None:
    """Refuse a plan that is not exactly of what is still promised, begins in the past or outlasts the fund."""
    if not promised:
        raise Refusal(N_("Nothing of this award is still promised. What is owed already keeps its day."))
    if sum(part.minor for part in plan) != promised:
        raise Refusal(
            N_("The instalments do not sum to what is still promised. Cancel the rest to give less."), field="schedule"
        )
    days = [part.due for part in plan]
    if days != sorted(days) or days[0] < today:
        raise Refusal(N_("A changed schedule begins today or later, in the order of its days."), field="first")
    if days[-1] > closes:
        raise Refusal(
            N_("The last instalment falls due after the fund closes on %(day)s."), field="first", day=day_text(closes)
        )
