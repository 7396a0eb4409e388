"""Which language a reader gets."""

from __future__ import annotations

import pytest
from flask import Flask

from ledger.web import languages
from tests.web.browsing import Browser


@pytest.fixture
def tongues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogues in four languages."""
    monkeypatch.setattr(languages, "languages", lambda: ("en", "ar", "fr", "pt_BR"))


@pytest.mark.usefixtures("tongues")
@pytest.mark.parametrize(
    ("address", "cookie", "accepted", "chosen"),
    [
        ("/today", "", "", "en"),
        ("/today", "", "fr-CH, de;q=0.9", "fr"),
        ("/today", "", "pt-BR", "pt_BR"),
        ("/today", "", "tlh", "en"),
        ("/today", "ar", "fr", "ar"),
        ("/today?lang=fr", "ar", "en", "fr"),
        ("/today?lang=xx", "yy", "en-GB", "en"),
    ],
)
def test_a_choice_goes_before_memory_and_memory_before_the_browser(
    app: Flask, address: str, cookie: str, accepted: str, chosen: str
) -> None:
    """What there is no catalogue for is passed over."""
    headers = {"Cookie": f"{languages.COOKIE}={cookie}", "Accept-Language": accepted}
    with app.test_request_context(address, headers=headers):
        assert languages.chosen_language() == chosen


@pytest.mark.usefixtures("tongues")
def test_a_chosen_language_is_remembered_and_turns_the_page(browser: Browser) -> None:
    """Arabic is written from the right, on the next page as well; the cookie's name says nothing."""
    browser.get("/sign-in?lang=ar")
    assert '<html lang="ar" dir="rtl">' in browser.get("/sign-in").text
    browser.get("/sign-in?lang=pt_BR")
    assert '<html lang="pt-BR" dir="ltr">' in browser.get("/sign-in").text


@pytest.mark.usefixtures("tongues")
def test_changing_the_language_keeps_the_rest_of_the_address(app: Flask) -> None:
    """Search, page and the way back stay, written so that they cannot become anything else."""
    with app.test_request_context("/sign-in?next=/account&q=a%26b&q=%22&lang=fr"):
        code, name, url = languages.language_links()[1]
    assert (code, name, url) == ("ar", "العربية", "?next=%2Faccount&q=a%26b&q=%22&lang=ar")


def test_english_is_always_there() -> None:
    """Also without any catalogue."""
    assert languages.languages()[0] == "en"
