"""Who holds a lock: granted by a holder and another's signature, given up, granted again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.errors import N_, Refusal
from ledger.log.roles import roles_on
from ledger.log.standing import is_suspended
from ledger.signin.actions.leaving import ALL, ROLE_ENDED, when_access_ends
from ledger.signin.queries import actor_for
from ledger.staff.actions.roles import may_object_to_ends
from ledger.vault.actions.lay_out import copy_for
from ledger.vault.models import LockMember, Membership
from ledger.vault.queries.locks import Opener, has_copy, has_known, hold, is_member, members_of
from ledger.vault.queries.trust import trusted_lock
from ledger.vault.rules.compartments import OPPOSITE, ROLES
from ledger.work import Work

PROPOSERS = frozenset(ROLES.values())


def propose_access(work: Work, opener: Opener, name: str, person: UUID) -> Proposal:
    """Ask another to sign that somebody is to hold a lock. The copy is made now, and works once that is signed.

    Raises NoCopy for who does not hold the lock, Refusal where the person may not hold it.
    """
    held = hold(work, opener, name)
    refuse_unfit(work, name, person)
    if work.session.get(LockMember, (name, person)) is not None:
        raise Refusal(N_("This person holds that key already, or is proposed for it."), field="person")
    lock = trusted_lock(work.session, name)
    content = {"lock": str(lock.id), "name": name, "epoch": lock.epoch, "person": str(person)}
    proposal = approvals.propose(work, Matter("access", person, content))
    work.session.add(copy_for(work, lock, held.key, person, proposal.id))
    work.session.flush()
    return proposal


def grant_again(work: Work, opener: Opener, name: str, person: UUID) -> None:
    """Give a holder who is without a copy, after new keys or a journey, a new one. Nobody else needs to sign that."""
    held = hold(work, opener, name)
    refuse_unfit(work, name, person)
    member = work.session.get(LockMember, (name, person))
    lock = trusted_lock(work.session, name)
    if member is None or member.stage is not Membership.WITHOUT_COPY or member.epoch != lock.epoch:
        raise Refusal(N_("This person does not wait for a copy of that key."))
    fresh = copy_for(work, lock, held.key, person, None)
    member.sealed, member.stage = fresh.sealed, Membership.HELD
    work.session.flush()
    work.record("lock.regranted", [lock.id, person], lock=str(lock.id), epoch=lock.epoch, person=str(person))


def leave(work: Work, name: str, person: UUID, why: str) -> None:
    """Take somebody's copy of a lock away: for good when a role ended, else until it is granted again."""
    member = work.session.get(LockMember, (name, person))
    if member is None or (member.stage is Membership.WITHOUT_COPY and why != ROLE_ENDED):
        return
    if why == ROLE_ENDED or member.stage is Membership.PROPOSED:
        work.session.delete(member)
    else:
        member.sealed, member.stage = None, Membership.WITHOUT_COPY
    work.session.flush()
    if member.stage is not Membership.PROPOSED:
        lock = trusted_lock(work.session, name)
        work.record("lock.left", [lock.id, person], lock=str(lock.id), person=str(person), why=why)


@when_access_ends
def leave_all(work: Work, person: UUID, why: str, roles: frozenset[Role] = ALL) -> None:
    """Take all of somebody's copies away, or those that go with some roles."""
    for name, role in ROLES.items():
        if role in roles:
            leave(work, name, person, why)


@may_object_to_ends
def _keep_a_holder(work: Work, person: UUID, roles: frozenset[Role]) -> None:
    """Refuse to end a role with which the last copy of a lock's key would go: what is sealed to it opened no more."""
    for name, role in ROLES.items():
        if role in roles and is_member(work.session, name, person) and not _others_hold(work, name, person):
            raise Refusal(N_("Nobody else holds a key that goes with this role. Give it to somebody first."))


def _others_hold(work: Work, name: str, person: UUID) -> bool:
    lock, today = trusted_lock(work.session, name), work.at.date()
    others = [member for member in members_of(work.session, name) if member.person_id != person]
    return any(has_copy(one, lock) and ROLES[name] in roles_on(work.session, one.person_id, today) for one in others)


def refuse_unfit(work: Work, name: str, person: UUID) -> None:
    """Refuse a person who has not the role of a lock today, is suspended, or stands with the opposite one."""
    if is_suspended(work.session, person, work.at.date()):
        raise Refusal(N_("This person suspended their own access; nobody opens it before that day."), field="person")
    actor = actor_for(work.session, person, work.at.date())
    if not actor.has(ROLES[name]):
        raise Refusal(
            N_("Only somebody with the role %(role)s can hold this key."), field="person", role=ROLES[name].value
        )
    if name not in OPPOSITE:
        return
    if work.session.get(LockMember, (OPPOSITE[name], person)) is not None:
        raise Refusal(N_("This person stands with the opposite key; nobody holds both."), field="person")
    if has_known(work.session, OPPOSITE[name], person):
        raise Refusal(
            N_("This person held the opposite key. Somebody who holds it has to renew it first."), field="person"
        )


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    content = said["content"]
    name, person = content["name"], UUID(content["person"])
    lock, member = trusted_lock(work.session, name), work.session.get(LockMember, (name, person))
    if lock.epoch != content["epoch"] or str(lock.id) != content["lock"]:
        raise Refusal(N_("The lock was renewed since; somebody who holds it has to propose this again."))
    if member is None or (member.stage, member.proposal_id) != (Membership.PROPOSED, proposal.id):
        raise Refusal(N_("The copy of the key is gone; somebody who holds it has to propose this again."))
    refuse_unfit(work, name, person)
    member.stage = Membership.HELD
    work.session.flush()
    assert has_copy(member, lock)  # noqa: S101 - the epoch was compared
    work.record(
        "lock.joined",
        [lock.id, person],
        lock=str(lock.id),
        epoch=lock.epoch,
        person=str(person),
        proposal=str(proposal.id),
    )


def _let_go(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    work.session.execute(
        delete(LockMember).where(LockMember.proposal_id == proposal.id, LockMember.stage == Membership.PROPOSED)
    )


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3: whom it is about, and who proposed it."""


register(Kind("access", PROPOSERS, _carry_out, _let_go, _anyone))
