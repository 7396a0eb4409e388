"""The roles that people hold, as the log has them: what was granted and not ended, from a day to a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.actor import Actor, Grant, Role, shortened
from ledger.errors import Suspended
from ledger.log.standing import Said, is_suspended, said_about, said_with

_VERBS = ("role.granted", "role.ended")


def grants_of(session: Session, person: UUID) -> list[Grant]:
    """Return the roles that somebody holds, held or will hold, by role and day."""
    return _granted(said_about(session, person, *_VERBS))


def roles_on(session: Session, person: UUID, on: date) -> frozenset[Role]:
    """Return the roles that somebody holds on a day."""
    return frozenset(grant.role for grant in grants_of(session, person) if grant.holds(on))


def all_grants(session: Session) -> dict[UUID, list[Grant]]:
    """Return everybody's roles, held now or not."""
    said: dict[UUID, list[Said]] = defaultdict(list)
    for entry in said_with(session, *_VERBS):
        said[UUID(entry.data["person"])].append(entry)
    return {person: _granted(entries) for person, entries in said.items()}


def as_logged(session: Session, actor: Actor, on: date) -> Actor:
    """Return whoever acts with those of their roles that the log grants them on a day.

    What a request found when it began may have ended since. Raises Suspended where they suspended their own access.
    """
    if actor.person is None:
        return actor
    if is_suspended(session, actor.person, on):
        raise Suspended
    return Actor(actor.person, actor.roles & roles_on(session, actor.person, on))


def _granted(said: Iterable[Said]) -> list[Grant]:
    grants: list[Grant] = []
    for entry in said:
        role, until = Role(entry.data["role"]), date.fromisoformat(entry.data["until"])
        if entry.verb == "role.granted":
            grants.append(Grant(role, date.fromisoformat(entry.data["from"]), until))
        else:
            grants = shortened(grants, role, until)
    return sorted(grants, key=lambda grant: (grant.role, grant.since))
