"""Headers of every answer, whatever it answers."""

from __future__ import annotations

import pytest

from ledger.web.security import CONTENT_POLICY
from tests.web.browsing import Browser
from tests.web.house import House, application, settle

PAGES = ["/", "/sign-in", "/today", "/health", "/nowhere", "/account", "/static/nothing.css"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_is_hardened(browser: Browser, house: House, page: str, signed_in: bool) -> None:
    """No script, nothing from elsewhere, no frame, no guessing of kinds, and nothing kept."""
    settle(house)
    if signed_in:
        browser.sign_in("amina")
    headers = browser.get(page).headers
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    if not page.startswith("/static"):
        assert headers["Cache-Control"] == "no-store"


def test_the_content_policy_is_the_strict_one() -> None:
    """Nothing by default; styles, pictures and forms from here only."""
    assert CONTENT_POLICY == (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def test_tls_is_insisted_on_unless_served_plain(house: House) -> None:
    """A browser that came once by TLS comes by TLS."""
    plain, tls = Browser(application(house), house), Browser(application(house, plain_http=False), house, secure=True)
    assert "Strict-Transport-Security" not in plain.get("/today").headers
    assert "max-age" in tls.get("/today").headers["Strict-Transport-Security"]


def test_the_form_cookie_is_guarded_as_the_session_is(house: House) -> None:
    """It holds no secret, and is still this host's alone."""
    cookie = Browser(application(house, plain_http=False), house, secure=True).get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("__Host-f=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}


def test_a_page_on_tls_takes_forms_from_its_own_site_only(house: House) -> None:
    """The referrer that the policy lets browsers send is checked."""
    settle(house)
    browser = Browser(application(house, plain_http=False), house, secure=True)
    assert browser.sign_in("amina").status_code == 303
    page = browser.get("/account").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    elsewhere = {"Referer": "https://evil.example/"}
    answer = browser.client.post(
        "/sign-out", base_url="https://localhost", data={"csrf_token": token}, headers=elsewhere
    )
    assert answer.status_code == 400
