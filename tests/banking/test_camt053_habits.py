"""What banks do differently in a camt.053, all of it by the standard."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledger.banking.csv_statement import Bounds
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.banking.trouble import CannotRead
from tests.banking.written import DAY, IBAN, camt, detail, entry, statement, stream, troubles

NEXT, THIRD = DAY + timedelta(1), DAY + timedelta(2)


def read(text: str | bytes, account: str = IBAN) -> list[Statement]:
    """Read a file of our account."""
    return read_statements(stream(text), Bounds(account, "EUR"))


def days(found: Statement) -> tuple[date, date]:
    """Its first and its last day."""
    return found.first, found.last


def balance(code: str, minor: str, day: date) -> str:
    """One balance."""
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{minor}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def test_equal_gifts_in_one_batch_are_not_the_same_one() -> None:
    """The bank's reference is the batch's; the same entry twice is still the same."""
    batch = entry(6000, details=detail(text="Gift", minor=3000) * 2, reference="B1")
    assert [one.minor for one in read(camt(statement([batch], 0, 6000)))[0].lines] == [3000, 3000]
    with pytest.raises(CannotRead) as caught:
        read(camt(statement([batch, batch], 0, 12_000)))
    assert [one[:36] for one in troubles(caught.value)] == ["Line 4: This is the same as line 3: "] * 2


def test_a_reversed_batch_may_say_what_it_reverses() -> None:
    """The entry says which way the money went."""
    credit = "<CdtDbtInd>CRDT</CdtDbtInd>"
    details = detail("123456789012", minor=1000, more=credit) + detail(minor=1500, more=credit)
    (found,) = read(camt(statement([entry(-2500, details=details, extra="<RvslInd>true</RvslInd>")], 2500, 0)))
    assert [(one.minor, one.kind) for one in found.lines] == [(-1000, Kind.RETURN), (-1500, Kind.RETURN)]


def test_a_share_is_read_in_the_currency_of_the_account() -> None:
    """Though what was ordered stands before it in another."""
    ordered = '<Amt Ccy="USD">{}.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
    details = detail(minor=1000, more=ordered.format(12)) + detail(minor=1500, more=ordered.format(18))
    for told in (details, details.replace("TxAmt>", "CntrValAmt>")):
        (found,) = read(camt(statement([entry(-2500, details=told)], 2500, 0)))
        assert [one.minor for one in found.lines] == [-1000, -1500]


def test_pages_are_of_their_lines_days() -> None:
    """Each page names the days of the whole statement, and the second follows the first."""
    page = "<StmtPgntn><PgNb>{}</PgNb><LastPgInd>{}</LastPgInd></StmtPgntn><ElctrncSeqNb>"
    first = statement([entry(100)], 0, 100, last=THIRD).replace("<ElctrncSeqNb>", page.format(1, "false"))
    second = statement([entry(50, day=NEXT)], 100, 150, last=THIRD).replace("<ElctrncSeqNb>", page.format(2, "true"))
    found = read(camt(first, second))
    assert [(one.numbered, *days(one)) for one in found] == [("7", DAY, DAY), ("7/2", NEXT, THIRD)]
    for page, day in ((first, THIRD + timedelta(1)), (second, DAY - timedelta(1))):
        with pytest.raises(CannotRead) as caught:
            read(camt(page.replace(f"<BookgDt><Dt>{DAY if page is first else NEXT}", f"<BookgDt><Dt>{day}")))
        assert f"{day} lies outside of the statement" in troubles(caught.value)[0]


def test_the_balances_of_each_day_are_those_of_the_first_and_the_last() -> None:
    """In whatever order they stand."""
    text = statement([entry(100), entry(50, day=NEXT)], 0, 150, last=NEXT)
    between = balance("CLBD", "1.00", DAY) + balance("OPBD", "1.00", NEXT)
    for old in ("<Ntry>", "<Bal>"):
        (found,) = read(camt(text.replace(old, between + old, 1)))
        assert (found.opening, found.closing) == (0, 150)


@pytest.mark.parametrize(
    ("until", "last"),
    [("2026-03-03T00:00:00", DAY), ("2026-03-03T00:00:00.000+01:00", DAY), ("2026-03-03T12:00:00", NEXT)],
)
def test_midnight_ends_the_day_before(until: str, last: date) -> None:
    """Where the closing balance is of that day."""
    text = statement([entry(100)], 0, 100).replace("2026-03-02T23:59:59", until)
    assert days(read(camt(text))[0]) == (DAY, last)


def test_a_line_of_the_day_of_the_opening_balance_belongs_to_the_statement() -> None:
    """Though the bank says that it begins the next day; a line before that balance does not. So at the other end."""
    early = statement([entry(100, day=NEXT)], 0, 100, last=NEXT).replace("2026-03-03T23:59:59", "2026-03-02T23:59:59")
    assert days(read(camt(early))[0]) == (DAY, NEXT)
    text = statement([entry(100)], 0, 100, last=NEXT).replace("2026-03-02T00:00:00", "2026-03-03T00:00:00")
    assert days(read(camt(text))[0]) == (DAY, NEXT)
    with pytest.raises(CannotRead, match="taken as it is"):
        read(camt(text.replace("<Dt><Dt>2026-03-02</Dt></Dt>", "<Dt><Dt>2026-03-03</Dt></Dt>")))


@pytest.mark.parametrize(
    ("written", "minor"),
    [("1", 100), (".50", 50), ("1.", 100), ("1.50000", 150), (" 1.5 ", 150), ("0" * 18 + "1.90", 190), ("000.00", 0)],
)
def test_a_number_of_xml_is_an_amount(written: str, minor: int) -> None:
    """In every form that the schema allows."""
    text = statement([entry(minor)], 0, minor)
    at = text.index("<Ntry>")
    plain = f"{minor // 100}.{minor % 100:02}"
    assert read(camt(text[:at] + text[at:].replace(f">{plain}<", f">{written}<")))[0].lines[0].minor == minor


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<Envelope xmlns='urn:x'><Head><Id>1</Id></Head><Body>", "</Body></Envelope>"),
        ("\r\n \n", ""),
        ("<!-- made by a bank -->", "<?end?>"),
    ],
)
def test_what_stands_around_a_document_does_not_matter(before: str, after: str) -> None:
    """An envelope, empty lines, a comment."""
    assert read(before + camt(statement([entry(100)], 0, 100), head="") + after)[0].closing == 100


def test_a_number_may_be_filled_up_with_zeros() -> None:
    """It is the number behind them; zeros alone are none."""
    text = camt(statement([entry(100)], 0, 100))
    numbered = (text.replace("<ElctrncSeqNb>7<", f"<ElctrncSeqNb>{one}<") for one in ("0" * 17 + "34", "0" * 18))
    assert [read(one)[0].number for one in numbered] == [34, 0]


def test_another_message_in_an_envelope_is_called_by_its_name() -> None:
    """So that somebody knows what to ask for."""
    with pytest.raises(CannotRead) as caught:
        read("<E><Document><BkToCstmrAcctRpt/></Document></E>")
    assert troubles(caught.value)[0].startswith("This file is a camt.052,")


def test_several_accounts_in_one_file_are_told_by_their_account_alone() -> None:
    """Their numbers and balances are nobody's gap."""
    other = statement([], 900, 900, number=3, account="DE02120300000000202051")
    with pytest.raises(CannotRead) as caught:
        read(camt(statement([], 0, 0), other))
    (said,) = troubles(caught.value)
    assert said.startswith("This is a statement of account DE02120300000000202051, not of")
