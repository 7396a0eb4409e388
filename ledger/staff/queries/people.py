"""Reading who is here: people with their roles and keys, as the log has them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Grant
from ledger.errors import NotFound
from ledger.log.roles import all_grants
from ledger.log.standing import suspended_until
from ledger.signin.models import Person
from ledger.signin.queries import everyone
from ledger.signin.registry import registered_fingerprint


class Presence(enum.StrEnum):
    """Whether somebody acts today."""

    HERE = "here"
    AWAY = "away"
    LATER = "later"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the staff."""

    id: UUID
    name: str
    code: str
    grants: list[Grant]
    fingerprint: str
    presence: Presence
    away_until: date | None


def staff(session: Session, today: date) -> list[PersonLine]:
    """Return everybody by name, with every role that they hold, held or will hold."""
    granted = all_grants(session)
    return [_line(session, person, granted.get(person.id, []), today) for person in everyone(session)]


def person_by_code(session: Session, code: str) -> Person:
    """Return the person with this code. Raises NotFound."""
    found = session.scalar(select(Person).where(Person.code == code))
    if found is None:
        raise NotFound
    return found


def _line(session: Session, person: Person, grants: list[Grant], today: date) -> PersonLine:
    until = suspended_until(session, person.id)
    away = until if until is not None and today <= until else None
    return PersonLine(
        person.id,
        person.name,
        person.code,
        grants,
        registered_fingerprint(session, person.id) or "",
        _presence(grants, today, away=away is not None),
        away,
    )


def _presence(grants: list[Grant], today: date, *, away: bool) -> Presence:
    if any(grant.holds(today) for grant in grants):
        return Presence.AWAY if away else Presence.HERE
    return Presence.LATER if any(grant.since > today and grant.until >= today for grant in grants) else Presence.GONE
