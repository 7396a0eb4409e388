"""Trouble is answered with a page that says what to do, and logged without what anybody typed."""

from __future__ import annotations

import logging

import pytest
from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.wrappers import Response

from ledger.errors import N_, Refusal
from ledger.keys.trouble import TooBusy
from ledger.web.access import public
from ledger.web.context import store
from ledger.web.security import LARGEST_UPLOAD
from ledger.work import AlreadyDone
from tests.web.browsing import Browser, words
from tests.web.house import House, application

TROUBLE: dict[str, Exception] = {
    "done": AlreadyDone("/today"),
    "refusal": Refusal(N_("%(count)s keys are missing."), count=3),
    "busy": TooBusy("busy"),
    "known": IntegrityError("", {}, Exception("CHECK constraint failed: ck_fund_balance_ceiling")),
    "unknown": IntegrityError("", {}, Exception("CHECK constraint failed: ck_never_heard_of")),
    "locked": OperationalError("SELECT name", {}, Exception("database is locked")),
    "bug": ValueError("Amina lives in a street"),
}


def troubles() -> Blueprint:
    """Pages that meet trouble."""
    bp = Blueprint("troubles", __name__)

    @bp.route("/trouble/<kind>", methods=["GET", "POST"])
    @public
    def meet(kind: str) -> str:
        raise TROUBLE[kind]

    @bp.get("/folder/")
    @public
    def folder() -> str:
        return "folder"

    return bp


@pytest.fixture
def careless(house: House) -> Browser:
    """A browser at an application with trouble in it; forms need no token here."""
    app = application(house, troubles())
    app.config["WTF_CSRF_ENABLED"] = False
    return Browser(app, house)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("refusal", 409), ("busy", 503), ("known", 409), ("unknown", 500), ("locked", 503), ("bug", 500)],
)
def test_each_trouble_has_its_page(careless: Browser, kind: str, status: int) -> None:
    """A page of ours, with a way back."""
    answer = careless.get(f"/trouble/{kind}")
    assert answer.status_code == status
    assert "Back to the desk" in words(answer.text)


def test_a_form_sent_twice_leads_where_the_first_led(careless: Browser) -> None:
    """The work is done; the person sees it."""
    answer = careless.post("/trouble/done")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/today")


@pytest.mark.parametrize(("kind", "said"), [("refusal", "3 keys are missing."), ("known", "does not hold enough")])
def test_a_refused_button_says_so_on_its_page(careless: Browser, kind: str, said: str) -> None:
    """Back to where the button stands, with the sentence on top."""
    answer = careless.client.post(f"/trouble/{kind}", headers={"Referer": "http://localhost/sign-in?as=x"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?as=x")
    assert said in words(careless.get("/sign-in").text)


def test_a_refusal_leads_to_no_other_site(careless: Browser) -> None:
    """Where the button stood elsewhere, the desk is next."""
    answer = careless.client.post("/trouble/refusal", headers={"Referer": "https://evil.example/form"})
    assert answer.headers["Location"] == "/"


def test_a_refused_page_says_why_in_its_place(careless: Browser) -> None:
    """Without leading to and fro."""
    assert "3 keys are missing." in words(careless.get("/trouble/refusal").text)


def test_the_error_log_holds_nothing_that_was_typed(careless: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """Kind and place only: no address, no message, no field."""
    with caplog.at_level(logging.DEBUG):
        careless.client.post("/trouble/bug?who=Amina", data={"name": "Amina"})
        careless.client.post("/trouble/locked", data={"name": "Amina"})
    assert "ValueError at" in caplog.text
    assert "in troubles.meet" in caplog.text
    for secret in ("Amina", "street", "/trouble/", "SELECT"):
        assert secret not in caplog.text


def test_trouble_after_the_page_is_logged_as_briefly(careless: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """Flask's own words about it would hold the address and the line that was at fault."""

    @careless.app.after_request
    def stumble(answer: Response) -> Response:
        if answer.status_code == 200:
            raise ValueError("Amina lives in a street")
        return answer

    assert careless.get("/today?who=Amina").status_code == 500
    assert "ValueError at" in caplog.text
    for secret in ("Amina", "street", "/today"):
        assert secret not in caplog.text


def test_a_broken_frame_still_gets_an_answer(careless: Browser, house: House, caplog: pytest.LogCaptureFixture) -> None:
    """When the database is gone even the page about it cannot be drawn as usual."""
    careless.client.set_cookie("s", "somebody")
    with house.store.housekeeping() as session:
        session.execute(text("ALTER TABLE signin_session RENAME TO gone"))
    answer = careless.get("/sign-in")
    assert answer.status_code == 503
    assert "Not now" in answer.text
    assert "somebody" not in caplog.text
    assert careless.get("/health").status_code == 200


def test_health_says_when_the_ledger_cannot_be_read(careless: Browser, house: House) -> None:
    """For whatever watches the server: 503, and no word about why."""
    with house.store.housekeeping() as session:
        session.execute(text("ALTER TABLE organisation RENAME TO gone"))
    answer = careless.get("/health")
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")


def test_a_page_sent_the_wrong_way_says_how(careless: Browser) -> None:
    """405 names what is allowed."""
    answer = careless.client.post("/today")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_missing_slash_is_mended(careless: Browser) -> None:
    """A redirect is no trouble."""
    answer = careless.get("/folder")
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://localhost/folder/")


def test_a_file_that_is_too_large_is_refused(careless: Browser) -> None:
    """Before it is read."""
    answer = careless.client.post("/sign-in", content_length=LARGEST_UPLOAD + 1)
    assert answer.status_code == 413


def test_the_store_of_a_request_is_the_applications(careless: Browser, house: House) -> None:
    """Views read and write through one store."""
    with careless.app.app_context():
        assert store() is house.store
