"""Somebody new, from the invitation to their first sign-in, with script off; and a lock-down, raised and lifted."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ledger.keys import onetime
from tests.browser.conftest import Served
from tests.browser.test_one_award import page_for

pytestmark = pytest.mark.browser

PASSPHRASE = "seven herons over a quiet estuary"


def stranger(chromium: Browser, width: int = 360) -> Page:
    """A telephone on which nobody has signed in, script off."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}, locale="en-GB")
    return context.new_page()


def code_from(served: Served, seed: bytes) -> str:
    """The code that the newcomer's device shows after a while."""
    served.world.clock.move(timedelta(minutes=1))
    return onetime.code_of(seed, onetime.counter_at(served.world.clock.now()))


def begin(chromium: Browser, served: Served, code: str) -> tuple[Page, bytes, str]:
    """Make keys on a telephone; return the page, the seed and the fingerprint that it shows."""
    page = stranger(chromium)
    page.goto(f"{served.address}/begin")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("How you are called here").fill("Noor")
    page.get_by_label("Sign-in name").fill("noor")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("Passphrase again").fill(PASSPHRASE)
    page.get_by_role("button", name="Go on").click()
    picture = page.locator("img.qr")
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 200
    seed = base64.b32decode("".join(page.locator("code.fingerprint span").all_inner_texts()))
    fingerprint = re.search(r"SHA256:\S{43}", page.content())
    assert fingerprint is not None
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("One-time code").fill(code_from(served, seed))
    page.get_by_role("button", name="It works").click()
    expect(page.locator("h1")).to_have_text("Ready")
    return page, seed, fingerprint[0]


def test_somebody_new_begins(chromium: Browser, served: Served) -> None:
    """Steward, newcomer, steward, approver, newcomer."""
    steward = page_for(chromium, served, "hana")
    steward.get_by_role("link", name="People").click()
    steward.get_by_role("link", name="Invite").click()
    steward.get_by_role("button", name="Make a code").click()
    code = steward.locator("code.fingerprint").inner_text()

    page, seed, fingerprint = begin(chromium, served, code)

    steward.get_by_role("link", name="Back to people").click()
    steward.get_by_role("link", name="Propose", exact=True).click()
    expect(steward.locator("main")).to_contain_text(fingerprint)
    steward.get_by_label("programme officer").check()
    steward.get_by_role("button", name="The fingerprint is right").click()
    expect(steward.get_by_role("status")).to_contain_text("Another person has to sign that")

    approver = page_for(chromium, served, "carla")
    approver.locator("main table").last.get_by_role("link").first.click()
    expect(approver.locator("main")).to_contain_text(fingerprint)
    served.step_up(approver, "carla")
    approver.get_by_role("button", name="Approve").click()
    expect(approver.get_by_role("status")).to_contain_text("Your signature is on the log")

    page.get_by_role("link", name="To the sign-in page").click()
    page.get_by_label("Sign-in name").fill("noor")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("One-time code").fill(code_from(served, seed))
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_have_text("Desk")


def test_a_lock_down_is_two_clicks_away_and_two_people_lift_it(chromium: Browser, served: Served) -> None:
    """From any page; nobody needs to read anything first."""
    officer = page_for(chromium, served, "amina", width=360)
    officer.get_by_role("link", name="Lock down").click()
    officer.get_by_role("button", name="Lock down now").click()
    expect(officer.locator("main")).to_contain_text("Signing in is closed for now")
    for name in ("carla", "hana"):
        page = stranger(chromium)
        page.goto(f"{served.address}/sign-in")
        page.get_by_role("link", name="Open it again").click()
        page.get_by_label("Sign-in name").fill(name)
        served.step_up(page, name)
        page.get_by_role("button", name="Sign").click()
    expect(page.get_by_role("status")).to_contain_text("It is open again")
    served.sign_in(officer, "amina")
    expect(officer.locator("h1")).to_have_text("Desk")


@pytest.mark.parametrize("path", ["/people", "/people/invite", "/people/policy", "/lock-down", "/account/away"])
def test_a_page_is_accessible(chromium: Browser, served: Served, path: str) -> None:
    """axe-core finds nothing; nothing is wider than a phone."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    served.sign_in(page, "hana")
    page.goto(f"{served.address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_the_public_pages_are_accessible(chromium: Browser, served: Served) -> None:
    """For somebody who is nobody yet."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in ("/begin", "/begin/done"):
        page.goto(f"{served.address}{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    context.close()
