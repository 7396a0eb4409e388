"""A role holds because the log says so, and only as long."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from ledger.actor import SYSTEM, Actor, Role
from ledger.clock import day_text
from ledger.errors import NotFound
from ledger.log.roles import all_grants, grants_of
from ledger.signin.models import RoleGrant
from ledger.signin.queries import actor_for
from tests.builders import FIRST, LAST, World


def roles(world: World, name: str, days: int = 0) -> frozenset[Role]:
    """The roles of somebody so many days from now."""
    with world.store.reading() as session:
        return actor_for(session, world.actors[name].id, world.clock.now().date() + timedelta(days)).roles


def end(world: World, name: str, role: Role, until: date) -> None:
    """Write to the log that a role was ended."""
    person = world.actors[name].id
    with world.store.work(SYSTEM) as work:
        work.record("role.ended", [person], person=str(person), role=role.value, until=day_text(until))


def test_roles_hold_from_their_first_day_to_their_last(world: World) -> None:
    """Both ends included, and not a day longer."""
    today = world.clock.now().date()
    assert roles(world, "bao") == {Role.OFFICER, Role.APPROVER, Role.FINANCE}
    assert roles(world, "carla", (LAST - today).days) == {Role.APPROVER}
    assert roles(world, "carla", (LAST - today).days + 1) == frozenset()


def test_a_role_that_the_log_does_not_know_is_none(world: World) -> None:
    """A row added round the product, or made to last longer, gives nothing."""
    amina = world.actors["amina"].id
    with world.store.work(SYSTEM) as work:
        row = {"id": uuid4(), "person_id": amina, "role": Role.APPROVER, "since": FIRST, "until": LAST}
        work.session.execute(insert(RoleGrant), [row])
        work.session.execute(text("UPDATE role_grant SET until = '2030-01-01' WHERE role = 'steward'"))
        work.record("export.made", [], what="x", rows=0)
    assert roles(world, "amina") == {Role.OFFICER}
    assert roles(world, "hana", 3 * 365) == frozenset()


def test_a_role_that_the_log_ended_is_over_whatever_a_row_says(world: World) -> None:
    """At once where it ended yesterday; the other roles stay."""
    today = world.clock.now().date()
    end(world, "bao", Role.APPROVER, today - timedelta(days=1))
    assert roles(world, "bao") == {Role.OFFICER, Role.FINANCE}
    end(world, "bao", Role.OFFICER, today + timedelta(days=3))
    assert roles(world, "bao", 3) == {Role.OFFICER, Role.FINANCE}
    assert roles(world, "bao", 4) == {Role.FINANCE}


def test_an_end_never_prolongs(world: World) -> None:
    """A grant that ends earlier than that day ends as it was granted."""
    end(world, "carla", Role.APPROVER, LAST + timedelta(days=9))
    with world.store.reading() as session:
        assert [one.until for one in grants_of(session, world.actors["carla"].id)] == [LAST]
        assert all_grants(session)[world.actors["carla"].id] == grants_of(session, world.actors["carla"].id)


def test_a_request_acts_in_the_roles_of_the_moment_in_which_it_writes(world: World) -> None:
    """Bao's request began while he was an officer; his role is ended before it takes the writer's lock."""
    bao = world.actors["bao"]
    end(world, "bao", Role.OFFICER, world.clock.now().date() - timedelta(days=1))
    with pytest.raises(NotFound), world.store.work(bao) as work:
        work.actor.require(Role.OFFICER)
    with world.store.work(bao) as work:
        assert work.actor == Actor(bao.person, frozenset({Role.APPROVER, Role.FINANCE}))
        work.record("export.made", [], what="x", rows=0)


def test_nobody_takes_a_role_into_a_unit_of_work_that_the_log_never_gave(world: World) -> None:
    """Whatever the program was made to believe of them."""
    forged = Actor(world.actors["amina"].id, frozenset(Role))
    with world.store.work(forged) as work:
        assert work.actor.roles == {Role.OFFICER}
        work.record("export.made", [], what="x", rows=0)
