"""Pages of several ways to be paid: written down, chosen, signed for, read; nothing is asked where there is one."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from ledger.awards.models import Award
from ledger.beneficiaries.actions.details import record_details
from ledger.beneficiaries.actions.register import register_beneficiary
from ledger.beneficiaries.rules import NOTHING_STATED
from ledger.beneficiaries.ways import ANOTHER, way_chosen
from ledger.errors import Refusal
from ledger.vault.models import Envelope
from ledger.vault.rules.compartments import Compartment
from tests.awards.test_pages import SCHOOL, TERMS, newest_on
from tests.builders import register
from tests.office import Office

FIELDS = {
    "method": "provider",
    "holder": "Hidden School",
    "account": "0123456789",
    "statement_payer": "Northlight",
    "statement_reference": "Invoice 12",
}


def test_a_school_is_written_down_chosen_and_signed_for(little_office: Office) -> None:
    """The officer says that it is another way, then which way an award is paid by; approvers are shown it."""
    who = register(little_office.world)
    amina, carla = little_office.enter("amina"), little_office.enter("carla")
    assert 'name="way"' not in amina.get(f"/awards/new/{who}").text
    record = f"/beneficiaries/{who}/details/payment"
    assert 'id="way-error"' in amina.sign(record, **FIELDS).text
    assert amina.sign(record, **FIELDS, way="another").status_code == 303
    page = unescape(amina.get(f"/beneficiaries/{who}").text)
    assert "A provider: a clinic, a school, a landlord" in page
    assert "Hidden" not in page
    assert f"{record}?way=2" in page

    asked = amina.send(f"/awards/new/{who}", **TERMS)
    assert 'id="way-error"' in asked.text
    assert 'id="way-error"' in amina.send(f"/awards/new/{who}", **TERMS, way="3").text
    preview = unescape(amina.send(f"/awards/new/{who}", **TERMS, way="2").text)
    assert "2: A provider: a clinic, a school, a landlord, Bank, sealed" in preview
    made = amina.send(f"/awards/new/{who}", **TERMS, way="2", step="propose").headers["Location"]
    told = "A provider: a clinic, a school, a landlord (Bank, way 2)"
    assert told in unescape(amina.get(made).text)
    assert told in unescape(carla.get(newest_on(carla)).text)

    revise = f"{made}/revise"
    assert 'selected value="2"' in amina.get(revise).text
    assert amina.send(revise, **TERMS, way="1", step="propose").status_code == 303
    with little_office.world.store.reading() as session:
        assert session.scalars(select(Award.way)).one() == 1


def test_first_details_are_way_1_without_asking(little_office: Office) -> None:
    """And a form that was opened before others wrote some down changes none of them unawares."""
    world = little_office.world
    with world.store.work(world.actors["amina"]) as work:
        who = register_beneficiary(work, NOTHING_STATED).pseudonym
    amina, record = little_office.enter("amina"), f"/beneficiaries/{who}/details/payment"
    assert 'name="way"' not in amina.get(record).text
    assert amina.sign(record, **FIELDS).status_code == 303
    with world.store.reading() as session:
        assert session.scalars(select(Envelope.way).where(Envelope.pseudonym == who)).all() == [1]
        assert way_chosen(session, who, "1") == 1
        assert way_chosen(session, who, ANOTHER) == 2
        with pytest.raises(Refusal, match="meanwhile"):
            way_chosen(session, who, None)


def test_who_asks_to_read_chooses_the_way(little_office: Office) -> None:
    """By the link beside it; who consents is told which way it is."""
    world = little_office.world
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], who, Compartment.PAYMENT, SCHOOL, 2)
    farah, carla = little_office.enter("farah"), little_office.enter("carla")
    link = f"/openings/new/{who}/payment?way=2"
    assert link in unescape(farah.get(f"/beneficiaries/{who}").text)
    assert "Where money goes, way 2" in farah.get(link).text
    asked = farah.send(link, reason="verification").headers["Location"]
    assert "Where money goes, way 2" in carla.get(asked).text
    assert carla.sign(asked).status_code == 303
    assert "School" in farah.sign(asked).text
