"""Granting and ending roles: proposed by a steward, signed by another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from ledger.actor import Grant, Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.clock import day_text
from ledger.errors import N_, NotFound, Refusal
from ledger.log.roles import all_grants
from ledger.signin.actions.leaving import ROLE_ENDED, take_back
from ledger.signin.actions.register import write_grants
from ledger.signin.models import Person, RoleGrant
from ledger.staff.actions.carrying import nobody_more
from ledger.staff.rules import grants as rules
from ledger.staff.rules.able import refuse_loss
from ledger.staff.rules.grants import End
from ledger.work import Work

Objection = Callable[[Work, UUID, frozenset[Role]], None]
_objections: list[Objection] = []


def may_object_to_ends(act: Objection) -> Objection:
    """Register what a slice above refuses: that these roles of somebody end, with a sentence."""
    _objections.append(act)
    return act


def propose_roles(work: Work, person: UUID, granted: Sequence[Grant], ended: Sequence[End]) -> Proposal:
    """Ask another to sign that somebody is granted roles, or that roles of theirs end.

    Raises Refusal where a role may not be granted or ended so, or the organisation could not work afterwards.
    """
    work.actor.require(Role.STEWARD)
    if work.session.get(Person, person) is None:
        raise NotFound
    if not granted and not ended:
        raise Refusal(N_("Choose at least one role to grant or to end."), field="granted")
    rules.refuse_begun(granted, work.at.date())
    _refuse_unfit(work, person, granted, ended)
    content = {"person": str(person), "granted": rules.written(granted), "ended": rules.written_ends(ended)}
    return approvals.propose(work, Matter("roles", person, content))


def _refuse_unfit(work: Work, person: UUID, granted: Sequence[Grant], ended: Sequence[End]) -> None:
    today, everyone = work.at.date(), all_grants(work.session)
    before = everyone.get(person, [])
    rules.refuse_granted(granted, today)
    rules.refuse_ended(before, ended, today)
    after = rules.after(before, granted, ended)
    rules.refuse_clash(after)
    for day in sorted({max(end.first_day_without, today) for end in ended}):
        refuse_loss(_roles(everyone, day), _roles({**everyone, person: after}, day))
    if ended:
        for act in _objections:
            act(work, person, frozenset(end.role for end in ended))


def _roles(grants: dict[UUID, list[Grant]], day: date) -> dict[UUID, frozenset[Role]]:
    return {who: frozenset(one.role for one in held if one.holds(day)) for who, held in grants.items()}


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    person = proposal.subject
    granted, ended = rules.read(said["content"]["granted"]), rules.read_ends(said["content"]["ended"])
    _refuse_unfit(work, person, granted, ended)
    for end in ended:
        lasting = update(RoleGrant).where(
            RoleGrant.person_id == person, RoleGrant.role == end.role, RoleGrant.until > end.until
        )
        work.session.execute(lasting.values(until=end.until))
        work.record("role.ended", [person], person=str(person), role=end.role.value, until=day_text(end.until))
    write_grants(work, person, granted)
    over = frozenset(end.role for end in ended if end.until < work.at.date())
    if over:
        take_back(work, person, ROLE_ENDED, over)


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Nothing was granted or ended yet."""


register(Kind("roles", frozenset({Role.STEWARD}), _carry_out, _let_go, nobody_more))
