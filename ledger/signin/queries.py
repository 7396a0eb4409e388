"""Reading people, their roles, keys and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Actor, Role
from ledger.errors import NotFound
from ledger.signin.models import Account, Person, PersonKey, RoleGrant, SignInSession


def actor_for(session: Session, person: UUID, on: date) -> Actor:
    """Return the person as an actor, with the roles that hold on a day (both ends included)."""
    query = select(RoleGrant.role).where(
        RoleGrant.person_id == person, RoleGrant.since <= on, RoleGrant.until >= on
    )
    return Actor(person, frozenset(session.scalars(query)))


def account_named(session: Session, sign_in_name: str) -> Account | None:
    """Return the account with this sign-in name, or None."""
    return session.scalar(select(Account).where(Account.sign_in_name == sign_in_name.strip().casefold()))


def person_named(session: Session, sign_in_name: str) -> Person:
    """Return the person with this sign-in name. Raises NotFound."""
    account = account_named(session, sign_in_name)
    if account is None:
        raise NotFound
    return session.get_one(Person, account.person_id)


def everyone(session: Session) -> list[Person]:
    """Return all people by name."""
    return list(session.scalars(select(Person).order_by(Person.name)))


def names_of(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """Return the call names of some people."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(people))))
    return {row.id: row.name for row in rows}


def grants_of(session: Session, person: UUID) -> list[RoleGrant]:
    """Return a person's roles with their days."""
    return list(
        session.scalars(select(RoleGrant).where(RoleGrant.person_id == person).order_by(RoleGrant.role))
    )


def key_of(session: Session, person: UUID) -> PersonKey:
    """Return the keys that a person holds now. Raises NotFound."""
    found = session.scalar(select(PersonKey).where(PersonKey.person_id == person, PersonKey.until.is_(None)))
    if found is None:
        raise NotFound
    return found


def sessions_of(session: Session, person: UUID, boot: str) -> list[SignInSession]:
    """Return a person's sessions under the present start, newest first."""
    query = select(SignInSession).where(SignInSession.person_id == person, SignInSession.boot == boot)
    return list(session.scalars(query.order_by(SignInSession.started.desc())))


def holders(session: Session, role: Role, on: date) -> list[UUID]:
    """Return everyone who holds a role on a day."""
    query = select(RoleGrant.person_id).where(
        RoleGrant.role == role, RoleGrant.since <= on, RoleGrant.until >= on
    )
    return list(session.scalars(query))
