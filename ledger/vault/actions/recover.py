"""Recovering a lock that nobody can use any more: both outsiders together give somebody a copy."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from ledger.errors import N_, Refusal
from ledger.keys.age import Identity
from ledger.vault.actions.access import refuse_unfit
from ledger.vault.actions.lay_out import copy_for
from ledger.vault.actions.renew import is_entitled
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import members_of
from ledger.vault.queries.recovery import in_order, recovered
from ledger.vault.queries.trust import trusted_lock
from ledger.vault.rules.compartments import ROLES
from ledger.work import Work


def recover_lock(work: Work, identities: Sequence[Identity], name: str, person: UUID) -> None:
    """Give somebody with a lock's role a copy of it, when nobody is left who could.

    Raises Refusal while somebody holds it and has its role, where the person may not hold it, and where these are not
    the two outsiders; NotRecoverable where their halves do not make the key.
    """
    if name not in ROLES:
        raise Refusal(N_("There is no lock %(name)s. There are: %(locks)s."), name=name, locks=", ".join(ROLES))
    pair = in_order(work.session, identities)
    lock = trusted_lock(work.session, name)
    if any(is_entitled(work, member, lock) for member in members_of(work.session, name)):
        raise Refusal(
            N_("Somebody holds this key and has its role. Let them grant it by a proposal, or first end their role.")
        )
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
