"""A role holds because the log says so."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert, text

from ledger.actor import SYSTEM, Role
from ledger.signin.models import RoleGrant
from ledger.signin.queries import actor_for
from tests.builders import FIRST, LAST, World


def roles(world: World, name: str, days: int = 0) -> frozenset[Role]:
    """The roles of somebody so many days from now."""
    with world.store.reading() as session:
        return actor_for(session, world.actors[name].id, world.clock.now().date() + timedelta(days)).roles


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
    assert roles(world, "hana") == frozenset()
