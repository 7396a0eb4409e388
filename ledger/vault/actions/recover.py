"""Recovering a lock when those who hold it are gone: both outsiders together give somebody a copy."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ledger.errors import N_, LockedDown, Refusal
from ledger.keys.age import Identity
from ledger.vault.actions.access import refuse_unfit
from ledger.vault.actions.lay_out import copy_for
from ledger.vault.actions.renew import is_entitled
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import members_of
from ledger.vault.queries.recovery import in_order, recovered
from ledger.vault.queries.trust import trusted_lock
from ledger.work import Work


def refuse_while_held(work: Work, name: str) -> None:
    """Refuse to recover a lock that somebody holds who has its role: they can grant it, with another's signature.

    Nobody can tell from here whether they are dead, detained, or at the next desk: whoever can does not ask this.
    """
    lock = trusted_lock(work.session, name)
    if any(is_entitled(work, member, lock) for member in members_of(work.session, name)):
        raise Refusal(
            N_(
                "Somebody holds this key and has its role: let them grant it by a proposal. If they are gone for good, "
                "say so by --holders-gone."
            )
        )


def recover_lock(work: Work, identities: Sequence[Identity], name: str, person: UUID) -> None:
    """Give somebody with a lock's role a copy of it.

    Raises Refusal where the person may not hold it, and where these are not the two outsiders; NotRecoverable where
    their halves do not make the key; LockedDown while a lock-down lasts.
    """
    if work.lockdown is not None:
        raise LockedDown
    pair = in_order(work.session, identities)
    lock = trusted_lock(work.session, name)
    refuse_unfit(work, name, person)
    held = recovered(work.session, work.organisation, name, pair)
    copy = copy_for(work, lock, held.key, person, None)
    member = work.session.get(LockMember, (name, person))
    if member is None:
        work.session.add(copy)
    else:
        member.stage, member.epoch, member.sealed, member.proposal_id = Membership.HELD, lock.epoch, copy.sealed, None
    work.session.flush()
    work.record("lock.recovered", [lock.id, person], lock=str(lock.id), epoch=lock.epoch, person=str(person))
