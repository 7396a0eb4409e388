"""Failed sign-ins are counted for the throttle and, in bulk, for the log."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import func, select

from ledger.clock import moment_text
from ledger.keys.session import BootSecret
from ledger.log.models import LogEntry
from ledger.signin.actions.failures import PAST, count_failure, report_failures
from ledger.signin.models import SignInFailure
from ledger.signin.rules import FAILURES_LAST, MANY_FAILURES
from tests.web.house import MORNING, House, everything_in

BOOT = BootSecret()


def counted(house: House) -> list[dict[str, object]]:
    """What the log says about failures."""
    query = select(LogEntry.bytes).where(LogEntry.verb == "signin.failures_counted").order_by(LogEntry.seq)
    with house.store.reading() as session:
        return [json.loads(row)["data"] for row in session.scalars(query)]


def test_failures_reach_the_log_in_bulk_at_the_next_sign_in(house: House) -> None:
    """How many and since when, for all names together; nothing else about them."""
    for name in ("amina", "nobody", "amina"):
        count_failure(house.store, BOOT, name)
        house.clock.move(timedelta(seconds=20))
    house.door.sign_in("carla", house.proof("carla"), None, None)
    assert counted(house) == [{"count": 3, "since": moment_text(MORNING)}]


def test_failures_are_reported_once(house: House) -> None:
    """A second sign-in finds nothing to write, and one without failures writes nothing at all."""
    count_failure(house.store, BOOT, "amina")
    report_failures(house.store)
    report_failures(house.store)
    assert [entry["count"] for entry in counted(house)] == [1]


def test_a_report_does_not_end_the_throttle(house: House) -> None:
    """Somebody else's sign-in does not give a guesser a fresh start."""
    for _ in range(MANY_FAILURES):
        assert not count_failure(house.store, BOOT, "amina")
    report_failures(house.store)
    assert count_failure(house.store, BOOT, "amina")


def test_a_count_ends_with_its_quarter_of_an_hour(house: House) -> None:
    """Waiting helps."""
    for _ in range(MANY_FAILURES + 1):
        count_failure(house.store, BOOT, "amina")
    house.clock.move(FAILURES_LAST)
    assert not count_failure(house.store, BOOT, "amina")


def test_a_flood_of_names_is_folded_and_still_counted(house: House) -> None:
    """Rows of the past become one; the log later gets their sum and their first moment."""
    for number in range(40):
        count_failure(house.store, BOOT, f"invented {number}")
    house.clock.move(FAILURES_LAST)
    count_failure(house.store, BOOT, "one more")
    house.clock.move(FAILURES_LAST)
    count_failure(house.store, BOOT, "and one more")
    with house.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInFailure)) == 2
        assert session.get_one(SignInFailure, PAST).unreported == 41
    report_failures(house.store)
    assert counted(house) == [{"count": 42, "since": moment_text(MORNING)}]


def test_what_was_typed_as_a_name_is_nowhere_in_the_database(house: House) -> None:
    """People type their passphrase into the wrong field."""
    count_failure(house.store, BOOT, "my secret passphrase")
    report_failures(house.store)
    assert b"my secret passphrase" not in everything_in(house)
