"""What waits about sealed records: consents, readings, contacts that were opened, erasures due, locks to see to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from ledger.actor import Actor, Role
from ledger.beneficiaries.models import Beneficiary
from ledger.signin.queries import actor_for, names_of
from ledger.vault.models import Membership, Opening, Tombstone, Unscrubbed
from ledger.vault.queries.locks import holds, standings
from ledger.vault.queries.openings import (
    Told,
    alarms_since,
    ready_to_show,
    waiting_for_consent,
)
from ledger.vault.rules.compartments import ROLES, Compartment

TOLD_FOR = timedelta(days=14)
"""How long a case's officers are told that a contact was opened."""
ALARM_FOR = timedelta(days=30)
MOST = 25


@dataclass(frozen=True, slots=True)
class LockCare:
    """A lock that somebody who holds it should see to: who waits for a copy, whose role has ended."""

    name: str
    waiting: Sequence[str]
    ended: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sealed:
    """All of it, for one person."""

    to_consent: Sequence[Opening] = ()
    to_look: Sequence[Opening] = ()
    opened: Sequence[Opening] = ()
    erasures: Sequence[Beneficiary] = ()
    alarms: Sequence[Told] = ()
    locks: Sequence[LockCare] = ()
    unscrubbed: bool = False
    names: dict[UUID, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything of it waits."""
        return bool(
            self.to_consent
            or self.to_look
            or self.opened
            or self.erasures
            or self.alarms
            or self.locks
            or self.unscrubbed
        )


def sealed_for(session: Session, actor: Actor, now: datetime) -> Sealed:
    """Return what waits for this person about sealed records."""
    to_consent = waiting_for_consent(session, actor, now)
    opened = _contacts_opened(session, actor, now) if actor.has(Role.OFFICER) else []
    return Sealed(
        to_consent=to_consent,
        to_look=ready_to_show(session, actor, now),
        opened=opened,
        erasures=_erasures_due(session, now.date()) if actor.has(Role.CUSTODIAN) else [],
        alarms=alarms_since(session, now - ALARM_FOR) if actor.has(Role.CUSTODIAN, Role.AUDITOR) else [],
        locks=_locks_to_see_to(session, actor, now.date()),
        unscrubbed=actor.has(Role.CUSTODIAN) and bool(session.scalar(select(exists().select_from(Unscrubbed)))),
        names=names_of(session, (one.requester_id for one in (*to_consent, *opened))),
    )


def _contacts_opened(session: Session, actor: Actor, now: datetime) -> list[Opening]:
    query = (
        select(Opening)
        .join(Beneficiary, Beneficiary.pseudonym == Opening.pseudonym)
        .where(
            Opening.compartment == Compartment.CONTACT,
            Opening.asked_at > now - TOLD_FOR,
            Opening.requester_id != actor.id,
            or_(Beneficiary.officer_id == actor.id, Beneficiary.second_id == actor.id),
        )
    )
    return list(session.scalars(query.order_by(Opening.asked_at.desc()).limit(MOST)))


def _erasures_due(session: Session, today: date) -> list[Beneficiary]:
    erased = exists().where(Tombstone.pseudonym == Beneficiary.pseudonym)
    query = select(Beneficiary).where(Beneficiary.erase_on <= today, ~erased)
    return list(session.scalars(query.order_by(Beneficiary.erase_on, Beneficiary.pseudonym).limit(MOST)))


def _locks_to_see_to(session: Session, actor: Actor, today: date) -> list[LockCare]:
    found = []
    for name, role in ROLES.items():
        if not holds(session, actor, name):
            continue
        members = standings(session, name)
        waiting = [one.name for one in members if one.stage is Membership.WITHOUT_COPY]
        ended = [one.name for one in members if not actor_for(session, one.person, today).has(role)]
        if waiting or ended:
            found.append(LockCare(name, waiting, ended))
    return found
