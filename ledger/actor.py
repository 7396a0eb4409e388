"""Who acts: a person with the roles they hold today, or the installation itself."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from ledger.errors import NotFound


class Role(enum.StrEnum):
    """What a person may do (DESIGN, Roles)."""

    OFFICER = "officer"
    APPROVER = "approver"
    FINANCE = "finance"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    DONOR = "donor"
    STEWARD = "steward"


STANDS_ALONE = frozenset({Role.AUDITOR, Role.DONOR})


@dataclass(frozen=True, slots=True)
class Grant:
    """A role from a day to a day, both included; `until` before `since` is one that was ended before it began."""

    role: Role
    since: date
    until: date

    def holds(self, on: date) -> bool:
        """Whether the role holds on a day."""
        return self.since <= on <= self.until


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an act. `person` is None for the installation itself (`system` on the log)."""

    person: UUID | None
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        """How the log names the actor: an id, never a name."""
        return str(self.person) if self.person else "system"

    @property
    def id(self) -> UUID:
        """The person's id, where only a person can act."""
        if self.person is None:
            raise NotFound
        return self.person

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of these roles today."""
        return not self.roles.isdisjoint(roles)

    def require(self, *roles: Role) -> None:
        """Refuse, as if the thing were not there, unless one of these roles is held (H11)."""
        if not self.has(*roles):
            raise NotFound


SYSTEM = Actor(None)


def may_stand_together(roles: frozenset[Role]) -> bool:
    """Whether one person may hold these roles at once: auditor and donor stand alone."""
    return len(roles) <= 1 or not roles & STANDS_ALONE


def shortened(grants: Iterable[Grant], role: Role, until: date) -> list[Grant]:
    """Return grants after a role was ended: those of this role that would last longer end with that day."""
    return [replace(one, until=min(one.until, until)) if one.role is role else one for one in grants]
