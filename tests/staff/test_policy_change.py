"""How many sign what: changed by a proposal, and never below what must hold."""

from __future__ import annotations

from uuid import UUID

import pytest

from ledger.actor import Role
from ledger.approvals.models import ProposalContent
from ledger.approvals.queries import policy_in_force
from ledger.approvals.rules import FIRST_POLICY, Requirement
from ledger.errors import NotFound, Refusal
from ledger.staff.actions.policy import propose_rule, propose_without_rule
from tests.builders import World, propose, sign
from tests.log.told import data_of, newest_verbs, specified
from tests.staff.enrolling import enrolled, proposed

THREE = Requirement("award", 100_000, 3, Role.APPROVER)


def proposed_rule(world: World, rule: Requirement, by: str = "hana") -> UUID:
    """Let a steward propose a rule."""
    with world.store.work(world.actors[by]) as work:
        return propose_rule(work, rule).id


def proposed_without(world: World, kind: str, from_minor: int) -> UUID:
    """Let Hana propose to take a rule away."""
    with world.store.work(world.actors["hana"]) as work:
        return propose_without_rule(work, kind, from_minor).id


def in_force(world: World) -> tuple[int, set[Requirement]]:
    """The policy that holds."""
    with world.store.reading() as session:
        version, rules = policy_in_force(session)
        return version, set(rules)


def needed(world: World, proposal: UUID) -> int:
    """How many a proposal needs."""
    with world.store.reading() as session:
        return session.get_one(ProposalContent, (proposal, 1)).needed


def test_a_rule_is_put_in_force_by_another_signature(world: World) -> None:
    """From an amount on three sign; below it two, as before; the entry is what was signed."""
    proposal = proposed_rule(world, THREE)
    assert in_force(world) == (1, set(FIRST_POLICY))
    sign(world, "carla", proposal)
    assert in_force(world) == (2, {*FIRST_POLICY, THREE})
    assert newest_verbs(world.store, 2) == ["proposal.approved", "policy.set"]
    said = data_of(world.store, "policy.set")[-1]
    assert set(said) == {"version", "rules"}
    assert all(set(rule) == {"kind", "from_minor", "needed", "role"} for rule in said["rules"])
    assert specified("policy.set", {"version", "rules"})
    assert [needed(world, propose(world, minor)[1]) for minor in (99_999, 100_000)] == [2, 3]


def test_a_rule_is_taken_away_again(world: World) -> None:
    """The one from the first amount on stays."""
    sign(world, "carla", proposed_rule(world, THREE))
    sign(world, "deniz", proposed_without(world, "award", 100_000))
    assert in_force(world) == (3, set(FIRST_POLICY))
    with pytest.raises(Refusal, match="no rule for this kind"):
        proposed_without(world, "award", 100_000)
    with pytest.raises(Refusal, match="first amount"):
        proposed_without(world, "award", 0)
    with pytest.raises(Refusal, match="first amount"):
        proposed_without(world, "policy", 0)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Requirement("award", 0, 1, Role.APPROVER), "at least 2"),
        (Requirement("payee", 0, 1, Role.APPROVER), "at least 2"),
        (Requirement("key_reset", 0, 0, Role.APPROVER), "at least 1"),
        (Requirement("award", 0, 4, Role.APPROVER), "Not enough people"),
        (Requirement("run", 0, 3, Role.FINANCE), "Not enough people"),
        (Requirement("award", 0, 2, Role.FINANCE), "do not sign"),
        (Requirement("policy", 0, 1, Role.STEWARD), "do not sign"),
        (Requirement("appointment", 0, 1, Role.DONOR), "do not sign"),
        (Requirement("roles", 500, 1, Role.APPROVER), "No amount belongs"),
        (Requirement("party", 0, 1, Role.APPROVER), "from the list"),
        (Requirement("award", 0, 2, Role.APPROVER), "what holds now"),
    ],
)
def test_a_rule_that_lowers_what_must_hold_or_could_not_be_kept_is_refused(
    world: World, rule: Requirement, said: str
) -> None:
    """Nothing is proposed."""
    with pytest.raises(Refusal, match=said):
        proposed_rule(world, rule)
    assert data_of(world.store, "proposal.made") == []


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "ilse"])
def test_nobody_but_a_steward_proposes_it(world: World, name: str) -> None:
    """To anybody else it is not there."""
    with pytest.raises(NotFound):
        proposed_rule(world, THREE, by=name)


def test_a_policy_that_was_overtaken_is_not_put_in_force(world: World) -> None:
    """Two proposals from the same policy: what the second left out of the first would be lost."""
    first, second = proposed_rule(world, THREE), proposed_rule(world, Requirement("run", 0, 2, Role.FINANCE))
    sign(world, "carla", first)
    with pytest.raises(Refusal, match="came into force since"):
        sign(world, "deniz", second)
    assert in_force(world)[0] == 2


def test_the_new_policy_holds_for_proposals_about_people_too(world: World) -> None:
    """Two approvers for an appointment; what is open keeps the number that it was proposed with."""
    one = enrolled(world)
    before = proposed(world, one, Role.OFFICER)
    sign(world, "carla", proposed_rule(world, Requirement("appointment", 0, 2, Role.APPROVER)))
    assert needed(world, before) == 1
    from tests.staff.enrolling import NURI

    after = proposed(world, enrolled(world, NURI.__class__("Noor", "noor")), Role.OFFICER)
    assert needed(world, after) == 2
    sign(world, "carla", after)
    registered = len(data_of(world.store, "person.registered"))
    sign(world, "deniz", after)
    assert len(data_of(world.store, "person.registered")) == registered + 1
