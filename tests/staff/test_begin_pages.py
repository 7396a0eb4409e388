"""The public pages on which somebody makes their own keys, in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest

from ledger.signin.actions.lockdown import raise_lockdown
from tests.log.told import data_of
from tests.office import Clerk, Office
from tests.staff.enrolling import PASSPHRASE, code_now, invited
from tests.staff.visiting import go_on, stranger
from tests.web.browsing import words


def keys_page(browser: Clerk, code: str) -> str:
    """Type the code."""
    answer = browser.send("/begin", "/begin", invitation=code)
    assert answer.status_code == 200
    return answer.text


def made(browser: Clerk, code: str, **differing: str) -> str:
    """Go on to the page that shows what is to be kept."""
    fields = {"name": "Nuri", "sign_in_name": "nuri", "new": PASSPHRASE, "again": PASSPHRASE, **differing}
    return go_on(browser, keys_page(browser, code), "/begin/keys", **fields).text


def seed_on(page: str) -> bytes:
    """The seed that the page shows as letters."""
    import base64

    groups = re.search(r'<code class="fingerprint">(.*?)</code>', page, re.DOTALL)
    assert groups is not None
    letters = re.sub(r"<[^>]*>|\s", "", groups[1])
    return base64.b32decode(letters)


def test_a_newcomer_makes_keys_and_proves_the_device(office: Office) -> None:
    """Code, names and passphrase, then what is to be kept, then a first code; a steward sees the fingerprint."""
    code, browser = invited(office.world), stranger(office)
    page = made(browser, code)
    assert page.count("<li><code>") == 10
    fingerprint = re.search(r"SHA256:[A-Za-z0-9+/]{43}", page)
    assert fingerprint is not None
    answer = go_on(browser, page, "/begin/proof", passphrase=PASSPHRASE, code=code_now(office.world, seed_on(page)))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/begin/done")
    assert fingerprint[0] in words(browser.get("/begin/done").text)
    assert fingerprint[0] in office.enter("hana").get("/people").text
    assert len(data_of(office.world.store, "enrolment.prepared")) == 1


def test_words_and_addresses_are_neutral(office: Office) -> None:
    """Whoever looks over a shoulder reads neither what this is nor whom it serves."""
    browser, code = stranger(office), invited(office.world)
    pages = [browser.get("/begin").text, keys_page(browser, code), made(browser, code), browser.get("/begin/done").text]
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None
        for telling in ("defender", "beneficiar", "grant", "ledger", "steward", "invit"):
            assert telling not in words(page).lower(), telling


def test_the_picture_is_shown_to_the_browser_that_carries_it(office: Office) -> None:
    """As PNG, by its own address without anything in it; to others, and afterwards, it is not there."""
    code, browser = invited(office.world), stranger(office)
    assert browser.get("/begin/picture").status_code == 404
    page = made(browser, code)
    picture = browser.get("/begin/picture")
    assert (picture.mimetype, picture.data[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert 'src="/begin/picture"' in page
    assert stranger(office).get("/begin/picture").status_code == 404
    go_on(browser, page, "/begin/proof", passphrase=PASSPHRASE, code=code_now(office.world, seed_on(page)))
    assert browser.get("/begin/picture").status_code == 404


def test_the_picture_says_what_an_authenticator_takes(office: Office) -> None:
    """The same picture as of the address with this seed, under a neutral label."""
    import segno

    from ledger.keys import onetime
    from ledger.web.picture import BORDER, SCALE

    browser = stranger(office)
    page = made(browser, invited(office.world))
    with office.world.store.reading() as session:
        from sqlalchemy import select

        from ledger.staff.models import Invitation

        label = session.scalars(select(Invitation.code)).one()
    out = BytesIO()
    segno.make(onetime.provisioning_uri(seed_on(page), label), error="m", micro=False).save(
        out, kind="png", scale=SCALE, border=BORDER
    )
    assert browser.get("/begin/picture").data == out.getvalue()


def test_the_cookie_shows_nothing(office: Office) -> None:
    """It is sealed to this start of the server, for this browser only, for some minutes."""
    browser = stranger(office)
    page = made(browser, invited(office.world))
    cookie = browser.client.get_cookie("e")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Strict", 900)
    import base64

    content = base64.urlsafe_b64decode(cookie.value)
    assert seed_on(page) not in content
    assert b"otpauth" not in content
    browser.client.set_cookie("e", cookie.value[:-4] + "AAAA")
    assert browser.get("/begin/picture").status_code == 404


def test_nothing_that_is_secret_stands_in_an_address(office: Office) -> None:
    """Neither the code nor the seed; the pages lead on by forms."""
    browser, code = stranger(office), invited(office.world)
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
def test_what_is_wrong_stands_beside_its_field(office: Office, differing: dict[str, str], said: str) -> None:
    """Nothing typed is lost but the passphrases."""
    page = made(stranger(office), invited(office.world), **differing)
    assert said in words(page)
    assert differing.get("name", "Nuri") in page


def test_a_wrong_code_is_told_apart_by_nobody(office: Office) -> None:
    """Mistyped or too old: the same words, and nothing about an invitation."""
    code = invited(office.world)
    wrong = words(stranger(office).send("/begin", "/begin", invitation="AAAA").text)
    page = keys_page(stranger(office), code)
    office.world.clock.move(timedelta(days=7))
    late = stranger(office).send("/begin", "/begin", invitation=code)
    assert ("not right, was used already, or is too old" in wrong, words(late.text)) == (True, wrong)
    browser = stranger(office)
    browser.get("/begin")
    assert go_on(browser, page, "/begin/keys", new=PASSPHRASE, again=PASSPHRASE).status_code in {303, 400}


def test_a_wrong_first_code_shows_the_picture_again_and_the_recovery_codes_not(office: Office) -> None:
    """The device can be tried again at once; whoever lost the codes begins again."""
    browser = stranger(office)
    page = made(browser, invited(office.world))
    again = go_on(browser, page, "/begin/proof", passphrase=PASSPHRASE, code="000000").text
    assert "not right" in words(again)
    assert "<li><code>" not in again
    assert seed_on(again) == seed_on(page)
    right = go_on(browser, again, "/begin/proof", passphrase=PASSPHRASE, code=code_now(office.world, seed_on(page)))
    assert right.status_code == 303


def test_somebody_known_is_asked_for_no_name(office: Office) -> None:
    """They keep their own."""
    browser = stranger(office)
    page = keys_page(browser, invited(office.world, "carla"))
    assert 'name="sign_in_name"' not in page
    shown = go_on(browser, page, "/begin/keys", new=PASSPHRASE, again=PASSPHRASE).text
    assert shown.count("<li><code>") == 10


def test_the_proof_sent_twice_leads_to_one_place(office: Office) -> None:
    """And is written once (H13)."""
    browser = stranger(office)
    page = made(browser, invited(office.world))
    code = code_now(office.world, seed_on(page))
    answers = [go_on(browser, page, "/begin/proof", passphrase=PASSPHRASE, code=code) for _ in range(2)]
    assert [one.headers.get("Location") for one in answers] == ["/begin/done", "/begin/done"]
    assert len(data_of(office.world.store, "enrolment.prepared")) == 1


def test_while_a_lock_down_lasts_nobody_begins(office: Office) -> None:
    """In the neutral words of every act that it refuses."""
    code = invited(office.world)
    with office.world.store.work(office.world.actors["amina"]) as work:
        raise_lockdown(work)
    answer = stranger(office).send("/begin", "/begin", invitation=code)
    assert "for now" in words(answer.text)
    assert 'name="new"' not in answer.text
