"""One unit of work: written together or not at all, and never in silence."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM
from ledger.beneficiaries.models import Household
from ledger.database import writers_of
from ledger.errors import Misuse
from ledger.log.models import LogEntry
from ledger.work import AlreadyDone
from tests.builders import World, register


def size(world: World) -> int:
    """How many entries the log has."""
    with world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(LogEntry)) or 0


def household() -> Household:
    """A row that nobody logged."""
    return Household(id=uuid4(), reference="H-0000-0000-0")


def test_a_change_without_a_log_entry_is_refused(world: World) -> None:
    """And nothing of it stays."""
    with pytest.raises(Misuse, match="household without a log entry"), world.store.work(SYSTEM) as work:
        work.session.add(household())
    with world.store.reading() as session:
        assert session.scalar(select(Household).where(Household.reference == "H-0000-0000-0")) is None


def test_a_change_by_plain_sql_is_noticed_as_well(world: World) -> None:
    """The statement counts, not the way it was sent."""
    with pytest.raises(Misuse, match="award without a log entry"), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE award SET purpose = 'OTH'"))


def test_nobody_else_commits(world: World) -> None:
    """Neither inside a unit of work nor round it."""
    with pytest.raises(Misuse, match="only a unit of work commits"), world.store.work(SYSTEM) as work:
        work.record("export.made", [], what="x", rows=0)
        work.session.commit()
    with Session(writers_of(world.store.engine)) as session, pytest.raises(Misuse, match="outside a unit of work"):
        session.add(household())
        session.flush()


def test_a_reader_cannot_write(world: World) -> None:
    """The engine refuses, whatever the program thinks."""
    with world.store.reading() as session, pytest.raises((DBAPIError, Misuse)):
        session.execute(text("CREATE TABLE extra (n INTEGER)"))


def test_housekeeping_cannot_touch_the_ledger(world: World) -> None:
    """Only sessions and counters are kept without the log."""
    with pytest.raises(Misuse, match="household"), world.store.housekeeping() as session:
        session.add(household())


def test_a_failure_leaves_nothing(world: World) -> None:
    """Neither the row nor its entry."""
    before = size(world)
    with pytest.raises(ZeroDivisionError), world.store.work(SYSTEM) as work:
        work.session.add(household())
        work.record("beneficiary.registered", [], x=1)
        work.session.flush()
        raise ZeroDivisionError
    assert size(world) == before


def test_the_same_request_is_carried_out_once(world: World) -> None:
    """The second time says where the first one led (H13)."""
    request, before = uuid4(), size(world)
    with world.store.work(SYSTEM, request) as work:
        work.record("export.made", [], what="x", rows=0)
        work.location = "/there"
    with pytest.raises(AlreadyDone) as done, world.store.work(SYSTEM, request) as work:
        work.record("export.made", [], what="x", rows=0)
    assert done.value.location == "/there"
    assert size(world) == before + 1


def test_a_request_that_failed_can_be_sent_again(world: World) -> None:
    """Failed and not stored: the form that comes back works."""
    request = uuid4()
    with pytest.raises(ZeroDivisionError), world.store.work(SYSTEM, request):
        raise ZeroDivisionError
    with world.store.work(SYSTEM, request) as work:
        work.record("export.made", [], what="x", rows=0)


def test_the_log_never_goes_back_in_time(world: World) -> None:
    """A clock that was set back does not make an entry older than the one before."""
    register(world)
    world.clock._at = world.clock.now().replace(year=2020)
    register(world)
    with world.store.reading() as session:
        times = list(session.scalars(select(LogEntry.at).order_by(LogEntry.seq)))
    assert times == sorted(times)


def test_an_entry_that_is_too_long_is_a_fault_of_the_program(world: World) -> None:
    """It would not fit an entry bundle."""
    with pytest.raises(Misuse, match="spread it"), world.store.work(SYSTEM) as work:
        work.record("export.made", [], what="x" * 70_000, rows=0)


@pytest.mark.parametrize("subject", ["Zuleikha", "B-7K3M-9QXT-D", "b-7k3m-9qxt-c", "FUND", "", "P-7K3M-9QXT-C"])
def test_an_entry_is_about_ids_and_pseudonyms_only(world: World, subject: str) -> None:
    """Whatever a page was asked for: what could be a name stops the unit of work."""
    before = size(world)
    with pytest.raises(Misuse), world.store.work(SYSTEM) as work:
        work.record("backup.made", [subject], ledger=1, sealed=1)
    assert size(world) == before
