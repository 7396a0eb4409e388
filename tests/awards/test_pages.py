"""The officer is shown an overlap before proposing, the approver before signing, and both can go on."""

from __future__ import annotations

from html import unescape

from ledger.vault.rules.details import PaymentDetails
from tests.builders import register
from tests.office import Clerk, Office
from tests.web.browsing import form_on

TERMS = {
    "kind": "family_support",
    "fund": "FUND",
    "purpose": "EDU",
    "reason": "family_in_need",
    "currency": "",
    "amount": "90.00",
    "rhythm": "monthly",
    "count": "3",
    "first": "2026-01-05",
    "repay_rhythm": "monthly",
}
SCHOOL = PaymentDetails(
    method="provider", holder="School", account="0000000001", statement_payer="A", statement_reference="B"
).to_bytes()


def propose_again(clerk: Clerk, page: str, **fields: str) -> str:
    """Send the form once more, as it stands on the page that came back."""
    hidden, where = form_on(page, "/awards/new/")
    return clerk.press(where, {**hidden, **TERMS, "step": "propose", **fields}).headers["Location"]


def newest_on(clerk: Clerk) -> str:
    """The address of the first proposal on somebody's desk."""
    return "/proposals/" + clerk.get("/").text.split("/proposals/")[1].split('"')[0]


def approve(clerk: Clerk, **fields: str) -> str:
    """Approve what is newest on a desk; what the page says where it is refused, else where it leads."""
    answer = clerk.sign(newest_on(clerk), verdict="approve", **fields)
    return answer.headers.get("Location") or unescape(answer.text)


def test_an_overlap_is_seen_by_the_officer_and_signed_for_by_approvers(little_office: Office) -> None:
    """With the days, the need and the stage of the other award; nothing typed is lost on the way."""
    world = little_office.world
    who = register(world, SCHOOL)
    amina, carla, deniz = (little_office.enter(name) for name in ("amina", "carla", "deniz"))
    assert "education, health care" in unescape(amina.send(f"/awards/new/{who}", **{**TERMS, "purpose": "LEG"}).text)
    first = amina.send(f"/awards/new/{who}", **TERMS, step="propose").headers["Location"]
    assert "A provider: a clinic, a school, a landlord" in carla.get(newest_on(carla)).text
    assert approve(carla).startswith("/proposals/")
    assert approve(deniz).startswith("/proposals/")

    shown = amina.send(f"/awards/new/{who}", **{**TERMS, "purpose": "FAM"})
    page = unescape(shown.text)
    assert shown.status_code == 200
    assert "See the instalments all the same" in page
    assert first.rsplit("/", 1)[1] in page
    assert "Family support: Education of the family" in page
    assert 'value="90.00"' in page
    where = propose_again(amina, shown.text, purpose="FAM")

    page = unescape(carla.get(newest_on(carla)).text)
    assert "Whoever approves signs why that is right" in page
    assert first.rsplit("/", 1)[1] in page
    assert "Choose why it is right all the same" in approve(carla)
    assert approve(carla, overlap_reason="not_enough").startswith("/proposals/")
    damaged = unescape(deniz.sign(newest_on(deniz), verdict="approve", seen_overlaps="nothing").text)
    assert "This form is damaged" in damaged
    settled = approve(deniz, overlap_reason="other_need")
    page = unescape(deniz.get(settled).text)
    assert "In spite of the overlap: The need is greater" in page
    assert "In spite of the overlap: It meets another need" in page
    assert first.rsplit("/", 1)[1] in page

    home = amina.get(where).text.split("household=")[1].split('"')[0]
    for place in ("awards", "beneficiaries", "loans"):
        assert "H-" in home
        listed = amina.get(f"/{place}?household={home}").text
        assert (who in listed) is (place != "loans")
        assert who not in amina.get(f"/{place}?household=H-0000-0000-0").text
