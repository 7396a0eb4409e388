"""The public pages on which somebody makes their own keys, in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest

from ledger.signin.actions.lockdown import raise_lockdown
from tests.log.told import data_of
from tests.staff.conftest import Person, Site
from tests.staff.enrolling import PASSPHRASE, code_now, invited
from tests.web.browsing import words


def keys_page(browser: Person, code: str) -> str:
    """Type the code."""
    answer = browser.send("/begin", "/begin", invitation=code)
    assert answer.status_code == 200
    return answer.text


def made(browser: Person, code: str, **differing: str) -> str:
    """Go on to the page that shows what is to be kept."""
    fields = {"name": "Nuri", "sign_in_name": "nuri", "new": PASSPHRASE, "again": PASSPHRASE, **differing}
    return browser.go_on(keys_page(browser, code), "/begin/keys", **fields).text


def seed_on(page: str) -> bytes:
    """The seed that the page shows as letters."""
    import base64

    groups = re.search(r'<code class="fingerprint">(.*?)</code>', page, re.DOTALL)
    assert groups is not None
    letters = re.sub(r"<[^>]*>|\s", "", groups[1])
    return base64.b32decode(letters)


def test_a_newcomer_makes_keys_and_proves_the_device(site: Site) -> None:
    """Code, names and passphrase, then what is to be kept, then a first code; a steward sees the fingerprint."""
    code, browser = invited(site.world), site.stranger()
    page = made(browser, code)
    assert page.count("<li><code>") == 10
    fingerprint = re.search(r"SHA256:[A-Za-z0-9+/]{43}", page)
    assert fingerprint is not None
    answer = browser.go_on(page, "/begin/proof", passphrase=PASSPHRASE, code=code_now(site.world, seed_on(page)))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/begin/done")
    assert fingerprint[0] in words(browser.get("/begin/done").text)
    assert fingerprint[0] in site.person("hana").get("/people").text
    assert len(data_of(site.world.store, "enrolment.prepared")) == 1


def test_words_and_addresses_are_neutral(site: Site) -> None:
    """Whoever looks over a shoulder reads neither what this is nor whom it serves."""
    browser, code = site.stranger(), invited(site.world)
    pages = [browser.get("/begin").text, keys_page(browser, code), made(browser, code), browser.get("/begin/done").text]
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None
        for telling in ("defender", "beneficiar", "grant", "ledger", "steward", "invit"):
            assert telling not in words(page).lower(), telling


def test_the_picture_is_shown_to_the_browser_that_carries_it(site: Site) -> None:
    """As PNG, by its own address without anything in it; to others, and afterwards, it is not there."""
    code, browser = invited(site.world), site.stranger()
    assert browser.get("/begin/picture").status_code == 404
    page = made(browser, code)
    picture = browser.get("/begin/picture")
    assert (picture.mimetype, picture.data[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert 'src="/begin/picture"' in page
    assert site.stranger().get("/begin/picture").status_code == 404
    browser.go_on(page, "/begin/proof", passphrase=PASSPHRASE, code=code_now(site.world, seed_on(page)))
    assert browser.get("/begin/picture").status_code == 404


def test_the_picture_says_what_an_authenticator_takes(site: Site) -> None:
    """The same picture as of the address with this seed, under a neutral label."""
    import segno

    from ledger.keys import onetime
    from ledger.web.picture import BORDER, SCALE

    browser = site.stranger()
    page = made(browser, invited(site.world))
    with site.world.store.reading() as session:
        from sqlalchemy import select

        from ledger.staff.models import Invitation

        label = session.scalars(select(Invitation.code)).one()
    out = BytesIO()
    segno.make(onetime.provisioning_uri(seed_on(page), label), error="m", micro=False).save(
        out, kind="png", scale=SCALE, border=BORDER
    )
    assert browser.get("/begin/picture").data == out.getvalue()


def test_the_cookie_shows_nothing(site: Site) -> None:
    """It is sealed to this start of the server, for this browser only, for some minutes."""
    browser = site.stranger()
    page = made(browser, invited(site.world))
    cookie = browser.client.get_cookie("e")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Strict", 900)
    import base64

    content = base64.urlsafe_b64decode(cookie.value)
    assert seed_on(page) not in content
    assert b"otpauth" not in content
    browser.client.set_cookie("e", cookie.value[:-4] + "AAAA")
    assert browser.get("/begin/picture").status_code == 404


def test_nothing_that_is_secret_stands_in_an_address(site: Site) -> None:
    """Neither the code nor the seed; the pages lead on by forms."""
    browser, code = site.stranger(), invited(site.world)
    page = made(browser, code)
    for address in re.findall(r'(?:href|src|action)="([^"]*)"', page):
        assert code not in address
        assert "secret" not in address


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"again": "another passphrase altogether"}, "differ"),
        ({"new": "short", "again": "short"}, "at least 15"),
        ({"name": ""}, "how you are to be called"),
        ({"sign_in_name": "amina"}, "is taken"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(site: Site, differing: dict[str, str], said: str) -> None:
    """Nothing typed is lost but the passphrases."""
    page = made(site.stranger(), invited(site.world), **differing)
    assert said in words(page)
    assert differing.get("name", "Nuri") in page


def test_a_wrong_code_is_told_apart_by_nobody(site: Site) -> None:
    """Mistyped or too old: the same words, and nothing about an invitation."""
    code = invited(site.world)
    wrong = words(site.stranger().send("/begin", "/begin", invitation="AAAA").text)
    page = keys_page(site.stranger(), code)
    site.world.clock.move(timedelta(days=7))
    late = site.stranger().send("/begin", "/begin", invitation=code)
    assert ("not right, was used already, or is too old" in wrong, words(late.text)) == (True, wrong)
    browser = site.stranger()
    browser.get("/begin")
    assert browser.go_on(page, "/begin/keys", new=PASSPHRASE, again=PASSPHRASE).status_code in {303, 400}


def test_a_wrong_first_code_shows_the_picture_again_and_the_recovery_codes_not(site: Site) -> None:
    """The device can be tried again at once; whoever lost the codes begins again."""
    browser = site.stranger()
    page = made(browser, invited(site.world))
    again = browser.go_on(page, "/begin/proof", passphrase=PASSPHRASE, code="000000").text
    assert "not right" in words(again)
    assert "<li><code>" not in again
    assert seed_on(again) == seed_on(page)
    right = browser.go_on(again, "/begin/proof", passphrase=PASSPHRASE, code=code_now(site.world, seed_on(page)))
    assert right.status_code == 303


def test_somebody_known_is_asked_for_no_name(site: Site) -> None:
    """They keep their own."""
    browser = site.stranger()
    page = keys_page(browser, invited(site.world, "carla"))
    assert 'name="sign_in_name"' not in page
    shown = browser.go_on(page, "/begin/keys", new=PASSPHRASE, again=PASSPHRASE).text
    assert shown.count("<li><code>") == 10


def test_the_proof_sent_twice_leads_to_one_place(site: Site) -> None:
    """And is written once (H13)."""
    browser = site.stranger()
    page = made(browser, invited(site.world))
    code = code_now(site.world, seed_on(page))
    answers = [browser.go_on(page, "/begin/proof", passphrase=PASSPHRASE, code=code) for _ in range(2)]
    assert [one.headers.get("Location") for one in answers] == ["/begin/done", "/begin/done"]
    assert len(data_of(site.world.store, "enrolment.prepared")) == 1


def test_while_a_lock_down_lasts_nobody_begins(site: Site) -> None:
    """In the neutral words of every act that it refuses."""
    code = invited(site.world)
    with site.world.store.work(site.world.actors["amina"]) as work:
        raise_lockdown(work)
    answer = site.stranger().send("/begin", "/begin", invitation=code)
    assert "for now" in words(answer.text)
    assert 'name="new"' not in answer.text
