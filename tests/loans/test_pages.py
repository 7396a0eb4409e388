"""The pages of loans, as officers, approvers and finance see them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ledger.awards.models import AwardKind
from tests.builders import award_of, paid, register
from tests.loans.lending import lent, loan_of
from tests.office import Clerk, Office

TERMS = {
    "kind": "micro_loan",
    "fund": "FUND",
    "purpose": "LIV",
    "reason": "resumption",
    "currency": "",
    "amount": "900.00",
    "rhythm": "once",
    "count": "1",
    "first": "2026-01-05",
    "grace": "2",
    "repay_count": "3",
    "repay_rhythm": "quarterly",
}


@pytest.fixture
def office(little_office: Office) -> Office:
    """A house with its pages, in SQLite: what a page shows does not hang on the engine."""
    return little_office


def sign_newest(clerk: Clerk, kind: str) -> None:
    """Approve the proposal of a kind that waits on somebody's desk."""
    page = clerk.get("/").text
    assert kind in page
    url = "/proposals/" + page.split("/proposals/")[1].split('"')[0]
    assert clerk.sign(url, verdict="approve").status_code == 303


def test_a_loan_from_its_form_to_its_last_repayment(office: Office) -> None:
    """Proposed with grace and repayments, signed twice, paid, late on two desks, rescheduled, and given in the end."""
    who = register(office.world)
    amina, carla, deniz = office.enter("amina"), office.enter("carla"), office.enter("deniz")
    wrong = amina.send(f"/awards/new/{who}", **{**TERMS, "repay_count": ""})
    assert "Say in how many repayments" in wrong.text
    assert 'value="900.00"' in wrong.text
    assert "Only a micro-loan is paid back" in amina.send(f"/awards/new/{who}", **{**TERMS, "kind": "stipend"}).text
    where = amina.send(f"/awards/new/{who}", **TERMS, step="propose").headers["Location"]
    revision = amina.get(f"{where}/revise").text
    assert 'name="repay_count" type="number" value="3"' in revision or 'value="3"' in revision
    for clerk in (carla, deniz):
        page = clerk.get("/").text
        url = "/proposals/" + page.split("/proposals/")[1].split('"')[0]
        assert "To be paid back" in clerk.get(url).text
        clerk.sign(url, verdict="approve")
    paid(office.world)
    loan = where.replace("/awards/", "/loans/")
    assert loan in amina.get(where).text
    assert "Jun 5, 2026" in amina.get(loan).text
    office.world.clock.move(timedelta(days=200))
    amina = office.enter("amina")
    assert "49 days late" in amina.get(loan).text
    assert "Loans that are late" in amina.get("/").text
    assert "49" in amina.get("/loans?stage=late").text
    assert "900.00" in amina.get("/loans/portfolio").text
    asked = amina.send(f"{loan}/reschedule", count="2", rhythm="monthly", first="2026-08-01")
    assert asked.status_code == 303
    assert "Loan rescheduled" in amina.get(loan).text
    sign_newest(office.enter("carla"), "Loan rescheduled")
    assert "Loans that are late" not in amina.get("/").text
    assert amina.send(f"{loan}/suspend", reason="detained").status_code == 303
    assert "Suspended: nobody asks" in amina.get(loan).text
    assert amina.send(f"{loan}/resume").status_code == 303
    sign_newest(office.enter("carla"), "Loan resumed")
    assert "outstanding" in amina.send(f"{loan}/grant", kind="stipend", amount="900.01").text
    assert amina.send(f"{loan}/grant", kind="stipend", amount="900.00").status_code == 303
    sign_newest(office.enter("carla"), "Loan turned into a grant")
    sign_newest(office.enter("deniz"), "Loan turned into a grant")
    assert "Turned into a grant" in amina.get(loan).text
    assert "for the same need" not in amina.get(f"{loan}/reschedule").text
    gift = {**TERMS, "kind": "stipend", "purpose": "HUM", "grace": "", "repay_count": "", "first": "2027-01-05"}
    beside = amina.send(f"/awards/new/{who}", **gift, step="propose").headers["Location"].rsplit("/", 1)[1]
    page = amina.get(f"{loan}/reschedule").text
    assert "Other awards of this household for the same need" in page
    assert beside in page
    assert (
        "Nothing of this loan is outstanding"
        in amina.send(f"{loan}/reschedule", count="1", rhythm="once", first="2026-09-01").text
    )


def test_finance_sets_aside_writes_off_and_notes_what_intermediaries_took(office: Office) -> None:
    """Each by its form; what was typed stays where it is refused, and the same form sent twice does one thing (H13)."""
    award = lent(office.world, 90_000, 3)
    loan = f"/loans/{award_of(office.world, award).reference}"
    farah = office.enter("farah")
    assert "at most what is outstanding" in farah.send(f"{loan}/allowance", amount="900.01").text
    assert farah.send(f"{loan}/allowance", amount="300.00").status_code == 303
    sign_newest(office.enter("carla"), "Allowance for a loan")
    assert loan_of(office.world, award).allowance_minor == 30_000
    assert "900.00" in farah.get(f"{loan}/write-off").text
    assert farah.send(f"{loan}/write-off", amount="900.00").status_code == 303
    sign_newest(office.enter("carla"), "Loan written off")
    sign_newest(office.enter("deniz"), "Loan written off")
    assert "Written off" in farah.get(loan).text
    assert farah.get(f"{loan}/suspend").status_code == 404
    assert farah.get(f"{loan}/nothing").status_code == 404


def test_a_loan_is_read_by_casework_alone(office: Office) -> None:
    """An auditor reads it and changes nothing; a donor finds no such page; every list comes as a file as well."""
    award = lent(office.world, 90_000, 3)
    reference = award_of(office.world, award).reference
    ilse, jonas = office.enter("ilse"), office.enter("jonas")
    assert reference in ilse.get("/loans").text
    assert reference in ilse.get("/loans?format=csv").text
    assert ilse.get(f"/loans/{reference}").status_code == 200
    assert ilse.get(f"/loans/{reference}/grant").status_code == 404
    assert jonas.get("/loans").status_code == 404
    assert award_of(office.world, award).kind is AwardKind.MICRO_LOAN
    due = "What fell due within twelve months"
    assert due not in ilse.get("/loans/portfolio").text
    office.world.clock.move(timedelta(days=100))
    told = office.enter("carla").get("/loans/portfolio").text.partition(due)[2]
    assert re.findall(r'data-label="Of what fell due">([^<]*)<', told) == ["100 %", "0 %"]
