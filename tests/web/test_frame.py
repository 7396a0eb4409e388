"""What stands round every page."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from ledger.actor import Role
from ledger.protect.guards import GUARDS
from ledger.web.frame import ROLE_WORDS
from ledger.web.refusals import SENTENCES, refusal_of
from tests.web.browsing import Browser, words
from tests.web.house import House, settle


def test_the_quick_exit_leads_to_a_page_that_says_only_the_date(browser: Browser) -> None:
    """No name of the product, no link back, nothing about who looked."""
    page = browser.get("/today")
    assert set(words(page.text).split("Mar 2, 2026")) == {"", " "}
    assert "lmoner" not in page.text
    assert "Set-Cookie" not in page.headers


def test_every_page_offers_the_quick_exit(browser: Browser, house: House) -> None:
    """Signed in or not, and on the pages of trouble."""
    settle(house)
    for page in ("/sign-in", "/nowhere"):
        assert 'href="/today"' in browser.get(page).text
    browser.sign_in("amina")
    assert 'href="/today"' in browser.get("/").text


def test_health_is_one_word(browser: Browser) -> None:
    """Enough for whatever watches the server."""
    assert browser.get("/health").text == "ok\n"


def test_every_role_has_its_word() -> None:
    """A role that is added is named on the pages."""
    assert set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_each_sentence_is_found_by_what_the_database_says(name: str) -> None:
    """Both engines name the constraint or the trigger in their own way of speaking."""
    for said in (f"CHECK constraint failed: {name}", f'violates check constraint "{name}"\nDETAIL: row'):
        assert str(refusal_of(IntegrityError("", {}, Exception(said)))) == SENTENCES[name]


def test_sentences_of_triggers_name_triggers_that_there_are() -> None:
    """A guard that was renamed does not leave its sentence behind."""
    guards = {guard.name for guard in GUARDS}
    spoken = {name for name in SENTENCES if not name.startswith(("ck_", "uq_", "fk_", "pk_"))}
    assert spoken <= guards


def test_what_has_no_sentence_is_no_refusal() -> None:
    """It is a defect, and is answered as one."""
    with pytest.raises(IntegrityError):
        refusal_of(IntegrityError("", {}, Exception("ck_never_heard_of")))
