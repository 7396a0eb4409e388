"""Roles that are granted and ended: from which day to which, and which may stand together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledger.actor import Grant, Role, may_stand_together, shortened
from ledger.clock import day_text
from ledger.errors import N_, Refusal


@dataclass(frozen=True, slots=True)
class End:
    """A role that ends with a day: with yesterday, it is over at once."""

    role: Role
    until: date

    @property
    def first_day_without(self) -> date:
        """The first day on which it does not hold any more."""
        return self.until + timedelta(days=1)


def after(before: Iterable[Grant], granted: Iterable[Grant], ended: Iterable[End]) -> list[Grant]:
    """Return somebody's roles after some were ended, and others granted behind that."""
    grants = list(before)
    for end in ended:
        grants = shortened(grants, end.role, end.until)
    return [*grants, *granted]


def refuse_granted(granted: Iterable[Grant], today: date) -> None:
    """Refuse roles that end before they begin, or are over."""
    for grant in granted:
        if grant.until < grant.since:
            raise Refusal(N_("The last day is before the first one."), field="until")
        if grant.until < today:
            raise Refusal(N_("The last day of a role is over already."), field="until")


def refuse_begun(granted: Iterable[Grant], today: date) -> None:
    """Refuse to propose roles from a day that is over: nobody held them on that day."""
    if any(grant.since < today for grant in granted):
        raise Refusal(N_("The first day is over already. Choose today, or a later day."), field="since")


def refuse_ended(before: Sequence[Grant], ended: Iterable[End], today: date) -> None:
    """Refuse to end what is not held that long, or with a day before yesterday."""
    for end in ended:
        if end.until < today - timedelta(days=1):
            raise Refusal(
                N_("A role cannot be ended with a day before yesterday. A steward has to propose it again."),
                field="last",
            )
        if not any(grant.role is end.role and grant.until > end.until for grant in before):
            raise Refusal(N_("This person does not hold that role beyond that day."), field="ended")


def refuse_clash(grants: Sequence[Grant]) -> None:
    """Refuse roles that may not stand together on any day: auditor and donor stand alone."""
    lasting = [grant for grant in grants if grant.since <= grant.until]
    for one in lasting:
        same_day = {other.role for other in lasting if one.since <= other.until and other.since <= one.until}
        # Two that overlap with a third need not overlap with each other: each pair is looked at by itself.
        if any(not may_stand_together(frozenset({one.role, other})) for other in same_day):
            raise Refusal(N_("Auditor and donor stand alone, without any other role on the same day."), field="granted")


def written(grants: Iterable[Grant]) -> list[dict[str, str]]:
    """Return grants as a proposal says them."""
    return [
        {"role": grant.role.value, "from": day_text(grant.since), "until": day_text(grant.until)} for grant in grants
    ]


def read(said: Iterable[dict[str, Any]]) -> list[Grant]:
    """Return the grants that a proposal says."""
    return [Grant(Role(one["role"]), _day(one["from"]), _day(one["until"])) for one in said]


def written_ends(ended: Iterable[End]) -> list[dict[str, str]]:
    """Return ends as a proposal says them."""
    return [{"role": end.role.value, "until": day_text(end.until)} for end in ended]


def read_ends(said: Iterable[dict[str, Any]]) -> list[End]:
    """Return the ends that a proposal says."""
    return [End(Role(one["role"]), _day(one["until"])) for one in said]


def _day(text: str) -> date:
    return date.fromisoformat(text)
