"""Reading who is here: people with their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.signin.models import Person, PersonKey, RoleGrant


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One role of one person, with the fingerprint of their key."""

    name: str
    code: str
    role: Role
    since: date
    until: date
    fingerprint: str


def staff(session: Session) -> list[StaffLine]:
    """Return every role that is held or was, by name."""
    query = (
        select(Person, RoleGrant, PersonKey.fingerprint)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(PersonKey, (PersonKey.person_id == Person.id) & PersonKey.until.is_(None))
        .order_by(Person.name, RoleGrant.role)
    )
    return [
        StaffLine(person.name, person.code, grant.role, grant.since, grant.until, fingerprint)
        for person, grant, fingerprint in session.execute(query)
    ]
