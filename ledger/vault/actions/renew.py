"""Renewing a lock when somebody left: a new key, everything that was sealed to the old one sealed anew."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from ledger.keys.sealing import SealingKey, seal
from ledger.keys.trouble import WrongKey
from ledger.signin.queries import actor_for
from ledger.vault.actions.hinting import LINK_BYTES, rehash
from ledger.vault.actions.lay_out import copy_for
from ledger.vault.actions.recovery import split_between_outsiders
from ledger.vault.models import EnvelopeHalf, HintLink, Lock, LockMember, PassedHalf
from ledger.vault.queries.locks import HeldLock, Opener, has_copy, hold, members_of
from ledger.vault.queries.trust import trusted_lock
from ledger.vault.rules.compartments import FINANCE, HINTS, ROLES
from ledger.vault.rules.contexts import chain_info, half_info, payee_info
from ledger.work import Work

BATCH = 1000


def renew_lock(work: Work, opener: Opener, name: str) -> int:
    """Give a lock a new key that only its present, entitled holders have; return how many halves were sealed anew.

    Whoever holds it now and has its role today keeps it; everybody else is out. A half that was exchanged and opens no
    more stays as it is, unreadable, and is reported. Raises NoCopy for who does not hold the lock.
    """
    old = hold(work, opener, name)
    lock = trusted_lock(work.session, name)
    staying = [member.person_id for member in members_of(work.session, name) if is_entitled(work, member, lock)]
    key = SealingKey.fresh()
    lock.epoch, lock.public = lock.epoch + 1, key.public
    work.session.execute(delete(LockMember).where(LockMember.lock == name))
    work.session.flush()
    for person in staying:
        work.session.add(copy_for(work, lock, key, person, None))
    split_between_outsiders(work, lock, key)
    work.session.flush()
    count = _reseal_halves(work, old, lock)
    if name == FINANCE:
        count += _reseal_passed(work, old, lock)
    if name == HINTS:
        _lengthen_chain(work, old, lock)
    work.record(
        "lock.renewed",
        [lock.id],
        lock=str(lock.id),
        name=name,
        epoch=lock.epoch,
        public_key=lock.public.hex(),
        members=sorted(str(person) for person in staying),
        envelopes=count,
    )
    return count


def is_entitled(work: Work, member: LockMember, lock: Lock) -> bool:
    """Whether a member has a copy of a lock's present key, and the role that goes with it today."""
    actor = actor_for(work.session, member.person_id, work.at.date())
    return has_copy(member, lock) and actor.has(ROLES[lock.name])


def _reseal_halves(work: Work, old: HeldLock, lock: Lock) -> int:
    def infos(row: Any) -> tuple[str, str]:
        before = half_info(work.organisation, row.envelope_id, lock.name, old.epoch)
        return before, half_info(work.organisation, row.envelope_id, lock.name, lock.epoch)

    wanted = select(EnvelopeHalf.envelope_id, EnvelopeHalf.place, EnvelopeHalf.pseudonym, EnvelopeHalf.sealed).where(
        EnvelopeHalf.lock == lock.name, EnvelopeHalf.epoch == old.epoch
    )
    table = EnvelopeHalf.__table__
    change = update(EnvelopeHalf).where(
        table.c.envelope_id == bindparam("which"), table.c.place == bindparam("at_place")
    )
    count = 0
    for rows in _pages(work, wanted, EnvelopeHalf.envelope_id):
        sealed = _sealed_anew(work, old, lock, rows, infos)
        written = [
            {"which": row.envelope_id, "at_place": row.place, "epoch": lock.epoch, "sealed": new} for row, new in sealed
        ]
        if written:
            work.session.connection().execute(change, written)
        count += len(written)
    return count


def _reseal_passed(work: Work, old: HeldLock, lock: Lock) -> int:
    def infos(row: Any) -> tuple[str, str]:
        before = payee_info(work.organisation, row.award_id, row.envelope_id, old.epoch)
        return before, payee_info(work.organisation, row.award_id, row.envelope_id, lock.epoch)

    wanted = select(PassedHalf.award_id, PassedHalf.envelope_id, PassedHalf.pseudonym, PassedHalf.sealed)
    change = update(PassedHalf).where(PassedHalf.__table__.c.award_id == bindparam("which"))
    count = 0
    for rows in _pages(work, wanted.where(PassedHalf.epoch == old.epoch), PassedHalf.award_id):
        sealed = _sealed_anew(work, old, lock, rows, infos)
        written = [{"which": row.award_id, "epoch": lock.epoch, "sealed": new} for row, new in sealed]
        if written:
            work.session.connection().execute(change, written)
        count += len(written)
    return count


def _pages(work: Work, wanted: Any, key: Any) -> Iterator[list[Any]]:
    """Read by key, a thousand at a time: what was sealed anew does not come again."""
    last = None
    while rows := list(
        work.session.execute((wanted if last is None else wanted.where(key > last)).order_by(key).limit(BATCH))
    ):
        last = rows[-1][0]
        yield rows


def _sealed_anew(
    work: Work, old: HeldLock, lock: Lock, rows: list[Any], infos: Callable[[Any], tuple[str, str]]
) -> Iterator[tuple[Any, bytes]]:
    for row in rows:
        before, after = infos(row)
        try:
            yield row, seal(lock.public, old.key.open(row.sealed, before), after)
        except WrongKey:
            work.record(
                "alarm.raised",
                [row.pseudonym, row.envelope_id],
                what="exchanged_half",
                beneficiary=row.pseudonym,
                about=str(row.envelope_id),
            )


def _lengthen_chain(work: Work, old: HeldLock, lock: Lock) -> None:
    """Seal the links of the hints' key anew and add one: who left holds a chain that fits no stored value."""
    links = list(work.session.scalars(select(HintLink).order_by(HintLink.place)))
    for link in links:
        opened = old.key.open(link.sealed, chain_info(work.organisation, link.place, link.epoch))
        info = chain_info(work.organisation, link.place, lock.epoch)
        link.epoch, link.sealed = lock.epoch, seal(lock.public, opened, info)
    fresh, place = secrets.token_bytes(LINK_BYTES), len(links) + 1
    sealed = seal(lock.public, fresh, chain_info(work.organisation, place, lock.epoch))
    work.session.add(HintLink(place=place, epoch=lock.epoch, sealed=sealed))
    rehash(work, fresh, place)
