"""Finance at the pages: a statement looked at, taken in, and its lines booked; nothing typed is lost."""

from __future__ import annotations

import io
import re
from uuid import UUID

import pytest

from ledger.books.uses import uses_for
from ledger.disbursements import uses as payments
from ledger.disbursements.queries import payment_code
from ledger.statements import queries
from ledger.statements.models import BankLine, BankStatement
from tests.banking.written import IBAN, camt, detail, entry, statement
from tests.builders import announce, approved, inside, sent
from tests.office import Clerk, Office


def upload(clerk: Clerk, content: str | bytes, act: str = "look", **more: str) -> str:
    """Send a statement's file and return the page that comes of it."""
    data = content.encode() if isinstance(content, str) else content
    file = (io.BytesIO(data), "statement.xml")
    sent_form = {"cash": "main-eur", "file": file, "act": act, **more}
    answer = clerk.send("/statements/new", "/statements/new", **sent_form)
    return clerk.get(answer.headers["Location"]).text if answer.status_code == 303 else answer.text


def code_of(office: Office) -> str:
    """The code of a payment of 500.00 that is on its way."""
    approved(office.world, 50_000)
    run = sent(office.world)
    with office.world.store.reading() as session:
        (one,) = inside(session, run)
        return payment_code(session, one) or ""


def file_of(office: Office, *entries: str, total: int) -> str:
    """A statement of today that follows the one with the first gift."""
    day = office.world.clock.now().date()
    whole = camt(statement(entries, 1_000_000, 1_000_000 + total, first=day, last=day))
    return whole.replace("<BookgDt><Dt>2026-03-02", f"<BookgDt><Dt>{day}")


def test_a_statement_is_looked_at_and_then_taken_in(office: Office) -> None:
    """Looking saves nothing; taking it in settles what carries a code, and shows what waits and why."""
    code = code_of(office)
    content = file_of(office, entry(-50_000, details=detail(code)), entry(90_000), total=40_000)
    clerk = office.enter("farah")
    page = upload(clerk, content)
    assert "Payments that were debited" in page
    assert "Others: wait" in page
    assert len(statements(office)) == 1
    page = upload(clerk, content, "take")
    assert "1 line waits for you" in page
    assert "900.00" in page
    (waits,) = waiting(office)
    gift = announce(office.world, 90_000)
    page = clerk.get(f"/statements/lines/{waits}").text
    assert "Contribution that was announced" in page
    answer = clerk.send(
        f"/statements/lines/{waits}", f"/statements/lines/{waits}", use="contribution", target=str(gift)
    )
    assert answer.status_code == 303
    assert "The books and the statements agree" in clerk.get("/statements/waiting").text
    page = clerk.get("/accounts/main-eur").text
    assert re.search(r"Left unexplained.*?>0\.00", page, re.DOTALL)
    assert "very file was taken in before" in upload(clerk, content, "take")


def statements(office: Office) -> list[BankStatement]:
    """The statements that were taken in."""
    with office.world.store.reading() as session:
        return list(session.scalars(queries.statements_where()))


def waiting(office: Office) -> list[UUID]:
    """The ids of lines that wait."""
    with office.world.store.reading() as session:
        return [one.id for one in session.scalars(queries.waiting_where())]


def test_what_is_wrong_with_a_file_stands_by_its_line(office: Office) -> None:
    """What, where, and what to do; nothing is saved."""
    clerk = office.enter("farah")
    wrong = file_of(office, entry(1), entry(2, currency="USD"), total=3)
    for act in ("look", "take"):
        page = upload(clerk, wrong, act)
        assert "This amount is in USD, but the statement is in EUR." in page
        assert ">4<" in page
    assert "One is missing" in upload(
        clerk, wrong.replace("USD", "EUR").replace("10000.00", "7.00").replace("10000.03", "7.03"), "take"
    )
    assert len(statements(office)) == 1


def test_a_gap_inside_a_file_or_before_it_is_told_by_the_dry_run_too(office: Office) -> None:
    """Two statements of which one between them is missing, then one that does not follow: nothing is taken of either."""
    code, clerk, day = code_of(office), office.enter("farah"), office.world.clock.now().date()
    first = statement(
        [entry(-50_000, day=day, details=detail(code))], 1_000_000, 950_000, number=3, first=day, last=day
    )
    quiet = {"opening": 950_000, "closing": 950_000, "first": day, "last": day}
    for act in ("look", "take"):
        page = upload(clerk, camt(first, statement([], **quiet, number=5)), act)
        assert "The bank numbers this statement 5, and the one before it in this file 3." in page
        assert "nothing was saved" in page
    assert len(statements(office)) == 1
    upload(clerk, camt(first, statement([], **quiet, number=4)), "take")
    assert len(statements(office)) == 3
    for act in ("look", "take"):
        assert "and the last one here is 4" in upload(clerk, camt(statement([], **quiet, number=6)), act)
    assert len(statements(office)) == 3


def test_a_table_is_read_by_the_profile_of_its_account(office: Office) -> None:
    """Without a profile it is refused; with a wrong one, the form says what is known."""
    clerk = office.enter("farah")
    day = office.world.clock.now().date()
    table = f"Date,Amount,Balance\n{day},12.50,10012.50\n"
    assert "neither camt.053 nor MT940" in upload(clerk, table)
    where = "/accounts/main-eur/described"
    answer = clerk.send(where, where, number=IBAN, profile='{"day": "Date", "amount": "Amount", "colour": "red"}')
    assert "It may have: day, day_format" in answer.text
    answer = clerk.send(where, where, number=IBAN, profile='{"day": "Date", "amount": "Amount", "balance": "Balance"}')
    assert answer.status_code == 303
    assert "Others: wait" in upload(clerk, table)
    assert "1 line waits for you" in upload(clerk, table, "take")


def test_a_line_is_put_aside_at_its_page(office: Office) -> None:
    """It says since when it waits, and for what."""
    clerk = office.enter("farah")
    upload(clerk, file_of(office, entry(-450), total=-450), "take")
    (waits,) = waiting(office)
    where = f"/statements/lines/{waits}"
    assert "claim it from the bank" in clerk.get(where).text
    answer = clerk.send(where, f"{where}/aside", why="asked_bank")
    assert answer.status_code == 303
    assert "The bank was asked about it." in clerk.get("/statements/waiting").text
    assert clerk.send(where, where, use="bank_charge", target=str(office.world.fund)).status_code == 303
    for name, leads in (("farah", True), ("carla", False)):
        told = accounts_read_by(office.enter(name) if name != "farah" else clerk)
        assert "2 / 1" in told
        assert (where in told) == leads, name


def test_what_is_beyond_the_list_is_booked_by_its_reference(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of stipends have one amount: a payment that the list leaves out can still be debited, and come back."""
    monkeypatch.setattr(payments, "MOST", 1)
    for _each in range(2):
        approved(office.world, 50_000)
    run, clerk = sent(office.world), office.enter("farah")
    upload(clerk, file_of(office, entry(-50_000), entry(50_000), total=0), "take")
    gone, back = waiting(office)
    with office.world.store.reading() as session:
        shown = queries.shown_by(queries.line(session, gone))
        (listed,) = next(one for one in uses_for(shown) if one.code == "payment_debited").targets(session, shown)
        (other,) = (one for one in inside(session, run) if str(one.id) != listed.value)
    where, chosen = f"/statements/lines/{gone}", {"use": "payment_debited", "target": listed.value}
    wrong = clerk.send(where, where, **chosen, reference="D-1")
    assert 'value="D-1"' in wrong.text
    assert "Choose again" in wrong.text
    assert clerk.send(where, where, **chosen, reference=f" {other.reference.lower()} ").status_code == 303
    with office.world.store.reading() as session:
        stages = {str(one.id): one.stage.value for one in inside(session, run)}
        assert stages == {listed.value: "sent", str(other.id): "confirmed"}
        shown = queries.shown_by(queries.line(session, back))
        named = {one.code: one.target_of(session, shown, other.reference) for one in uses_for(shown) if one.named}
    assert {code: found for code, found in named.items() if found} == {"payment_returned": str(other.id)}
    assert {"recovered", "loan_repayment", "loan_recovery"} < named.keys()


def accounts_read_by(clerk: Clerk) -> str:
    """The statements of every account, as somebody reads them."""
    balance = clerk.get("/reports/trial-balance").text
    return "".join(clerk.get(one).text for one in set(re.findall(r'href="(/reports/accounts/[^"?]+)', balance)))


@pytest.mark.parametrize("name", ["amina", "carla", "hana", "jonas"])
def test_statements_are_for_finance(office: Office, name: str) -> None:
    """An auditor reads them; nobody else does."""
    clerk = office.enter(name)
    for url in ("/statements", "/statements/waiting", "/accounts/main-eur", "/statements/new"):
        assert clerk.get(url).status_code in {403, 404}, url
    auditor = office.enter("ilse")
    assert auditor.get("/statements").status_code == 200
    assert auditor.get("/statements/new").status_code in {403, 404}


def test_no_name_of_a_statement_reaches_the_ledger(office: Office) -> None:
    """The file holds one; after it was taken in, no row and no entry of the log does."""
    code = code_of(office)
    clerk = office.enter("farah")
    content = file_of(
        office, entry(-50_000, details=detail(code, "Thanks, Quentin Zyxwv +254700000001")), total=-50_000
    )
    upload(clerk, content, "take")
    with office.world.store.reading() as session:
        lines = session.query(BankLine).all()
        assert len(lines) == 2
    for file in office.home.rglob("*"):
        if file.is_file():
            assert b"Zyxwv" not in file.read_bytes(), file


def test_lists_of_statements_and_lines_come_as_files_too(office: Office) -> None:
    """Of exactly what is shown: one account's statements, the lines of one, the lines that wait with why."""
    clerk = office.enter("farah")
    upload(clerk, file_of(office, entry(-450), entry(90_000), total=89_550), "take")
    newest = statements(office)[0]
    assert len(clerk.get("/statements?account=main-eur&format=csv").text.splitlines()) == 3
    page = clerk.get(f"/statements/{newest.id}").text
    assert "2 rows" in page
    assert ">895.50" in page
    lines = clerk.get(f"/statements/{newest.id}?format=csv&sort=amount").text.splitlines()
    assert ["-4.50" in lines[1], "900.00" in lines[2]] == [True, True]
    assert "2 rows" in clerk.get("/statements/waiting?account=main-eur").text
    assert clerk.get("/statements/waiting?format=xlsx").status_code == 200
