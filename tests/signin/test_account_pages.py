"""The pages of one's own account in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.log.models import LogEntry
from tests.web.browsing import Browser, form_on, words
from tests.web.house import House, everything_in, settle

NEW = "seven herons over a quiet estuary"


@pytest.fixture
def amina(browser: Browser, house: House) -> Browser:
    """Amina, signed in, a minute ago."""
    settle(house)
    browser.sign_in("amina")
    house.clock.move(timedelta(minutes=1))
    return browser


def logged(house: House, verb: str) -> int:
    """How often a verb is on the log."""
    with house.store.reading() as session:
        return len(session.scalars(select(LogEntry.seq).where(LogEntry.verb == verb)).all())


def change(browser: Browser, **differing: str) -> tuple[int, str]:
    """Send the form that changes a passphrase; returns status and words."""
    proof = browser.house.proof("amina")
    fields = {"passphrase": proof.passphrase, "code": proof.code, "new": NEW, "again": NEW}
    answer = browser.send("/account/passphrase", "/account/passphrase", **{**fields, **differing})
    return answer.status_code, words(answer.text)


def test_the_first_sign_in_must_change_the_passphrase(browser: Browser, house: House) -> None:
    """Every page leads there until it is done; only signing out is left."""
    browser.sign_in("amina")
    for page in ("/", "/account", "/account/recovery-codes"):
        assert browser.get(page).headers["Location"] == "/account/passphrase"
    house.clock.move(timedelta(minutes=1))
    assert change(browser)[0] == 303
    house.clock.move(timedelta(minutes=1))
    browser.send("/sign-in", "/sign-in", name="amina", passphrase=NEW, code=house.code("amina"))
    assert browser.get("/account").status_code == 200


def test_the_account_page_shows_key_roles_and_sessions(amina: Browser, house: House) -> None:
    """With the fingerprint that stands on the log, and which session this is."""
    shown = words(amina.get("/account").text)
    assert house.people["amina"].fingerprint in shown
    assert "programme officer" in shown
    assert "this one" in shown
    assert "10 recovery codes" in shown


def test_changing_the_passphrase_signs_out(amina: Browser, house: House) -> None:
    """The new one opens the account, the old one does not."""
    assert change(amina)[0] == 303
    assert amina.get("/").status_code == 302
    assert "is changed" in words(amina.get("/sign-in").text)
    house.clock.move(timedelta(minutes=1))
    assert amina.sign_in("amina").status_code == 401


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"again": "another estuary altogether"}, "differ"),
        ({"new": "too short", "again": "too short"}, "at least 15"),
    ],
)
def test_a_refused_passphrase_spends_no_code(amina: Browser, differing: dict[str, str], said: str) -> None:
    """The person mends the form and sends the same code again."""
    status, shown = change(amina, **differing)
    assert (status, said in shown.lower()) == (200, True)
    assert change(amina)[0] == 303


def test_a_wrong_present_passphrase_changes_nothing(amina: Browser, house: House) -> None:
    """An unattended screen is not enough to take over an account."""
    assert change(amina, passphrase="wrong")[0] == 200
    assert logged(house, "account.passphrase_changed") == 0
    assert amina.get("/account").status_code == 200


def test_new_recovery_codes_are_shown_once(amina: Browser, house: House) -> None:
    """They need passphrase and code; the same form sent again makes no second set and says no refusal."""
    hidden, where = form_on(amina.get("/account/recovery-codes").text, "/account/recovery-codes")
    proof = house.proof("amina")
    fields = {**hidden, "passphrase": proof.passphrase, "code": proof.code}
    first = amina.post(where, **fields)
    assert first.text.count("<li><code>") == 10
    again = amina.post(where, **fields)
    assert (again.status_code, again.headers["Location"]) == (303, "/account")
    assert logged(house, "account.recovery_codes_renewed") == 1


def test_recovery_codes_are_not_made_without_proof(amina: Browser, house: House) -> None:
    """Whoever finds a browser open gets no second factor from it."""
    answer = amina.send("/account/recovery-codes", None, passphrase="wrong", code="000000")
    assert "<li><code>" not in answer.text
    assert logged(house, "account.recovery_codes_renewed") == 0


def test_another_session_is_ended_here(amina: Browser, house: House) -> None:
    """The other browser is out at its next step, this one stays; sent twice it is done once."""
    other = Browser(amina.app, house)
    other.sign_in("amina")
    page = amina.get("/account").text
    ends = [part.split('"')[0] for part in page.split('action="')[1:] if "/account/sessions/" in part]
    here = page.split("this one")[0].count("/account/sessions/")
    theirs = next(end for i, end in enumerate(ends) if end != "/account/sessions/end" and i != here)
    hidden, _ = form_on(page, theirs)
    assert [amina.post(theirs, **hidden).status_code for _ in range(2)] == [303, 303]
    assert other.get("/").status_code == 302
    assert amina.get("/").status_code == 200
    assert logged(house, "account.sessions_ended") == 1


def test_somebody_elses_session_is_not_there(amina: Browser, house: House) -> None:
    """Its number says nothing to others."""
    carla = Browser(amina.app, house)
    carla.sign_in("carla")
    _, theirs = form_on(carla.get("/account").text, "/account/sessions/")
    hidden, _ = form_on(amina.get("/account").text, "/account/sessions/end")
    assert amina.post(theirs, **hidden).status_code == 404
    assert carla.get("/").status_code == 200


def test_all_sessions_end_at_once(amina: Browser, house: House) -> None:
    """This one as well."""
    other = Browser(amina.app, house)
    other.sign_in("amina")
    answer = amina.send("/account", "/account/sessions/end")
    assert answer.headers["Location"] == "/sign-in"
    assert [one.get("/").status_code for one in (amina, other)] == [302, 302]


def test_times_are_shown_in_the_chosen_zone(amina: Browser) -> None:
    """The zone is named beside the time; a zone that there is not is refused."""
    assert "9:00:00" in amina.get("/account").text
    assert amina.send("/account", "/account/zone", zone="Asia/Tokyo").status_code == 303
    shown = words(amina.get("/account").text)
    assert "6:00:00 PM" in shown
    assert "+0900" in shown
    assert amina.send("/account", "/account/zone", zone="Mars/Base").status_code == 400


def test_who_holds_no_role_any_more_can_still_leave(amina: Browser, house: House) -> None:
    """Roles end by their day; the account page and the way out stay."""
    house.clock.move(timedelta(days=365))
    amina.sign_in("amina")
    assert "ended" in words(amina.get("/account").text)
    hidden, _ = form_on(amina.get("/account").text, "/account/sessions/end")
    assert amina.post("/sign-out", csrf_token=hidden["csrf_token"]).status_code == 303


def test_the_database_keeps_no_passphrase(amina: Browser, house: House) -> None:
    """Neither the old nor the new one stands in any file, nor does the seed of the codes."""
    change(amina)
    content = everything_in(house)
    assert b"amina" in content
    for secret in (NEW.encode(), house.people["amina"].passphrase.encode(), house.people["amina"].seed):
        assert secret not in content
