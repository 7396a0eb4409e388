"""Locking down by one button, and opening again by two signatures, in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.log.told import data_of
from tests.pages import faults
from tests.web.browsing import Browser, form_on, words
from tests.web.house import House, settle


@pytest.fixture
def amina(browser: Browser, house: House) -> Browser:
    """Amina, signed in."""
    settle(house)
    browser.sign_in("amina")
    return browser


def reopen(browser: Browser, name: str, **differing: str) -> tuple[int, str]:
    """Send the form that lifts, as somebody; returns status and words."""
    proof = browser.house.proof(name)
    fields = {"name": name, "passphrase": proof.passphrase, "code": proof.code, **differing}
    answer = browser.send("/reopen", "/reopen", **fields)
    return answer.status_code, words(answer.text)


def test_every_page_leads_there_in_one_click(amina: Browser) -> None:
    """Also a page on which something went wrong; a stranger's pages do not."""
    for page in ("/", "/account", "/nowhere"):
        assert 'href="/lock-down"' in amina.get(page).text
    stranger = Browser(amina.app, amina.house)
    assert 'href="/lock-down"' not in stranger.get("/sign-in").text
    assert stranger.get("/lock-down").status_code == 302


def test_one_button_locks_down(amina: Browser, house: House) -> None:
    """No passphrase; whoever is signed in elsewhere is out at the next step; the words blame nobody."""
    carla = Browser(amina.app, house)
    carla.sign_in("carla")
    page = amina.get("/lock-down")
    assert faults(page) == []
    assert "False alarm".lower() in words(page.text).lower()
    assert "passphrase" not in form_on(page.text, "/lock-down")[0]
    answer = amina.send("/lock-down", "/lock-down")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert carla.get("/").headers["Location"].startswith("/sign-in")
    assert len(data_of(house.store, "lockdown.raised")) == 1


def test_whoever_still_has_their_first_passphrase_can_lock_down(browser: Browser, house: House) -> None:
    """On their first day as well; every other page leads them to the change."""
    browser.sign_in("amina")
    assert browser.get("/account").headers["Location"] == "/account/passphrase"
    assert browser.send("/lock-down", "/lock-down").status_code == 303
    assert len(data_of(house.store, "lockdown.raised")) == 1


def test_sent_twice_it_is_raised_once(amina: Browser, house: House) -> None:
    """The second time there is nobody signed in any more, and no form token holds (H13)."""
    hidden, where = form_on(amina.get("/lock-down").text, "/lock-down")
    assert [amina.post(where, **hidden).status_code for _ in range(2)] == [303, 400]
    assert len(data_of(house.store, "lockdown.raised")) == 1


def test_the_sign_in_page_says_it_in_neutral_words(amina: Browser) -> None:
    """It leads to the page that lifts, and says neither why nor what this is; a sent form is answered alike."""
    hidden, where = form_on(amina.get("/account").text, "/account/sessions/end")
    sign_in = Browser(amina.app, amina.house)
    fields, to = form_on(sign_in.get("/sign-in").text, "/sign-in")
    amina.send("/lock-down", "/lock-down")
    page = sign_in.get("/sign-in")
    assert faults(page) == []
    assert 'href="/reopen"' in page.text
    assert "closed for now" in words(page.text)
    assert not {"lock", "alarm", "emergency"} & set(words(page.text).lower().split())
    proof = amina.house.proof("carla")
    late = sign_in.post(to, **fields, name="carla", passphrase=proof.passphrase, code=proof.code)
    assert late.status_code == 503
    assert "closed for now" in words(late.text)
    assert amina.post(where, **hidden).status_code in {302, 400}


def test_two_people_open_it_again(amina: Browser, house: House) -> None:
    """The first is told that another is needed, the second that it is open; then people sign in as usual."""
    amina.send("/lock-down", "/lock-down")
    browser = Browser(amina.app, house)
    page = browser.get("/reopen")
    assert faults(page) == []
    assert "0 of 2" in words(page.text)
    assert reopen(browser, "carla")[0] == 303
    assert "Another person has to sign" in words(browser.get("/reopen").text)
    assert "1 of 2" in words(browser.get("/reopen").text)
    assert reopen(browser, "hana")[0] == 303
    assert browser.get("/reopen").status_code == 303
    house.clock.move(timedelta(minutes=1))
    assert browser.sign_in("amina").status_code == 303


@pytest.mark.parametrize(
    ("name", "differing", "status", "said"),
    [
        ("carla", {"passphrase": "not the one at all"}, 401, "not right"),
        ("nobody", {}, 401, "not right"),
        ("amina", {}, 401, "approver, a custodian or a steward"),
    ],
)
def test_whoever_cannot_lift_is_told_so(
    amina: Browser, house: House, name: str, differing: dict[str, str], status: int, said: str
) -> None:
    """In the words of every failed sign-in, unless they proved who they are."""
    amina.send("/lock-down", "/lock-down")
    house.clock.move(timedelta(minutes=1))
    known = name if name in house.people else "carla"
    proof = house.proof(known)
    fields = {"name": name, "passphrase": proof.passphrase, "code": proof.code, **differing}
    answer = amina.send("/reopen", "/reopen", **fields)
    assert (answer.status_code, said in words(answer.text)) == (status, True)
    assert data_of(house.store, "lockdown.lift_signed") == []


def test_the_form_that_lifts_does_one_thing_when_sent_twice(amina: Browser, house: House) -> None:
    """The second time leads where the first one led, and says no refusal (H13)."""
    amina.send("/lock-down", "/lock-down")
    hidden, where = form_on(amina.get("/reopen").text, "/reopen")
    proof = house.proof("carla")
    fields = {**hidden, "name": "carla", "passphrase": proof.passphrase, "code": proof.code}
    answers = [amina.post(where, **fields) for _ in range(2)]
    assert [one.headers.get("Location") for one in answers] == ["/reopen", "/reopen"]
    assert len(data_of(house.store, "lockdown.lift_signed")) == 1
