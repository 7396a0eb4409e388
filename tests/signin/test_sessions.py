"""Sessions: how long they hold, what they hold, and what ends them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.errors import NotFound
from ledger.keys.session import BootSecret, token_hash
from ledger.signin.actions.sessions import Door, SignedIn, end_all_sessions, end_session
from ledger.signin.models import SignInSession
from ledger.signin.queries import sessions_of
from ledger.signin.rules import IDLE, LONGEST
from tests.signin.test_proving import verbs
from tests.web.house import House, everything_in

SECOND = timedelta(seconds=1)


def enter(house: House, name: str, former: str | None = None) -> SignedIn:
    """Sign in, at a moment when the next code is fresh."""
    house.clock.move(timedelta(seconds=30))
    return house.door.sign_in(name, house.proof(name), None, former)


def row_of(house: House, begun: SignedIn) -> SignInSession | None:
    """The session's row."""
    with house.store.reading() as session:
        return session.get(SignInSession, token_hash(begun.token))


def test_a_session_ends_when_it_lies_idle(house: House) -> None:
    """An hour without a request; a second less and it holds."""
    begun = enter(house, "amina")
    house.clock.move(IDLE - SECOND)
    assert house.door.session_of(begun.token)
    house.clock.move(IDLE)
    assert house.door.session_of(begun.token) is None


def test_a_session_ends_after_eight_hours_however_busy(house: House) -> None:
    """Use prolongs it up to the longest time and no farther."""
    begun = enter(house, "amina")
    minutes = 30
    for _ in range(int(LONGEST / timedelta(minutes=minutes)) - 1):
        house.clock.move(timedelta(minutes=minutes))
        assert house.door.session_of(begun.token)
    house.clock.move(timedelta(minutes=minutes))
    assert house.door.session_of(begun.token) is None


def test_a_session_holds_no_key(house: House) -> None:
    """Who, since when, under which start: whatever opens or signs asks for passphrase and code again."""
    row = row_of(house, enter(house, "amina"))
    assert row is not None
    columns = {"token_hash", "id", "person_id", "boot", "started", "seen"}
    assert {column.name for column in SignInSession.__table__.columns} == columns
    assert row.boot == house.door.boot.identity


def test_a_restart_ends_every_session(house: House) -> None:
    """A power cut locks everything."""
    begun = enter(house, "amina")
    assert Door(house.store, BootSecret()).session_of(begun.token) is None
    assert house.door.session_of(begun.token)


def test_the_database_holds_no_cookie(house: House) -> None:
    """Neither the session's nor the browser's value stands in any file."""
    begun = enter(house, "amina")
    content = everything_in(house)
    assert token_hash(begun.token) in content
    assert begun.token.encode() not in content
    assert begun.browser.encode() not in content


def test_signing_in_ends_the_session_that_the_browser_had(house: House) -> None:
    """A new session at each sign-in: one that was planted before is worth nothing after."""
    first = enter(house, "amina")
    second = enter(house, "carla", former=first.token)
    assert house.door.session_of(first.token) is None
    assert house.door.session_of(second.token)


def test_signing_out_ends_the_session(house: House) -> None:
    """The cookie opens nothing afterwards."""
    begun = enter(house, "amina")
    house.door.end(begun.token)
    assert house.door.session_of(begun.token) is None


def test_sessions_that_are_over_leave_the_database(house: House) -> None:
    """Nothing is left that could say who worked when."""
    begun = enter(house, "amina")
    house.clock.move(IDLE)
    enter(house, "carla")
    assert row_of(house, begun) is None


def test_one_session_can_be_ended_from_another(house: House) -> None:
    """The others go on, and the log says how many ended."""
    lost, here = enter(house, "amina"), enter(house, "amina")
    row = row_of(house, lost)
    assert row is not None
    with house.store.work(house.actor("amina")) as work:
        end_session(work, row.id)
    assert house.door.session_of(lost.token) is None
    assert house.door.session_of(here.token)
    assert verbs(house) == ["account.sessions_ended"]


def test_nobody_ends_somebody_elses_session(house: House) -> None:
    """It looks as if it were not there, and nothing is logged."""
    begun = enter(house, "amina")
    row = row_of(house, begun)
    assert row is not None
    with pytest.raises(NotFound), house.store.work(house.actor("carla")) as work:
        end_session(work, row.id)
    assert house.door.session_of(begun.token)
    assert verbs(house) == []


def test_ending_all_sessions_leaves_other_people_in(house: House) -> None:
    """All of one's own, nobody else's."""
    mine, also_mine, theirs = enter(house, "amina"), enter(house, "amina"), enter(house, "carla")
    with house.store.work(house.actor("amina")) as work:
        end_all_sessions(work)
    assert [house.door.session_of(one.token) is None for one in (mine, also_mine, theirs)] == [
        True,
        True,
        False,
    ]


def test_only_live_sessions_of_this_start_are_listed(house: House) -> None:
    """What the account page shows is what the cookie would open."""
    enter(house, "amina")
    house.clock.move(IDLE - timedelta(minutes=1))
    late = enter(house, "amina")
    house.clock.move(timedelta(minutes=1))
    with house.store.reading() as session:
        shown = sessions_of(session, late.person, house.door.boot.identity, house.clock.now())
        assert [one.token_hash for one in shown] == [token_hash(late.token)]
        assert sessions_of(session, late.person, BootSecret().identity, house.clock.now()) == []
        assert len(session.scalars(select(SignInSession)).all()) == 2
