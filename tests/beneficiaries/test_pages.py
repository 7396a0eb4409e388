"""Registering at the pages: one form, sealed before it is stored, compared with others, nothing typed lost."""

from __future__ import annotations

import io
import re

from PIL import Image
from sqlalchemy import func, select

from ledger.log.models import LogEntry
from ledger.vault.models import Envelope
from tests.beneficiaries.filled import FORM, PAYMENT
from tests.office import Office


def registered(office: Office, name: str = "amina", **other: str) -> str:
    """Register somebody and return the pseudonym."""
    answer = office.enter(name).sign("/beneficiaries/new", **{**FORM, **other})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def test_an_officer_registers_somebody_in_one_form(office: Office) -> None:
    """Contact, identity and payment are sealed; the page shows that they are, never what they say."""
    who = registered(office)
    page = office.enter("bao").get(f"/beneficiaries/{who}").text
    for word in ("How to reach them", "Who they are", "Ways to be paid", "2026-1", "Ask to read"):
        assert word in page
    for typed in ("Zuleikha", "712345678", "DE89", "A1234567"):
        assert typed not in page
    with office.world.store.reading() as session:
        assert session.scalar(select(func.count()).where(Envelope.pseudonym == who)) == 3


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(office: Office) -> None:
    """A wrong IBAN: the rest stays typed, nothing is stored, and the code is not spent."""
    clerk = office.enter("amina")
    before = _size(office)
    proof = office.proof("amina")
    answer = clerk.send("/beneficiaries/new", **{**FORM, "account": "DE89370400440532013001"}, **proof)
    assert answer.status_code == 200
    assert "does not check out" in answer.text
    assert 'value="Zuleikha Ørsted"' in answer.text
    assert _size(office) == before
    again = clerk.send("/beneficiaries/new", **FORM, **proof)
    assert again.status_code == 303


def test_everything_that_is_wrong_is_said_at_once(office: Office) -> None:
    """One round for a long form: what is missing in each part, and passphrase and code as well."""
    answer = office.enter("amina").send("/beneficiaries/new", given_on="2026-01-05")
    for name in ("phones", "full_name", "method", "consent_version", "passphrase", "code"):
        assert f'id="{name}-error"' in answer.text, name


def test_a_code_that_is_spent_is_not_typed_again(office: Office) -> None:
    """The page comes back for another reason: the field waits for the next code."""
    registered(office)
    answer = office.enter("bao").sign("/beneficiaries/new", **FORM)
    assert "Possible duplicate" in answer.text
    field = re.search(r'<input[^>]*name="code"[^>]*>', answer.text)
    assert field is not None
    assert 'value=""' in field[0]


def test_a_telling_statement_is_refused(office: Office) -> None:
    """Neither the organisation, nor what the money is for."""
    clerk = office.enter("amina")
    for text in ("House relief", "Emergency grant", "B-7K3M-9QXT-C"):
        answer = clerk.sign("/beneficiaries/new", **{**FORM, "statement_reference": text})
        assert answer.status_code == 200, text
        assert 'id="statement_reference-error"' in answer.text, text


def test_a_possible_duplicate_names_a_pseudonym_and_an_officer(office: Office) -> None:
    """The same phone in another writing: told, and registered all the same when ticked."""
    first = registered(office)
    other = {**FORM, "phones": "0712 345 678", "account": "DE02120300000000202051", "documents": "", "full_name": "Q"}
    clerk = office.enter("bao")
    answer = clerk.sign("/beneficiaries/new", **other)
    assert answer.status_code == 200
    assert re.search(rf"Possible duplicate of {first} \(Amina\)", answer.text)
    assert "Zuleikha" not in answer.text.replace('value="Zuleikha', "")
    ticked = clerk.sign("/beneficiaries/new", anyway="y", **other)
    assert ticked.status_code == 303
    with office.world.store.reading() as session:
        checks = session.scalar(select(func.count()).where(LogEntry.verb == "hint.checked"))
    assert checks == 3


def test_the_same_form_sent_twice_registers_once(office: Office) -> None:
    """H13: the second time leads to the first."""
    clerk = office.enter("amina")
    page = clerk.get("/beneficiaries/new")
    from tests.web.browsing import form_on

    hidden, where = form_on(page.text, None)
    fields = {**hidden, **FORM, **office.proof("amina")}
    first, second = clerk.press(where, fields), clerk.press(where, fields)
    assert first.headers["Location"] == second.headers["Location"]
    with office.world.store.reading() as session:
        assert session.scalar(select(func.count()).where(LogEntry.verb == "beneficiary.registered")) == 1


def test_payment_details_are_recorded_anew(office: Office) -> None:
    """A second version, and a warning of what falls."""
    who = registered(office)
    clerk = office.enter("amina")
    url = f"/beneficiaries/{who}/details/payment"
    assert "two people have signed the new ones" in clerk.get(url).text
    fields = {**PAYMENT, "account": "DE02120300000000202051"}
    assert 'id="way-error"' in clerk.sign(url, **fields).text
    assert clerk.sign(url, **fields, way="1").status_code == 303
    with office.world.store.reading() as session:
        versions = select(Envelope.version).where(Envelope.pseudonym == who, Envelope.compartment == "payment")
        assert sorted(session.scalars(versions)) == [1, 2]


def test_a_picture_is_attached_and_handed_back_by_two(office: Office) -> None:
    """Asked for by one officer, consented to by a custodian, downloaded under a neutral name without its metadata."""
    who = registered(office)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", comment=b"taken in the courtyard of the prison")
    picture.seek(0)
    clerk = office.enter("amina")
    assert clerk.sign(f"/beneficiaries/{who}/files/new", file=(picture, "Zuleikha receipt.jpg")).status_code == 303
    link = re.search(r'href="(/openings/new/[^"]*attachment[^"]*)"', clerk.get(f"/beneficiaries/{who}").text)
    assert link is not None
    asked = clerk.send(link[1].replace("&amp;", "&"), reason="verification").headers["Location"]
    assert office.enter("deniz").sign(asked).status_code == 303
    shown = clerk.sign(asked)
    assert shown.headers["Content-Disposition"] == 'attachment; filename="document.jpg"'
    assert shown.mimetype == "application/octet-stream"
    assert shown.data.startswith(b"\xff\xd8\xff")
    assert b"courtyard" not in shown.data


def test_consent_erasure_day_and_other_officer(office: Office) -> None:
    """Each by its own form, each on the log."""
    who = registered(office)
    clerk = office.enter("amina")
    url = f"/beneficiaries/{who}/consent"
    acts = {
        "withdraw": {"withdrawn_on": "2026-01-05"},
        "record": {"consent_version": "2026-2", "scope": "support", "given_on": "2026-01-05"},
        "erasure": {"erase_on": "2027-01-05"},
        "second": {"second": str(office.world.people["bao"].person_id)},
    }
    for act, fields in acts.items():
        assert clerk.send(url, f"{url}/{act}", **fields).status_code == 303, act
    page = clerk.get(f"/beneficiaries/{who}").text
    assert "2026-2" in page
    assert "Amina, Bao" in page
    refused = clerk.send(url, f"{url}/record", consent_version="not a code!", scope="support", given_on="2026-01-05")
    assert "Name the version" in refused.text
    assert clerk.send(url, f"{url}/second", second="").status_code == 200


def _size(office: Office) -> int:
    with office.world.store.reading() as session:
        return session.scalar(select(func.max(LogEntry.seq))) or 0
