"""Before a journey: one's own access suspended until a day, and nobody can open it before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from ledger.actor import Actor
from ledger.errors import Refusal, Suspended
from ledger.signin.actions.account import renew_recovery_codes
from ledger.signin.actions.lockdown import raise_lockdown, sign_lift
from ledger.signin.actions.prove import NotProved
from ledger.signin.actions.suspend import suspend_access
from ledger.signin.models import KnownBrowser, SignInSession
from ledger.signin.queries import actor_for
from tests.log.told import data_of, specified
from tests.pages import faults
from tests.signin.test_proving import fail
from tests.web.browsing import Browser, words
from tests.web.house import House, settle

DAY = timedelta(days=1)


def today(house: House) -> date:
    """The present day."""
    return house.clock.now().date()


def suspended(house: House, name: str, days: int = 10) -> None:
    """Let somebody suspend their own access for so many days."""
    with house.store.work(house.actor(name)) as work:
        suspend_access(work, today(house) + days * DAY)


def test_sessions_and_known_browsers_end(house: House) -> None:
    """Theirs and nobody else's; the entry is what the format says."""
    mine = house.door.sign_in("amina", house.proof("amina"), None, None)
    other = house.door.sign_in("carla", house.proof("carla"), None, None)
    suspended(house, "amina")
    assert house.door.session_of(mine.token) is None
    assert house.door.session_of(other.token)
    with house.store.reading() as session:
        for model in (SignInSession, KnownBrowser):
            assert {row.person_id for row in session.scalars(select(model))} == {house.actor("carla").id}
    (said,) = data_of(house.store, "access.suspended")
    assert said == {"person": str(house.actor("amina").id), "until": (today(house) + 10 * DAY).isoformat()}
    assert specified("access.suspended", {"person", "until"})


def test_signing_in_fails_until_the_day_is_over(house: House) -> None:
    """In the words of every failed sign-in, and from the next day on it works as before."""
    suspended(house, "amina")
    last = house.clock.now() + 10 * DAY
    for moment in (house.clock.now(), last, last.replace(hour=23, minute=59)):
        house.clock.move_to(moment)
        with pytest.raises(NotProved) as wrong:
            house.door.sign_in("nobody", house.proof("amina"), None, None)
        with pytest.raises(NotProved) as refused:
            house.door.sign_in("amina", house.proof("amina"), None, None)
        assert str(refused.value) == str(wrong.value)
        with pytest.raises(NotProved):
            house.door.unlock(house.actor("amina").id, house.proof("amina"))
    house.clock.move_to((last + DAY).replace(hour=0, minute=0))
    assert house.door.sign_in("amina", house.proof("amina"), None, None)


def test_it_spends_no_code_and_tells_nothing_by_its_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever forces somebody to type sees what they would see for a name that there is not: one run, no more."""
    from ledger.signin.actions import prove

    runs: list[bytes] = []
    really = prove.stretch
    monkeypatch.setattr(prove, "stretch", lambda p, salt, profile: (runs.append(salt), really(p, salt, profile))[1])
    suspended(house, "amina")
    codes = len(house.people["amina"].recovery_codes)
    fail(house, "amina")
    with pytest.raises(NotProved):
        house.door.sign_in("amina", house.proof("amina"), None, None)
    assert len(runs) == 2
    assert runs[0] == runs[1]
    assert codes == 10
    assert data_of(house.store, "account.recovery_code_used") == []


def test_a_request_that_was_under_way_changes_nothing(house: House) -> None:
    """Whatever began before is refused under the writer's lock."""
    suspended(house, "amina")
    with pytest.raises(Suspended), house.store.work(house.actor("amina")) as work:
        renew_recovery_codes(work)


def test_whoever_is_away_acts_in_no_role(house: House) -> None:
    """Nobody can hand them anything meanwhile; afterwards they have the roles they had."""
    suspended(house, "carla", 2)
    for days, count in ((0, 0), (2, 0), (3, 1)):
        with house.store.reading() as session:
            assert len(actor_for(session, house.actor("carla").id, today(house) + days * DAY).roles) == count


def test_whoever_is_away_does_not_lift_a_lock_down(house: House) -> None:
    """It would be the very thing that somebody could make them do."""
    suspended(house, "carla")
    with house.store.work(house.actor("amina")) as work:
        raise_lockdown(work)
    with pytest.raises(NotProved):
        house.door.recognise("carla", house.proof("carla"), None)
    with pytest.raises(Suspended), house.store.work(house.actor("carla")) as work:
        sign_lift(work, house.people["carla"].signer)


@pytest.mark.parametrize("days", [-1, 0, 61])
def test_the_day_is_from_tomorrow_on_and_at_most_sixty_days_away(house: House, days: int) -> None:
    """Beside its field."""
    with pytest.raises(Refusal) as refused:
        suspended(house, "amina", days)
    assert refused.value.field == "until"
    suspended(house, "amina", 60 if days == 61 else 1)


def test_it_is_over_when_another_begins(house: House) -> None:
    """The newest day counts; an old one does not keep anybody out."""
    suspended(house, "amina", 1)
    house.clock.move(2 * DAY)
    suspended(house, "amina", 3)
    house.clock.move(3 * DAY)
    with pytest.raises(Suspended), house.store.work(Actor(house.actor("amina").id)) as work:
        renew_recovery_codes(work)


def test_the_page_asks_for_day_passphrase_and_code(browser: Browser, house: House) -> None:
    """A found browser suspends nobody; then the person is signed out, and the page that follows says nothing."""
    settle(house)
    browser.sign_in("amina")
    house.clock.move(timedelta(minutes=1))
    page = browser.get("/account/away")
    assert faults(page) == []
    assert 'href="/account/away"' in browser.get("/account").text
    until, proof = (today(house) + 7 * DAY).isoformat(), house.proof("amina")
    wrong = browser.send("/account/away", None, until=until, passphrase="wrong", code=proof.code)
    assert (wrong.status_code, "not right" in words(wrong.text)) == (200, True)
    late = browser.send("/account/away", None, until="2026-12-01", passphrase=proof.passphrase, code=proof.code)
    assert "at most 60 days" in words(late.text)
    done = browser.send("/account/away", None, until=until, passphrase=proof.passphrase, code=proof.code)
    assert (done.status_code, done.headers["Location"]) == (303, "/sign-in")
    assert browser.get("/account").status_code == 302
    house.clock.move(timedelta(minutes=1))
    refused = browser.sign_in("amina")
    assert refused.status_code == 401
    assert "suspend" not in words(refused.text).lower()
