"""Reading people, what they may do today, their accounts and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.actor import Actor
from ledger.errors import NotFound
from ledger.keys.passphrase import ArgonProfile
from ledger.log.roles import roles_on
from ledger.log.standing import is_suspended
from ledger.signin.models import Account, Person, RecoveryCode, SignInSession
from ledger.signin.rules import IDLE, LONGEST, written_name


def actor_for(session: Session, person: UUID, on: date) -> Actor:
    """Return the person as an actor, with the roles that the log grants them on a day (both ends included).

    Whoever suspended their own access acts in none until the day they chose is over.
    """
    suspended = is_suspended(session, person, on)
    return Actor(person, frozenset() if suspended else roles_on(session, person, on))


def account_named(session: Session, sign_in_name: str) -> Account | None:
    """Return the account with this sign-in name, or None."""
    return session.scalar(select(Account).where(Account.sign_in_name == written_name(sign_in_name)))


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
