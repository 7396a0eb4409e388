"""Who may open which page: each says so itself, and what one may not see is not there."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from ledger.actor import Role
from ledger.web.access import EVERYONE, access_of, guarded, public
from tests.web.browsing import Browser
from tests.web.house import House, application, settle

PUBLIC = {"static", "frame.today", "frame.health", "signin.sign_in", "signin.step_in", "signin.reopen"}


def cashbox() -> Blueprint:
    """A slice with a page for finance, and one that only takes what is sent."""
    bp = Blueprint("cashbox", __name__)

    @bp.get("/cashbox")
    @guarded(Role.FINANCE)
    def look() -> str:
        return "coins"

    @bp.post("/cashbox/count")
    @guarded(Role.FINANCE)
    def count() -> str:
        return "counted"

    return bp


@pytest.fixture
def vault(house: House) -> Browser:
    """A browser at an application with a cashbox."""
    settle(house)
    return Browser(application(house, cashbox()), house)


def test_every_page_says_who_may_open_it(app: Flask) -> None:
    """Derived from the routes; what is open to all is a short list that is read here."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint for endpoint in endpoints if access_of(app, endpoint) is None} == PUBLIC


def test_a_page_that_says_nothing_stops_the_start(house: House) -> None:
    """Forgetting the guard is found before anybody can open the page."""
    bp = Blueprint("careless", __name__)
    bp.add_url_rule("/careless", view_func=lambda: "open", endpoint="page")
    with pytest.raises(LookupError, match=r"careless\.page"):
        application(house, bp)


def test_whoever_holds_the_role_gets_in(vault: Browser) -> None:
    """Finance opens the cashbox."""
    vault.sign_in("farah")
    assert vault.get("/cashbox").text == "coins"


def test_whoever_lacks_the_role_finds_nothing(vault: Browser) -> None:
    """The answer is that of an address that there is not: the same status, the same page."""
    vault.sign_in("amina")
    closed, absent = vault.get("/cashbox"), vault.get("/nowhere")
    assert closed.status_code == absent.status_code == 404
    assert closed.data == absent.data


def test_a_role_that_ended_opens_nothing(vault: Browser, house: House) -> None:
    """The day decides, not the day of signing in."""
    house.clock.move_to(house.clock.now().replace(month=12, day=31, hour=23, minute=30))
    vault.sign_in("farah")
    assert vault.get("/cashbox").status_code == 200
    house.clock.move_to(house.clock.now().replace(minute=59, second=59))
    assert vault.get("/cashbox").status_code == 200
    house.clock.move(house.clock.now().replace(second=1) - house.clock.now().replace(second=0))
    assert vault.get("/cashbox").status_code == 404


def test_a_stranger_is_led_to_sign_in_with_the_way_back(vault: Browser) -> None:
    """For a page that was asked for; what was sent is not sent again."""
    assert vault.get("/cashbox?page=2").headers["Location"] == "/sign-in?next=/cashbox?page%3D2"
    vault.app.config["WTF_CSRF_ENABLED"] = False
    assert vault.post("/cashbox/count").headers["Location"] == "/sign-in"


def test_a_stolen_name_of_a_cookie_opens_nothing(vault: Browser) -> None:
    """An invented cookie is a stranger's."""
    for value in ("", "x", "A" * 43, "\u00e9"):
        vault.client.set_cookie("s", value)
        assert vault.get("/cashbox").status_code == 302


def test_the_marks_are_read_back(app: Flask) -> None:
    """`public` and `guarded` say what `access_of` reads, and signing out is for everyone who is in."""

    @public
    def anybody() -> str:
        return ""

    @guarded(Role.DONOR)
    def donors() -> str:
        return ""

    assert (anybody.access, donors.access) == (None, frozenset({Role.DONOR}))  # type: ignore[attr-defined]
    assert access_of(app, "signin.sign_out") == EVERYONE
