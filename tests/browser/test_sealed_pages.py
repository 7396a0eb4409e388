"""Reading what is sealed, by two people with script off; and the pages about it, held to what everybody can use."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect

from ledger.beneficiaries.actions.details import record_details
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import IdentityDetails, PaymentDetails
from tests.browser.conftest import Served
from tests.browser.test_one_award import page_for
from tests.builders import World
from tests.vault.sealed import asked, consented, somebody

pytestmark = pytest.mark.browser

SEALED = "Zuleikha"
"""Who it is."""


def test_one_asks_another_consents_and_the_first_sees_it_once(chromium: Browser, served: Served) -> None:
    """Neither the button for back, nor a second window, nor the address shows it again."""
    who = somebody(served.world, {Compartment.IDENTITY: IdentityDetails(full_name=SEALED).to_bytes()})
    asking = page_for(chromium, served, "amina")
    asking.goto(f"{served.address}/beneficiaries/{who}")
    asking.get_by_role("row", name="Who they are").get_by_role("link", name="Ask to read").click()
    asking.get_by_label("Reason").select_option("verification")
    asking.get_by_role("button", name="Ask").click()
    expect(asking.get_by_role("status")).to_contain_text("waits for the consent")
    expect(asking.get_by_role("button", name="Take it back")).to_be_visible()

    custodian = page_for(chromium, served, "deniz", width=360)
    custodian.get_by_role("row", name="Who they are").get_by_role("link").first.click()
    served.step_up(custodian, "deniz")
    custodian.get_by_role("button", name="Consent").click()
    expect(custodian.get_by_role("status")).to_contain_text("You have seen nothing")
    expect(custodian.locator("body")).not_to_contain_text(SEALED)

    asking.reload()
    beside = asking.context.new_page()
    beside.goto(asking.url)
    look(asking, served)
    expect(asking.locator("main")).to_contain_text(SEALED)

    look(beside, served)
    expect(beside.get_by_role("status")).to_contain_text("nothing was done a second time")
    expect(beside.locator("body")).not_to_contain_text(SEALED)
    asking.get_by_role("link", name="Done").click()
    # The browser has kept nothing that it could go back to.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        asking.go_back()
    expect(asking.locator("body")).not_to_contain_text(SEALED)


def pay_otherwise(world: World, who: str) -> None:
    """Let somebody be paid through a school as well."""
    school = PaymentDetails(method="provider", holder="School", account="0000000001").to_bytes()
    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], who, Compartment.PAYMENT, school, 2)


def look(page: Page, served: Served) -> None:
    """Show it now."""
    served.step_up(page, "amina")
    page.get_by_role("button", name="Show it now").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_about_sealed_records_are_accessible(chromium: Browser, served: Served, scheme: str) -> None:
    """axe-core finds nothing, in the light and in the dark; nothing is wider than a phone."""
    who = somebody(served.world)
    pay_otherwise(served.world, who)
    waiting = asked(served.world, "amina", who)
    ready = asked(served.world, "amina", who)
    consented(served.world, "deniz", ready)
    pages = {
        "amina": [
            "/",
            "/openings",
            f"/beneficiaries/{who}",
            f"/beneficiaries/{who}/details/payment",
            f"/beneficiaries/{who}/files/new",
            f"/awards/new/{who}",
            f"/openings/new/{who}/payment?way=2",
            f"/beneficiaries/{who}/consent",
            f"/openings/contact/{who}",
            f"/openings/new/{who}/identity",
            f"/openings/{ready}",
            "/locks",
            "/locks/contact/renew",
            "/legal-demand",
        ],
        "deniz": ["/", f"/openings/{waiting}", f"/erasures/new/{who}", "/locks/identity.custody/grant"],
    }
    for name, paths in pages.items():
        context = chromium.new_context(viewport={"width": 360, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        served.sign_in(page, name)
        for path in paths:
            page.goto(f"{served.address}{path}")
            assert "Nothing here" not in page.title(), path
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            found = Axe().run(page)
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        context.close()
