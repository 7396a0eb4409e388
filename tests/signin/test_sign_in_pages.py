"""Signing in and out in a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ledger.keys.passphrase import Lane
from ledger.signin.actions import sessions
from ledger.signin.rules import MANY_FAILURES
from tests.web.browsing import Browser, form_on, words
from tests.web.house import House, application, settle


@pytest.fixture(autouse=True)
def _settled(house: House) -> None:
    """These people have changed their first passphrase."""
    settle(house)


def test_signing_in_leads_to_the_desk(browser: Browser) -> None:
    """And the desk is closed before."""
    assert browser.get("/").headers["Location"].startswith("/sign-in")
    answer = browser.sign_in("amina")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "At the desk" in browser.get("/").text


def test_the_cookie_says_nothing_and_goes_nowhere_else(house: House) -> None:
    """A name without meaning, this host only, no script, no other site, until the browser closes."""
    browser = Browser(application(house, plain_http=False), house, secure=True)
    cookies = browser.sign_in("amina").headers.getlist("Set-Cookie")
    session = next(one for one in cookies if one.startswith("__Host-s="))
    parts = {part.strip() for part in session.split(";")[1:]}
    assert parts == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
    for one in cookies:
        assert one.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Strict"} <= {part.strip() for part in one.split(";")}
    assert browser.get("/").status_code == 200


def test_plain_http_sends_a_plain_cookie(browser: Browser) -> None:
    """A browser keeps no __Host- cookie without TLS; a demo on this machine would not work."""
    cookies = browser.sign_in("amina").headers.getlist("Set-Cookie")
    assert any(one.startswith("s=") and "Secure" not in one for one in cookies)


def test_every_failure_looks_the_same(browser: Browser, house: House) -> None:
    """A wrong name, a wrong passphrase and a wrong code: the same status and the same words."""
    right = house.proof("amina")
    cases = [
        {"name": "nobody", "passphrase": right.passphrase, "code": right.code},
        {"name": "amina", "passphrase": "wrong", "code": right.code},
        {"name": "amina", "passphrase": right.passphrase, "code": "12345"},
    ]
    answers = [browser.send("/sign-in", "/sign-in", **case) for case in cases]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert len({words(answer.text) for answer in answers}) == 1


def test_what_was_typed_stays_but_no_secret(browser: Browser) -> None:
    """The name stands in the form again; passphrase and code do not come back."""
    answer = browser.send("/sign-in", "/sign-in", name="amina", passphrase="wrong secret", code="987654")
    assert 'value="amina"' in answer.text
    assert "wrong secret" not in answer.text


def test_many_failures_are_answered_with_a_time_to_wait(browser: Browser) -> None:
    """429 with Retry-After, in the words of every other failure; the right one is still taken."""
    wrong = {"name": "amina", "passphrase": "wrong", "code": "000000"}
    first = browser.send("/sign-in", "/sign-in", **wrong)
    for _ in range(MANY_FAILURES - 1):
        browser.send("/sign-in", "/sign-in", **wrong)
    answer = browser.send("/sign-in", "/sign-in", **wrong)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert words(answer.text) == words(first.text)
    assert browser.sign_in("amina").status_code == 303


def test_a_full_lane_is_answered_as_busy(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, and nothing typed is lost."""
    narrow = Lane(1, 0.0)
    monkeypatch.setattr(sessions, "STRANGERS", narrow)
    with narrow.pass_through():
        answer = browser.sign_in("amina")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert 'value="amina"' in answer.text


def test_one_gets_to_the_page_that_one_asked_for(browser: Browser) -> None:
    """The way leads through sign-in and on."""
    way = browser.get("/account?lang=en").headers["Location"]
    answer = browser.sign_in("amina", url=way)
    assert answer.headers["Location"] == "/account?lang=en"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%09/evil.example/",
        "/%0a/evil.example",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_nobody_is_sent_to_another_site(browser: Browser, elsewhere: str) -> None:
    """A link to the sign-in page cannot carry its reader away."""
    answer = browser.sign_in("amina", url=f"/sign-in?next={elsewhere}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_form_without_its_token_is_refused(browser: Browser, house: House) -> None:
    """Another site cannot sign a person in."""
    proof = house.proof("amina")
    answer = browser.post("/sign-in", name="amina", passphrase=proof.passphrase, code=proof.code)
    assert answer.status_code == 400


def test_form_tokens_of_before_end_with_signing_in(browser: Browser) -> None:
    """What somebody noted down before cannot be sent in the person's name after."""
    hidden, _ = form_on(browser.get("/sign-in").text, "/sign-in")
    browser.sign_in("amina")
    assert browser.post("/sign-out", csrf_token=hidden["csrf_token"]).status_code == 400
    assert browser.get("/").status_code == 200


def test_signing_out_closes_everything(browser: Browser) -> None:
    """The cookie is taken back, and would not open anything."""
    browser.sign_in("amina")
    kept = browser.client.get_cookie("s")
    assert kept is not None
    hidden, _ = form_on(browser.get("/account").text, "/account/sessions/end")
    answer = browser.post("/sign-out", csrf_token=hidden["csrf_token"])
    assert answer.headers["Location"] == "/sign-in"
    assert browser.client.get_cookie("s") is None
    browser.client.set_cookie("s", kept.value)
    assert browser.get("/").status_code == 302


def test_who_is_signed_in_is_not_asked_again(browser: Browser) -> None:
    """The sign-in page leads on."""
    browser.sign_in("amina")
    assert browser.get("/sign-in").headers["Location"] == "/"


def test_a_session_that_lay_idle_asks_to_sign_in(browser: Browser, house: House) -> None:
    """And keeps where the person was."""
    browser.sign_in("amina")
    house.clock.move(timedelta(hours=1))
    assert browser.get("/account").headers["Location"] == "/sign-in?next=/account"
