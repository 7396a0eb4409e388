"""Reading people, their roles, keys and sessions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from ledger.actor import Actor, Role
from ledger.clock import day_text
from ledger.errors import NotFound
from ledger.keys import sshsig
from ledger.keys.passphrase import ArgonProfile
from ledger.log.models import LogEntry, LogSubject
from ledger.signin.models import Account, Person, PersonKey, RecoveryCode, RoleGrant, SignInSession
from ledger.signin.rules import IDLE, LONGEST


def actor_for(session: Session, person: UUID, on: date) -> Actor:
    """Return the person as an actor, with the roles that hold on a day (both ends included).

    A role counts only where the log has granted it just so: a row can be added by whoever writes to the database.
    """
    query = select(RoleGrant).where(RoleGrant.person_id == person, RoleGrant.since <= on, RoleGrant.until >= on)
    logged = _granted_by_the_log(session, person)
    held = [grant.role for grant in session.scalars(query) if _written(grant) in logged]
    return Actor(person, frozenset(held))


def _written(grant: RoleGrant) -> tuple[str, str, str]:
    return grant.role.value, day_text(grant.since), day_text(grant.until)


def _granted_by_the_log(session: Session, person: UUID) -> set[tuple[str, str, str]]:
    grants = [json.loads(content)["data"] for content in session.scalars(_said_of(person, "role.granted"))]
    return {(data["role"], data["from"], data["until"]) for data in grants}


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
    return list(session.scalars(select(RoleGrant).where(RoleGrant.person_id == person).order_by(RoleGrant.role)))


def key_of(session: Session, person: UUID) -> PersonKey:
    """Return the keys that a person holds now. Raises NotFound."""
    found = session.scalar(select(PersonKey).where(PersonKey.person_id == person, PersonKey.until.is_(None)))
    if found is None:
        raise NotFound
    return found


def signing_key_of(session: Session, person: UUID, at: datetime) -> PersonKey:
    """Return the keys that a person held at a moment: what they signed then is checked with these. Raises NotFound."""
    found = session.scalar(
        select(PersonKey).where(
            PersonKey.person_id == person,
            PersonKey.since <= at,
            or_(PersonKey.until.is_(None), PersonKey.until > at),
        )
    )
    if found is None:
        raise NotFound
    return found


def sessions_of(session: Session, person: UUID, boot: str, now: datetime) -> list[SignInSession]:
    """Return a person's live sessions under the present start, newest first."""
    query = select(SignInSession).where(
        SignInSession.person_id == person,
        SignInSession.boot == boot,
        SignInSession.started > now - LONGEST,
        SignInSession.seen > now - IDLE,
    )
    return list(session.scalars(query.order_by(SignInSession.started.desc())))


def recovery_codes_left(session: Session, person: UUID) -> int:
    """Count the recovery codes that a person has not used."""
    query = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person)
    return session.scalar(query) or 0


def profiles(session: Session) -> list[ArgonProfile]:
    """Return how hard each account's passphrase is stretched, in an order that says nothing about people."""
    query = select(Account.memory_kib, Account.iterations, Account.lanes).order_by(Account.salt)
    return [ArgonProfile(*row) for row in session.execute(query)]


def holders(session: Session, role: Role, on: date) -> list[UUID]:
    """Return everyone who holds a role on a day."""
    query = select(RoleGrant.person_id).where(RoleGrant.role == role, RoleGrant.since <= on, RoleGrant.until >= on)
    return list(session.scalars(query))


def registered_fingerprint(session: Session, person: UUID) -> str | None:
    """Return the fingerprint of the signing key that the log, not a table, has registered for a person.

    A row of keys can be swapped by whoever writes to the database; an entry of the log cannot.
    """
    newest = _said_of(person, "person.registered").order_by(LogEntry.seq.desc()).limit(1)
    content = session.scalar(newest)
    return sshsig.fingerprint_of_line(json.loads(content)["data"]["signing_key"]) if content else None


def _said_of(person: UUID, verb: str) -> Select[bytes]:
    # By the verb first: there are few grants, while a busy approver is the subject of many decisions.
    about = exists().where(LogSubject.subject == str(person), LogSubject.seq == LogEntry.seq)
    return select(LogEntry.bytes).where(LogEntry.verb == verb, about)
