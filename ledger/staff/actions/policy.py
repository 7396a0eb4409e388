"""Changing how many sign what: one rule at a time, proposed by a steward, signed by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter, set_policy
from ledger.approvals.kinds import Kind, Signer, proposers_by_kind, register
from ledger.approvals.models import Proposal
from ledger.approvals.queries import policy_in_force
from ledger.approvals.rules import Requirement, read, written
from ledger.errors import N_, Refusal
from ledger.log.roles import all_grants
from ledger.staff.actions.carrying import nobody_more
from ledger.staff.rules import policies as rules
from ledger.work import Work


def propose_rule(work: Work, rule: Requirement) -> Proposal:
    """Ask another to sign a policy in which this rule stands, besides those for other kinds and amounts."""
    return _propose(work, rules.with_rule(policy_in_force(work.session)[1], rule))


def propose_without_rule(work: Work, kind: str, from_minor: int) -> Proposal:
    """Ask another to sign a policy without the rule for a kind from an amount on."""
    return _propose(work, rules.without_rule(policy_in_force(work.session)[1], kind, from_minor))


def _propose(work: Work, wanted: Sequence[Requirement]) -> Proposal:
    work.actor.require(Role.STEWARD)
    version, before = policy_in_force(work.session)
    if set(wanted) == set(before):
        raise Refusal(N_("That is what holds now."))
    _refuse_unfit(work, wanted)
    content = {"version": version + 1, "rules": [written(rule) for rule in rules.ordered(wanted)]}
    return approvals.propose(work, Matter("policy", uuid4(), content))


def _refuse_unfit(work: Work, wanted: Sequence[Requirement]) -> None:
    today, everyone = work.at.date(), all_grants(work.session)
    people = {who: frozenset(one.role for one in held if one.holds(today)) for who, held in everyone.items()}
    rules.refuse_unfit(policy_in_force(work.session)[1], wanted, people, proposers_by_kind())


def _carry_out(work: Work, _proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    version, _ = policy_in_force(work.session)
    if said["content"]["version"] != version + 1:
        raise Refusal(N_("Another policy came into force since. A steward has to propose this again."))
    wanted = [read(rule) for rule in said["content"]["rules"]]
    _refuse_unfit(work, wanted)
    set_policy(work, version + 1, tuple(wanted))


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """The policy in force stays."""


register(Kind("policy", frozenset({Role.STEWARD}), _carry_out, _let_go, nobody_more))
