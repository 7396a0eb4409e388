"""Who holds which lock, and whether somebody may use it today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Actor
from ledger.keys.sealing import SealingKey
from ledger.keys.trouble import WrongKey
from ledger.log.standing import said_about
from ledger.signin.models import Person
from ledger.vault.models import Lock, LockMember, Membership
from ledger.vault.queries.trust import trusted_lock
from ledger.vault.rules.compartments import LOCKS, ROLES, Compartment
from ledger.vault.rules.contexts import member_info
from ledger.vault.trouble import NoCopy, Tampered
from ledger.work import Work


class Opener(Protocol):
    """A person whose reading key is unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        ...

    def open(self, sealed: bytes, info: str) -> bytes:
        """Open what was sealed to their reading key for one purpose. Raises WrongKey."""
        ...


_GIVEN = ("lock.set", "lock.renewed", "lock.joined", "lock.regranted", "lock.recovered")
"""What the log says when somebody is given a lock's key."""


@dataclass(frozen=True, slots=True)
class HeldLock:
    """A lock with its private key, in memory for one request."""

    name: str
    epoch: int
    key: SealingKey


def hold(work: Work, opener: Opener, name: str) -> HeldLock:
    """Open a copy of a lock for whoever acts. Raises NoCopy, or Tampered where the copy is not of this lock.

    Their role is asked for as well: a copy that outlived it opens nothing here.
    """
    lock = trusted_lock(work.session, name)
    member, actor = work.session.get(LockMember, (name, opener.person_id)), work.actor
    if opener.person_id != actor.person or not actor.has(ROLES[name]) or not has_copy(member, lock):
        raise NoCopy
    assert member is not None  # noqa: S101 - `has_copy` has said so
    assert member.sealed is not None  # noqa: S101 - likewise
    try:
        secret = opener.open(member.sealed, member_info(work.organisation, name, lock.epoch, opener.person_id))
    except WrongKey as error:
        raise Tampered("exchanged_copy", about=lock.id) from error
    key = SealingKey.from_secret(secret)
    if key.public != lock.public:
        raise Tampered("exchanged_copy", about=lock.id)
    return HeldLock(name, lock.epoch, key)


def has_copy(member: LockMember | None, lock: Lock) -> bool:
    """Whether a member holds a copy of the lock's present epoch."""
    return member is not None and member.stage is Membership.HELD and member.epoch == lock.epoch


def is_member(session: Session, name: str, person: UUID) -> bool:
    """Whether somebody holds a copy of a lock, whatever their role is today."""
    lock = session.get(Lock, name)
    return lock is not None and has_copy(session.get(LockMember, (name, person)), lock)


def holds(session: Session, actor: Actor, name: str) -> bool:
    """Whether somebody could use a lock today, as far as the tables say: for what a page offers."""
    lock, member = session.get(Lock, name), session.get(LockMember, (name, actor.person))
    return lock is not None and has_copy(member, lock) and actor.has(ROLES[name])


def lock_held_of(session: Session, actor: Actor, compartment: Compartment) -> str | None:
    """Return the one lock of a compartment that somebody holds, or None."""
    return next((name for name in LOCKS[compartment] if holds(session, actor, name)), None)


def locks_of(session: Session, person: UUID) -> list[LockMember]:
    """Return where somebody stands with each lock."""
    return list(session.scalars(select(LockMember).where(LockMember.person_id == person).order_by(LockMember.lock)))


def members_of(session: Session, name: str) -> list[LockMember]:
    """Return everybody who stands with a lock."""
    return list(session.scalars(select(LockMember).where(LockMember.lock == name).order_by(LockMember.person_id)))


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's standing with a lock, as a page shows it."""

    epoch: int
    person: UUID
    name: str
    stage: Membership


def standings(session: Session, name: str) -> list[Standing]:
    """Return everybody's standing with a lock."""
    query = (
        select(Lock.epoch, LockMember.stage, Person.id, Person.name)
        .join(LockMember, LockMember.lock == Lock.name)
        .join(Person, Person.id == LockMember.person_id)
        .where(Lock.name == name)
        .order_by(Person.name)
    )
    return [Standing(row.epoch, row.id, row.name, row.stage) for row in session.execute(query)]


def has_known(session: Session, name: str, person: UUID) -> bool:
    """Whether somebody was ever given the key that a lock has now, by the log, also where they left since."""
    lock = trusted_lock(session, name)
    known = False
    for said in said_about(session, lock.id, *_GIVEN):
        if said.verb in {"lock.set", "lock.renewed"}:
            known = str(person) in said.data["members"]
        else:
            known = known or said.data["person"] == str(person)
    return known
