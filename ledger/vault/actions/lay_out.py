"""The first locks, when an organisation is founded: their keys go to who holds the roles, and are kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.keys.sealing import SealingKey, seal
from ledger.vault.actions.recovery import name_outsiders, split_between_outsiders
from ledger.vault.models import HintLink, Lock, LockMember, Membership
from ledger.vault.queries.trust import reading_key_of
from ledger.vault.rules.compartments import HINTS, ROLES, check_holders, first_locks
from ledger.vault.rules.contexts import chain_info, member_info
from ledger.work import Work

LINK_BYTES = 32


def lay_out_vault(work: Work, people: Mapping[UUID, Iterable[Role]], outsiders: Sequence[str]) -> None:
    """Make every lock, each held by those of these people whose roles call for it, and recoverable by two outsiders.

    `outsiders` are their two age recipients. Raises Refusal where a lock would have no holder: what is sealed to it
    could never be opened; and where there are not two outsiders.
    """
    check_holders(people.values())
    name_outsiders(work, outsiders)
    held = {person: first_locks(frozenset(roles)) for person, roles in people.items()}
    for name in ROLES:
        _make(work, name, [person for person, locks in held.items() if name in locks])


def _make(work: Work, name: str, holders: list[UUID]) -> None:
    key, epoch = SealingKey.fresh(), 1
    lock = Lock(name=name, id=uuid4(), epoch=epoch, public=key.public)
    work.session.add(lock)
    work.session.flush()
    work.write_log()
    for person in holders:
        work.session.add(copy_for(work, lock, key, person, None))
    split_between_outsiders(work, lock, key)
    if name == HINTS:
        link = seal(key.public, secrets.token_bytes(LINK_BYTES), chain_info(work.organisation, 1, epoch))
        work.session.add(HintLink(place=1, epoch=epoch, sealed=link))
    work.session.flush()
    work.record(
        "lock.set",
        [lock.id],
        lock=str(lock.id),
        name=name,
        epoch=epoch,
        public_key=key.public.hex(),
        members=sorted(str(person) for person in holders),
    )


def copy_for(work: Work, lock: Lock, key: SealingKey, person: UUID, proposal: UUID | None) -> LockMember:
    """Seal a copy of a lock's key to the reading key that the log has registered for somebody."""
    info = member_info(work.organisation, lock.name, lock.epoch, person)
    return LockMember(
        lock=lock.name,
        person_id=person,
        stage=Membership.HELD if proposal is None else Membership.PROPOSED,
        epoch=lock.epoch,
        sealed=seal(reading_key_of(work.session, person), key.secret, info),
        proposal_id=proposal,
    )
