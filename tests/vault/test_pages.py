"""Pages of sealed records: asking, consenting, looking once, granting, renewing, erasing, handing payees over."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from ledger.beneficiaries.actions.register import name_second
from ledger.beneficiaries.models import Beneficiary
from ledger.disbursements.models import Run
from ledger.errors import NotFound
from ledger.log.models import LogEntry
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.models import Envelope, Opening, OpeningStage
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import IdentityDetails, PaymentDetails
from tests.builders import DETAILS, approved, register, released, sign
from tests.office import Office
from tests.vault.sealed import meddle, somebody, verbs

NAME = IdentityDetails(full_name="Zuleikha Ørsted").to_bytes()


def test_one_asks_another_consents_the_first_looks_once(office: Office) -> None:
    """Each finds it on their desk; who consents sees nothing; looked at twice is refused."""
    who = somebody(office.world, {Compartment.IDENTITY: NAME})
    officer, custodian = office.enter("amina"), office.enter("deniz")
    asked = officer.send(f"/openings/new/{who}/identity", reason="verification").headers["Location"]
    assert asked in custodian.get("/").text
    consented = custodian.sign(asked)
    assert consented.status_code == 303
    assert "Zuleikha" not in custodian.get(asked).text
    assert asked in officer.get("/").text
    shown = officer.sign(asked)
    assert "Zuleikha Ørsted" in shown.text
    assert shown.headers["Refresh"].startswith("180; ")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Zuleikha" not in officer.get(asked).text
    assert verbs(office.world, 3) == ["opening.asked", "opening.consented", "opening.shown"]


def test_a_form_of_looking_sent_twice_shows_nothing_the_second_time(office: Office) -> None:
    """H13: what was shown once is not shown again by pressing reload."""
    from tests.web.browsing import form_on

    who = somebody(office.world, {Compartment.IDENTITY: NAME})
    officer = office.enter("amina")
    asked = officer.send(f"/openings/new/{who}/identity", reason="verification").headers["Location"]
    office.enter("deniz").sign(asked)
    hidden, where = form_on(officer.get(asked).text, asked)
    fields = {**hidden, **office.proof("amina")}
    assert "Zuleikha" in officer.press(where, fields).text
    assert officer.press(where, fields).status_code == 303


def test_a_wish_is_refused_or_taken_back(office: Office) -> None:
    """By the other side, or by who asked."""
    who = register(office.world)
    officer = office.enter("amina")
    for name in ("deniz", "amina"):
        asked = officer.send(f"/openings/new/{who}/identity", reason="emergency").headers["Location"]
        assert office.enter(name).send(asked, f"{asked}/refuse").status_code == 303
    with office.world.store.reading() as session:
        assert set(session.scalars(select(Opening.stage))) == {OpeningStage.REFUSED}


def test_a_contact_is_opened_and_the_other_officer_is_told(office: Office) -> None:
    """On the desk of the case's other officer, and on nobody else's."""
    who = register(office.world)
    with office.world.store.work(office.world.actors["amina"]) as work:
        name_second(work, work.session.get_one(Beneficiary, who), office.world.people["bao"].person_id)
    told = "Contacts of my cases that others opened"
    assert "+254700000001" in office.enter("bao").sign(f"/openings/contact/{who}", reason="appointment").text
    assert told in office.enter("amina").get("/").text
    assert told not in office.enter("bao").get("/").text
    office.world.clock.move(timedelta(days=15))
    assert told not in office.enter("amina").get("/").text


def test_payees_are_handed_over_as_a_list_that_names_no_pseudonym(office: Office) -> None:
    """By the code of each payment; amounts as in the run; logged before."""
    details = PaymentDetails(
        method="bank",
        holder="=Zuleikha",
        account="0123456789",
        statement_payer="Northlight",
        statement_reference="Rent",
    )
    DETAILS[Compartment.PAYMENT], before = details.to_bytes(), DETAILS[Compartment.PAYMENT]
    try:
        approved(office.world, 1000)
        approved(office.world, 2050)
    finally:
        DETAILS[Compartment.PAYMENT] = before
    run = released(office.world)
    with office.world.store.reading() as session:
        reference = session.get_one(Run, run).reference
        pseudonyms = list(session.scalars(select(Beneficiary.pseudonym)))
    clerk = office.enter("farah")
    assert f"/runs/{reference}/payees" in clerk.get(f"/runs/{reference}").text
    answer = clerk.sign(f"/runs/{reference}/payees", form="list")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["amount"] for row in rows] in (["10.00", "20.50"], ["20.50", "10.00"])
    assert {row["holder"] for row in rows} == {"'=Zuleikha"}, "nothing in it runs in a spreadsheet"
    assert all(re.fullmatch(r"\d{12}", row["code"]) for row in rows)
    assert not any(pseudonym in answer.text for pseudonym in pseudonyms)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert verbs(office.world, 2) == ["payees.opened", "file.made"]
    assert office.enter("carla").get(f"/runs/{reference}/payees").status_code == 404


def test_an_exchanged_payee_is_handed_to_nobody_and_is_told(office: Office) -> None:
    """Nothing of the list leaves; custodians and auditors see why."""
    approved(office.world, 1000)
    run = released(office.world)
    exchanged = update(Envelope).where(Envelope.compartment == Compartment.PAYMENT).values(body=b"another")
    meddle(office.world, lambda connection: connection.execute(exchanged))
    with office.world.store.reading() as session:
        reference = session.get_one(Run, run).reference
    answer = office.enter("farah").sign(f"/runs/{reference}/payees", form="list")
    assert answer.mimetype == "text/html"
    assert verbs(office.world, 2) == ["payees.opened", "alarm.raised"]
    for name in ("deniz", "ilse"):
        assert "Found exchanged" in office.enter(name).get("/").text


def test_a_way_whose_hands_were_exchanged_is_shown_on_no_page(office: Office) -> None:
    """Neither where ways are listed nor where one is chosen; each look is told, though it was a look only."""
    who = somebody(office.world)
    officer = office.enter("amina")
    pages = (f"/beneficiaries/{who}", f"/beneficiaries/{who}/details/payment", f"/awards/new/{who}")
    for url in pages:
        assert officer.get(url).status_code == 200
    exchanged = update(Envelope).where(Envelope.compartment == Compartment.PAYMENT).values(paid_to="provider")
    meddle(office.world, lambda connection: connection.execute(exchanged))
    for url in pages:
        answer = officer.get(url)
        assert answer.status_code == 409
        assert "not the one that the log knows" in answer.text
        assert verbs(office.world, 1) == ["alarm.raised"]
    assert verbs(office.world, 4)[1:] == ["alarm.raised"] * 3


def test_who_holds_a_key_gives_it_and_renews_it(office: Office) -> None:
    """By a proposal that another signs; a holder without a copy at once; then everything is sealed to a new key."""
    register(office.world)
    custodian = office.enter("deniz")
    page = office.enter("goran").get("/locks/payment.finance/grant").text
    assert "Nobody else could hold this key now" in page
    assert custodian.get("/locks/payment.finance/grant").status_code == 404
    renewed = office.enter("amina").sign("/locks/contact/renew")
    assert renewed.status_code == 303
    assert verbs(office.world, 1) == ["lock.renewed"]
    assert "1" in re.findall(r'data-label="Renewed">(\d)<', office.enter("ilse").get("/locks").text)


def test_a_custodian_proposes_an_erasure_and_another_signs(office: Office) -> None:
    """The page of the person then says so, and offers nothing any more."""
    who = register(office.world)
    answer = office.enter("deniz").send(f"/erasures/new/{who}", reason="asked")
    assert answer.status_code == 303
    carla = office.enter("carla")
    page = carla.get(answer.headers["Location"]).text
    assert "This cannot be undone" in page
    signed = carla.sign(answer.headers["Location"], verdict="approve")
    assert signed.status_code == 303, signed.text
    after = office.enter("amina").get(f"/beneficiaries/{who}").text
    assert "was erased on" in after
    assert "Sealed records" not in after
    assert "Propose an award" not in after


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("deniz", "/erasures/new/{}"),
        ("amina", "/openings/contact/{}"),
        ("amina", "/openings/new/{}/identity"),
    ],
)
def test_a_name_in_an_address_gets_nowhere(office: Office, who: str, path: str) -> None:
    """Not onto the page, not into a proposal, not onto the log: only pseudonyms that somebody was registered under."""
    here = path.format("Zuleikha Planted")
    assert office.enter(who).get(here).status_code == 404
    with pytest.raises(NotFound), office.world.store.work(office.world.actors["deniz"]) as work:
        propose_erasure(work, "Zuleikha Planted", "asked")
    with office.world.store.reading() as session:
        assert session.scalar(select(func.count()).where(LogEntry.verb == "proposal.made")) == 0


def test_an_erasure_that_is_due_stands_on_the_custodians_desk(office: Office) -> None:
    """From its day on."""
    from ledger.beneficiaries.actions.consent import date_erasure

    who = register(office.world)
    with office.world.store.work(office.world.actors["amina"]) as work:
        date_erasure(work, who, work.at.date() + timedelta(days=10))
    assert "Due to be erased" not in office.enter("deniz").get("/").text
    office.world.clock.move(timedelta(days=10))
    assert who in office.enter("deniz").get("/").text


def test_the_sheet_for_a_legal_demand_names_nobody(office: Office) -> None:
    """Counts, roles, codes; for staff alone."""
    register(office.world)
    page = office.enter("hana").get("/legal-demand").text
    content = page.partition("<main")[2]
    for name in office.world.people:
        assert name.title() not in content
    assert office.world.people["deniz"].code in content
    assert office.enter("jonas").get("/legal-demand").status_code == 404


def test_refused_payment_details_can_be_signed_for_again(office: Office) -> None:
    """An officer asks again; the award's page says what is missing."""
    from ledger.awards.models import Award
    from ledger.beneficiaries.actions.details import record_details
    from tests.builders import award_of
    from tests.vault.test_payees import waiting

    award = approved(office.world, 1000)
    who = award_of(office.world, award).beneficiary
    with office.world.store.work(office.world.actors["amina"]) as work:
        record_details(
            work, office.world.signers["amina"], who, Compartment.PAYMENT, b'{"account":"2","method":"bank"}'
        )
        reference = work.session.get_one(Award, award).reference
    from ledger.approvals.models import Verdict

    sign(office.world, "carla", waiting(office.world, "payee"), Verdict.REFUSE)
    officer = office.enter("amina")
    url = f"/awards/{reference}"
    assert "until two people have signed its payment details" in officer.get(url).text
    assert officer.send(url, f"{url}/payee").status_code == 303
    proposal = waiting(office.world, "payee")
    for name in ("carla", "deniz"):
        sign(office.world, name, proposal)
    assert "until two people have signed" not in officer.get(url).text
