"""One award from promise to proof, by the hands of seven people, with script off."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from ledger.disbursements.models import Disbursement
from tests.beneficiaries.filled import FORM
from tests.browser.conftest import Served
from tests.builders import debit

pytestmark = pytest.mark.browser


def page_for(chromium: Browser, served: Served, name: str, width: int = 1280) -> Page:
    """A fresh browser, script off, in which somebody has signed in."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900}, locale="en-GB")
    page = context.new_page()
    served.sign_in(page, name)
    expect(page.locator("h1")).not_to_have_text("Sign in")
    return page


def register(page: Page, served: Served, name: str) -> None:
    """Fill everything about somebody into one form."""
    page.get_by_role("link", name="Register a beneficiary").click()
    for field, value in FORM.items():
        there = page.locator(f"[name={field}]")
        if there.evaluate("field => field.tagName") == "SELECT":
            there.select_option(value)
        else:
            there.fill(value)
    served.step_up(page, name)
    page.get_by_role("button", name="Register").click()
    expect(page.locator("h1")).to_contain_text("B-")


def propose(chromium: Browser, served: Served) -> str:
    """The officer registers a beneficiary and proposes an emergency grant."""
    page = page_for(chromium, served, "amina")
    register(page, served, "amina")
    page.get_by_role("link", name="Propose an award").click()
    page.get_by_label("Kind of support").select_option("emergency_grant")
    page.get_by_label("Fund", exact=True).select_option("FUND")
    page.get_by_label("Purpose").select_option("REL")
    page.get_by_label("Reason").select_option("risk_and_need")
    page.get_by_label("Amount in all").fill("12 000")
    page.get_by_label("First one due on").fill("2026-01-06")
    page.get_by_role("button", name="See the instalments").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("could not be saved")
    expect(page.get_by_label("Amount in all")).to_have_value("12 000")
    page.get_by_label("Amount in all").fill("1,200.50")
    page.get_by_role("button", name="See the instalments").click()
    expect(page.locator("main table")).to_contain_text("1,200.50")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_label("Amount in all")).to_have_value("1,200.50")
    page.get_by_role("button", name="See the instalments").click()
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("status")).to_contain_text("Two approvers have to sign it")
    return page.locator("h1").inner_text()


def sign(chromium: Browser, served: Served, name: str, width: int = 1280) -> None:
    """Somebody finds the proposal on their desk and approves it."""
    page = page_for(chromium, served, name, width)
    page.locator("main table").last.get_by_role("link").first.click()
    served.step_up(page, name)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("Your signature is on the log")


def test_one_award_from_promise_to_proof(chromium: Browser, served: Served, tmp_path: Path) -> None:
    """Officer, approver, approver, finance, finance, auditor, donor."""
    award = propose(chromium, served)
    sign(chromium, served, "carla")
    sign(chromium, served, "deniz", width=360)

    preparing = page_for(chromium, served, "farah")
    preparing.get_by_role("link", name="Gather a run").click()
    preparing.get_by_role("button", name="Gather and propose").click()
    expect(preparing.get_by_role("status")).to_contain_text("Another person has to release it")
    run = preparing.url

    sign(chromium, served, "goran")
    releasing = page_for(chromium, served, "goran")
    releasing.goto(run)
    expect(releasing.get_by_role("button", name="All sent")).to_have_count(0)
    releasing.get_by_role("link", name="Payment file").click()
    releasing.get_by_label("Form").select_option("list")
    served.step_up(releasing, "goran")
    with releasing.expect_download() as handed:
        releasing.get_by_role("button", name="Hand the file over").click()
    assert handed.value.path().stat().st_size > 0
    releasing.goto(run)
    releasing.get_by_role("button", name="All sent").click()
    served.world.clock.move(timedelta(days=2))
    with served.world.store.work(served.world.actors["farah"]) as work:
        debit(work, list(work.session.scalars(select(Disbursement))))
    sending = page_for(chromium, served, "farah")
    sending.goto(run)
    expect(sending.locator(".lead")).to_contain_text("Settled")

    auditing = page_for(chromium, served, "ilse")
    auditing.goto(f"{served.address}/awards/{award}")
    expect(auditing.locator(".lead")).to_contain_text("Completed")
    auditing.goto(f"{served.address}/log/heads")
    with auditing.expect_download() as download:
        auditing.get_by_role("button", name="Make a bundle").click()
    bundle = tmp_path / "bundle.zip"
    download.value.save_as(bundle)
    checked = subprocess.run(
        [sys.executable, "-m", "audit", "verify", str(bundle)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout[-2000:]

    giving = page_for(chromium, served, "jonas")
    expect(giving.locator("h1")).to_have_text("My funds")
    expect(giving.locator(".figures")).to_contain_text(re.compile(r"Paid\s*1,200\.50 EUR"))


@pytest.mark.parametrize(
    "path", ["/", "/awards", "/proposals", "/funds/FUND", "/beneficiaries/new", "/books", "/log", "/account"]
)
def test_a_page_is_accessible(chromium: Browser, served: Served, path: str) -> None:
    """axe-core finds nothing, in the light and in the dark; nothing is wider than a phone."""
    who = "amina" if path == "/beneficiaries/new" else "carla"
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        served.sign_in(page, who)
        page.goto(f"{served.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        context.close()


def test_the_sign_in_page_is_accessible(chromium: Browser, served: Served) -> None:
    """For somebody who is nobody yet."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{served.address}/sign-in")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()
