"""The pages of people, as stewards, approvers and those whom it is about see them."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest

from ledger.actor import Role
from ledger.signin.actions.suspend import suspend_access
from tests.builders import LAST, World
from tests.log.told import data_of
from tests.office import Clerk, Office
from tests.staff.enrolling import enrolled, enrolled_again, proposed, proposed_reset, proposed_roles, roles_until
from tests.staff.visiting import stranger
from tests.web.browsing import form_on, words

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")


def reference_of(world: World, proposal: UUID) -> str:
    """The reference of a proposal."""
    from ledger.approvals.models import Proposal

    with world.store.reading() as session:
        return session.get_one(Proposal, proposal).reference


def code_of(office: Office, name: str) -> str:
    """The staff code of somebody."""
    return office.world.people[name].code


def decide(office: Office, name: str, proposal: UUID, verdict: str = "approve") -> Clerk:
    """Let somebody sign on the page."""
    browser, url = office.enter(name), f"/proposals/{reference_of(office.world, proposal)}"
    answer = browser.send(url, url, verdict=verdict, **office.proof(name))
    assert answer.status_code == 303, words(answer.text)
    return browser


def test_a_steward_invites_and_the_code_is_shown_once(office: Office) -> None:
    """Sent twice, one invitation is made, and the second answer shows no code (H13)."""
    hana = office.enter("hana")
    hidden, where = form_on(hana.get("/people/invite").text, "/people/invite")
    first = hana.press(where, {**hidden, "whom": ""})
    assert CODE.search(first.text)
    again = hana.press(where, {**hidden, "whom": ""})
    assert (again.status_code, again.headers["Location"]) == (303, "/people")
    assert not CODE.search(hana.get("/people").text)
    assert len(data_of(office.world.store, "enrolment.invited")) == 1


def test_somebody_whose_keys_are_lost_is_chosen_from_the_list(office: Office) -> None:
    """By their name."""
    hana = office.enter("hana")
    hana.send("/people/invite", "/people/invite", whom=str(office.world.actors["carla"].id))
    assert data_of(office.world.store, "enrolment.invited")[0]["person"] == str(office.world.actors["carla"].id)
    assert "new keys" in words(hana.get("/people").text)


def test_a_newcomer_is_proposed_compared_and_approved(office: Office) -> None:
    """The steward sees the fingerprint before proposing, the approver before signing."""
    one = enrolled(office.world)
    hana = office.enter("hana")
    page = hana.get("/people").text
    link = re.search(r'href="(/people/invited/[^"]*)"', page)
    assert link is not None
    shown = words(hana.get(link[1]).text)
    assert one.keys.fingerprint in shown
    fields = {"granted": ["officer", "custodian"], "since": "2026-01-05", "until": "2027-01-31"}
    assert hana.send(link[1], link[1], **fields).status_code == 303
    people = words(hana.get("/people").text)
    assert "Waits for a signature" in people
    reference = re.search(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}-.", people)
    assert reference is not None
    carla = office.enter("carla")
    said = words(carla.get(f"/proposals/{reference[0]}").text)
    for what in ("Nuri", one.keys.fingerprint, "custodian", "Jan 31, 2027", "read you this fingerprint"):
        assert what in said, what
    url = f"/proposals/{reference[0]}"
    assert carla.send(url, url, verdict="approve", **office.proof("carla")).status_code == 303
    assert "Nuri" in words(office.enter("ilse").get("/people").text)
    nuri = stranger(office)
    office.world.clock.move(timedelta(minutes=1))
    proof = one.proof(office.world)
    answer = nuri.send("/sign-in", "/sign-in", name="nuri", passphrase=proof.passphrase, code=proof.code)
    assert answer.status_code == 303
    assert one.keys.fingerprint in nuri.get("/account").text


def test_what_was_proposed_is_not_proposed_again(office: Office) -> None:
    """The page says so and offers no form; sent twice, one proposal is made (H13)."""
    one, hana = enrolled(office.world), office.enter("hana")
    url = f"/people/invited/{one.keys.invitation}"
    hidden, where = form_on(hana.get(url).text, url)
    fields = {"granted": "officer", "since": "2026-01-05", "until": "2027-01-31"}
    assert [hana.press(where, {**hidden, **fields}).status_code for _ in range(2)] == [303, 303]
    assert len(data_of(office.world.store, "proposal.made")) == 1
    assert "Nothing can be proposed here now" in words(hana.get(url).text)


def test_a_refused_appointment_says_why_beside_the_field(office: Office) -> None:
    """Nothing typed is lost."""
    one, hana = enrolled(office.world), office.enter("hana")
    url = f"/people/invited/{one.keys.invitation}"
    fields = {"granted": ["auditor", "officer"], "since": "2026-01-05", "until": "2027-01-31"}
    answer = hana.send(url, url, **fields)
    assert "stand alone" in words(answer.text)
    assert "2027-01-31" in answer.text
    assert re.search(r"checked[^>]*value=\"auditor\"", answer.text)


def test_new_keys_are_proposed_with_both_fingerprints(office: Office) -> None:
    """The approver sees the one until now and the new one; whom it is about is warned and cannot sign."""
    one, hana = enrolled_again(office.world, "carla"), office.enter("hana")
    url = f"/people/invited/{one.keys.invitation}"
    shown = hana.get(url).text
    assert one.keys.fingerprint in shown
    assert office.world.people["carla"].fingerprint in shown
    assert hana.send(url, url).status_code == 303
    reference = re.search(r"P-[0-9A-Z]{4}-[0-9A-Z]{4}-.", words(hana.get("/people").text))
    assert reference is not None
    said = office.enter("deniz").get(f"/proposals/{reference[0]}").text
    assert one.keys.fingerprint in said
    assert office.world.people["carla"].fingerprint in said
    carla = office.enter("carla")
    assert 'name="verdict"' not in carla.get(f"/proposals/{reference[0]}").text
    assert reference[0] not in carla.get("/").text
    assert reference[0] in office.enter("deniz").get("/").text
    for path in ("/account", "/"):
        assert "tell an approver at once" in words(carla.get(path).text)
        assert "tell an approver" not in words(office.enter("deniz").get(path).text)


def test_new_keys_end_what_is_open_in_a_browser(office: Office) -> None:
    """The person's own session, at its next step."""
    bao = office.enter("bao")
    decide(office, "carla", proposed_reset(office.world, enrolled_again(office.world, "bao")))
    assert bao.get("/account").status_code == 302


def test_roles_are_granted_and_ended_by_one_form(office: Office) -> None:
    """The approver sees them before and after."""
    hana, url = office.enter("hana"), f"/people/{code_of(office, 'bao')}/roles"
    fields = {
        "granted": "custodian",
        "since": "2026-01-05",
        "until": "2026-12-31",
        "ended": "officer",
        "last": "2026-01-04",
    }
    assert hana.send(url, url, **fields).status_code == 303
    (made,) = data_of(office.world.store, "proposal.made")
    carla = office.enter("carla")
    reference = reference_of(office.world, UUID(made["proposal"]))
    said = words(carla.get(f"/proposals/{reference}").text)
    for what in ("Bao", "custodian, Jan 5, 2026 to Dec 31, 2026", "last day Jan 4, 2026", "Before", "After"):
        assert what in said, what
    assert carla.send(f"/proposals/{reference}", None, verdict="approve", **office.proof("carla")).status_code == 303
    page = words(hana.get("/people").text)
    assert "custodian" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "at least one role"),
        ({"ended": "steward", "last": "2026-01-04"}, "stay steward"),
        ({"granted": "auditor", "since": "2026-01-05", "until": "2026-12-31"}, "stand alone"),
        ({"granted": "officer", "since": "2026-01-05", "until": ""}, "Write a day"),
    ],
)
def test_a_change_of_roles_that_may_not_be_is_said_on_the_form(
    office: Office, fields: dict[str, str], said: str
) -> None:
    """Nothing is proposed."""
    hana, url = office.enter("hana"), f"/people/{code_of(office, 'hana')}/roles"
    answer = hana.send(url, url, **fields)
    assert (answer.status_code, said in words(answer.text)) == (200, True)
    assert data_of(office.world.store, "proposal.made") == []


def test_a_rule_is_proposed_and_shown_before_and_after(office: Office) -> None:
    """In the words of the page, with the amount in the base currency."""
    hana = office.enter("hana")
    fields = {"kind": "award", "from_amount": "5,000", "needed": "3", "role": "approver"}
    assert hana.send("/people/policy", "/people/policy", **fields).status_code == 303
    (made,) = data_of(office.world.store, "proposal.made")
    carla = decide(office, "carla", UUID(made["proposal"]))
    said = words(carla.get(f"/proposals/{reference_of(office.world, UUID(made['proposal']))}").text)
    assert "Award, from 5,000.00 EUR" in said
    assert "3 by the role approver" in said
    assert "Policy, version 2" in words(hana.get("/people").text)
    answer = hana.send("/people/policy", "/people/policy", kind="award", from_amount="0", needed="1", role="approver")
    assert "at least 2" in words(answer.text)
    answer = hana.send("/people/policy", "/people/policy", kind="award", from_amount="0", needed="", role="approver")
    assert "how many have to sign" in words(answer.text)
    away = {"kind": "award", "from_amount": "5000", "needed": "1", "role": "approver", "away": "y"}
    assert hana.send("/people/policy", "/people/policy", **away).status_code == 303


def test_a_steward_withdraws_their_own_proposal(office: Office) -> None:
    """The invitation is free again; a second time there is nothing to withdraw."""
    one, hana = enrolled(office.world), office.enter("hana")
    proposed(office.world, one, Role.OFFICER)
    assert hana.send("/people", "/people/proposals/").status_code == 303
    assert "Ready to be proposed" in words(hana.get("/people").text)
    assert "/withdraw" not in hana.get("/people").text


def test_a_steward_withdraws_nothing_else(office: Office) -> None:
    """Proposals about money are not there."""
    from tests.builders import propose

    _, award = propose(office.world, 1000)
    proposed(office.world, enrolled(office.world), Role.OFFICER)
    hana = office.enter("hana")
    hidden, _ = form_on(hana.get("/people").text, "/people/proposals/")
    assert hana.press(f"/people/proposals/{reference_of(office.world, award)}/withdraw", hidden).status_code == 404


@pytest.mark.parametrize("name", ["amina", "carla", "farah", "ilse", "jonas"])
def test_the_forms_are_for_stewards_only(office: Office, name: str) -> None:
    """To others they are not there; approvers and auditors see the list without them."""
    one = enrolled(office.world)
    browser = office.enter(name)
    for url in (
        "/people/invite",
        "/people/policy",
        f"/people/{code_of(office, 'bao')}/roles",
        f"/people/invited/{one.keys.invitation}",
    ):
        assert browser.get(url).status_code == 404, url
    page = browser.get("/people")
    assert page.status_code == (200 if name in {"carla", "ilse"} else 404)
    assert "/people/invite" not in page.text


def test_the_list_shows_who_is_away(office: Office) -> None:
    """With every role they hold, held or will hold."""
    with office.world.store.work(office.world.actors["farah"]) as work:
        suspend_access(work, work.at.date() + timedelta(days=9))
    shown = words(office.enter("hana").get("/people").text)
    assert "Away" in shown
    assert "until Jan 14, 2026" in shown


def test_proposals_about_people_are_not_for_who_is_concerned(office: Office) -> None:
    """Carla may sign others' roles, and not her own; her desk's list offers no form for it."""
    proposal = proposed_roles(office.world, "carla", roles_until(LAST, Role.STEWARD))
    carla, url = office.enter("carla"), f"/proposals/{reference_of(office.world, proposal)}"
    assert 'name="verdict"' not in carla.get(url).text
    hidden = re.search(r'name="csrf_token" value="([^"]*)"', carla.get("/account").text)
    assert hidden is not None
    from uuid import uuid4

    from ledger.approvals.models import ProposalContent

    with office.world.store.reading() as session:
        seen = session.get_one(ProposalContent, (proposal, 1)).sha256
    fields = {"csrf_token": hidden[1], "request": str(uuid4()), "seen": seen, "verdict": "refuse"}
    answer = carla.press(url, {**fields, **office.proof("carla")})
    assert "about yourself" in words(answer.text)
    assert data_of(office.world.store, "decision.signed") == []
