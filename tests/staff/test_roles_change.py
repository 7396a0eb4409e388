"""Granting and ending roles: at once where it must be, and never so that nobody is left to do the work."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from ledger.actor import Grant, Role
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.errors import NotFound, Refusal
from ledger.signin.models import RoleGrant
from ledger.staff.rules.grants import End
from ledger.vault.actions.contact import open_contact
from ledger.vault.queries.locks import locks_of
from ledger.vault.rules.compartments import APPROVAL, CONTACT, HINTS, PROGRAMME
from ledger.vault.trouble import NoCopy
from tests.builders import LAST, World, award_of, propose, sign
from tests.log.told import data_of, newest_verbs, specified
from tests.staff.enrolling import present, proposed_roles, roles_until
from tests.vault.sealed import meddle, somebody

DAY = timedelta(days=1)


def today(world: World) -> date:
    """The present day."""
    return world.clock.now().date()


def at_once(world: World, *roles: Role) -> list[End]:
    """The end of roles that is over today."""
    return [End(role, today(world) - DAY) for role in roles]


def locks(world: World, name: str) -> set[str]:
    """Which locks somebody stands with."""
    with world.store.reading() as session:
        return {member.lock for member in locks_of(session, world.actors[name].id)}


def roles(world: World, name: str) -> frozenset[Role]:
    """The roles of somebody today."""
    return present(world, world.actors[name].id).roles


def test_a_role_is_granted_by_another_signature(world: World) -> None:
    """From its day on; the entry is what was signed."""
    granted = [Grant(Role.APPROVER, today(world) + DAY, LAST)]
    proposal = proposed_roles(world, "amina", granted)
    assert roles(world, "amina") == {Role.OFFICER}
    sign(world, "carla", proposal)
    assert newest_verbs(world.store, 2) == ["proposal.approved", "role.granted"]
    assert roles(world, "amina") == {Role.OFFICER}
    world.clock.move(DAY)
    assert roles(world, "amina") == {Role.OFFICER, Role.APPROVER}


def test_a_role_ends_at_once(world: World) -> None:
    """Yesterday was its last day; the person acts in it no more, and what went with it is gone for good."""
    who = somebody(world)
    sign(world, "carla", proposed_roles(world, "bao", ended=at_once(world, Role.OFFICER)))
    assert roles(world, "bao") == {Role.APPROVER, Role.FINANCE}
    assert locks(world, "bao") == {APPROVAL}
    assert newest_verbs(world.store, 5) == ["proposal.approved", "role.ended", *["lock.left"] * 3]
    assert {said["why"] for said in data_of(world.store, "lock.left")} == {"role_ended"}
    (said,) = data_of(world.store, "role.ended")
    assert said == {
        "person": str(world.actors["bao"].id),
        "role": "officer",
        "until": (today(world) - DAY).isoformat(),
    }
    assert specified("role.ended", set(said))
    with pytest.raises((NoCopy, NotFound)), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    with pytest.raises(NotFound):
        propose(world, 1000, by="bao")


def test_a_role_that_ends_later_is_kept_until_then(world: World) -> None:
    """With its keys; the day after, neither helps any more."""
    who = somebody(world)
    sign(world, "carla", proposed_roles(world, "bao", ended=[End(Role.OFFICER, today(world) + 3 * DAY)]))
    world.clock.move(3 * DAY)
    assert Role.OFFICER in roles(world, "bao")
    assert {CONTACT, HINTS, PROGRAMME} <= locks(world, "bao")
    with world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")
    world.clock.move(DAY)
    assert Role.OFFICER not in roles(world, "bao")
    with pytest.raises((NoCopy, NotFound)), world.store.work(world.actors["bao"]) as work:
        open_contact(work, world.signers["bao"], who, "safety")


def test_rows_follow_the_log(world: World) -> None:
    """What ended is shortened, what is granted is added."""
    ends, granted = at_once(world, Role.OFFICER), roles_until(LAST, Role.CUSTODIAN)
    sign(world, "carla", proposed_roles(world, "bao", granted, ends))
    with world.store.reading() as session:
        rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == world.actors["bao"].id)).all()
    assert {row.role: row.until for row in rows} == {
        Role.OFFICER: today(world) - DAY,
        Role.APPROVER: LAST,
        Role.FINANCE: LAST,
        Role.CUSTODIAN: LAST,
    }


def test_a_row_that_is_made_to_last_gives_nothing_back(world: World) -> None:
    """Whoever writes to the database undoes no end."""
    sign(world, "carla", proposed_roles(world, "bao", ended=at_once(world, Role.OFFICER)))
    meddle(world, lambda connection: connection.execute(update(RoleGrant).values(until=LAST)))
    assert Role.OFFICER not in roles(world, "bao")
    with pytest.raises(NotFound):
        propose(world, 1000, by="bao")


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "deniz", "ilse"])
def test_nobody_but_a_steward_proposes_it(world: World, name: str) -> None:
    """Not even for themselves."""
    with pytest.raises(NotFound):
        proposed_roles(world, name, roles_until(LAST, Role.STEWARD), by=name)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_nobody_decides_on_their_own_roles(world: World, verdict: Verdict) -> None:
    """An approver who would become steward, or whose role would end."""
    proposal = proposed_roles(world, "carla", roles_until(LAST, Role.STEWARD))
    with pytest.raises(Refusal, match="about yourself"):
        sign(world, "carla", proposal, verdict)


def test_a_steward_gives_themselves_nothing_alone(world: World) -> None:
    """They may propose it; another has to sign."""
    proposal = proposed_roles(world, "hana", roles_until(LAST, Role.APPROVER))
    with pytest.raises((NotFound, Refusal)):
        sign(world, "hana", proposal)
    assert roles(world, "hana") == {Role.STEWARD}


@pytest.mark.parametrize(
    ("who", "role", "said"),
    [
        ("hana", Role.STEWARD, "somebody has to stay steward"),
        ("ilse", Role.STEWARD, "does not hold"),
    ],
)
def test_the_last_steward_stays(world: World, who: str, role: Role, said: str) -> None:
    """Or nobody could ever appoint another."""
    with pytest.raises(Refusal, match=said):
        proposed_roles(world, who, ended=at_once(world, role))


def test_two_approvers_besides_an_officer_stay(world: World) -> None:
    """Bao, Carla and Deniz approve, Amina and Bao propose: one approver can go, and then no other."""
    sign(world, "deniz", proposed_roles(world, "bao", ended=at_once(world, Role.APPROVER)))
    for name in ("carla", "deniz"):
        with pytest.raises(Refusal, match="no award could be approved"):
            proposed_roles(world, name, ended=at_once(world, Role.APPROVER))


def test_what_changed_between_proposal_and_signature_is_looked_at_again(world: World) -> None:
    """Two ends that are harmless each, and not together: the second is not carried out."""
    first, second = (proposed_roles(world, name, ended=at_once(world, Role.APPROVER)) for name in ("bao", "carla"))
    sign(world, "deniz", first)
    with pytest.raises(Refusal, match="no award could be approved"):
        sign(world, "deniz", second)
    assert roles(world, "carla") == {Role.APPROVER}
    sign(world, "deniz", second, Verdict.REFUSE)


def test_a_day_far_off_is_looked_at_as_it_will_be(world: World) -> None:
    """The last steward does not end their role for next year either, nor while another ends before."""
    with pytest.raises(Refusal, match="stay steward"):
        proposed_roles(world, "hana", ended=[End(Role.STEWARD, today(world) + 200 * DAY)])
    granted = [Grant(Role.STEWARD, today(world), today(world) + 100 * DAY)]
    sign(world, "carla", proposed_roles(world, "amina", granted))
    with pytest.raises(Refusal, match="stay steward"):
        proposed_roles(world, "hana", ended=[End(Role.STEWARD, today(world) + 200 * DAY)])
    sign(world, "carla", proposed_roles(world, "hana", ended=[End(Role.STEWARD, today(world) + 50 * DAY)]))


def test_the_last_who_holds_a_key_stays(world: World) -> None:
    """Deniz is the only custodian: what is sealed to custodians would open for nobody."""
    with pytest.raises(Refusal, match="Nobody else holds a key"):
        proposed_roles(world, "deniz", ended=at_once(world, Role.CUSTODIAN))


def test_an_end_that_waited_too_long_is_proposed_again(world: World) -> None:
    """The log takes no end before yesterday; nothing is ended with another day than was signed."""
    proposal = proposed_roles(world, "bao", ended=at_once(world, Role.OFFICER))
    world.clock.move(DAY)
    with pytest.raises(Refusal, match="before yesterday"):
        sign(world, "carla", proposal)
    assert Role.OFFICER in roles(world, "bao")


@pytest.mark.parametrize(
    ("granted", "said"),
    [
        ([], "at least one role"),
        ([Grant(Role.AUDITOR, date(2026, 1, 5), LAST)], "stand alone"),
        ([Grant(Role.OFFICER, date(2026, 1, 4), LAST)], "first day is over"),
        ([Grant(Role.OFFICER, date(2026, 2, 5), date(2026, 2, 4))], "before the first"),
    ],
)
def test_what_may_not_be_granted_is_refused(world: World, granted: list[Grant], said: str) -> None:
    """Nothing is proposed."""
    with pytest.raises(Refusal, match=said):
        proposed_roles(world, "carla", granted)


def test_an_auditor_can_come_after_another_role_has_ended(world: World) -> None:
    """Not on the same day: the other role ends before."""
    granted = [Grant(Role.AUDITOR, today(world), LAST)]
    sign(world, "carla", proposed_roles(world, "bao", granted, at_once(world, *roles(world, "bao"))))
    assert roles(world, "bao") == {Role.AUDITOR}
    assert locks(world, "bao") == set()


def test_an_open_award_of_who_left_goes_on(world: World) -> None:
    """What was proposed in the role stays proposed."""
    award, proposal = propose(world, 1000, by="bao")
    sign(world, "carla", proposed_roles(world, "bao", ended=at_once(world, Role.OFFICER)))
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    assert award_of(world, award).stage.value == "approved"
    with world.store.reading() as session:
        assert session.get_one(Proposal, proposal).stage is ProposalStage.APPROVED
