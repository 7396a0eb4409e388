"""MT940 with the habits of several banks becomes lines."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.banking.csv_statement import Bounds
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.banking.trouble import CannotRead
from tests.banking.written import IBAN, stream, troubles

OURS = Bounds(IBAN, "EUR")

GERMAN = """:20:STARTUMSE
:25:37040044/0532013000
:28C:00014/001
:60F:C260227EUR1000,00
:61:2603020302DR250,00NTRFNONREF//55555
:86:177?00SEPA-UEBERWEISUNG?20EREF+1234567?2189012SVWZ+HELP?22 FOR QUENTIN?30
COBADEFF?31DE02120300000000202051?32ZYXWV QUENTIN
:61:2603020302CR250,00N159NONREF
:86:159?00RETOURE?20EREF+123456789012?21SVWZ+RETURN AC04?32ZYXWV
:61:2603030303DR4,50NCHGNONREF
:86:808?00ENTGELT?20KONTOFUEHRUNG
:62F:C260303EUR995,50
-
"""

DUTCH = """{1:F01INGBNL2ABXXX0000000000}
{2:I940INGBNL2AXXXN}
{4:
:20:P260302000000001
:25:DE89370400440532013000EUR
:28C:00000
:60F:C260301EUR100,
:61:2603020302D10,5NTRFEREF//0061
/TRCD/00100/
:86:/EREF/223456789012//CNTP/NL08INGB0000001234/INGBNL2A/Quentin Zyxwv///REMI/USTD//
Ouderdom/
:61:260302C0,5NINTNONREF
:86:Rente
:62F:C260302EUR90,
:64:C260302EUR90,
:65:C260302EUR90,
-}
"""


def read(text: str | bytes) -> list[Statement]:
    """Read a file of our account."""
    return read_statements(stream(text), OURS)


def test_a_structured_statement_is_read() -> None:
    """A code is found where a bank broke the line within it; business codes tell returns and charges."""
    (found,) = read(GERMAN)
    assert (found.number, found.page, found.opening, found.closing) == (14, 1, 100_000, 99_550)
    assert [(one.minor, one.kind, one.tokens[:1]) for one in found.lines] == [
        (-25_000, Kind.TRANSFER, ("123456789012",)),
        (25_000, Kind.RETURN, ("123456789012",)),
        (-450, Kind.CHARGE, ()),
    ]
    assert found.lines[0].bank_reference == "55555"
    assert "QUENTIN" not in repr(found)


def test_an_unstructured_statement_in_an_envelope_is_read() -> None:
    """Amounts without decimals, an account with its currency behind, a line without a day of booking."""
    (found,) = read(DUTCH)
    assert [(one.minor, one.kind, one.tokens) for one in found.lines] == [
        (-1050, Kind.TRANSFER, ("223456789012",)),
        (50, Kind.INTEREST, ()),
    ]
    assert {one.day for one in found.lines} == {date(2026, 3, 2)}
    assert "Quentin" not in repr(found)


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_banks_use_is_read(encoding: str) -> None:
    """Only digits and codes are kept, which are the same in all of them."""
    assert (
        read(GERMAN.replace("QUENTIN", "GÜLŞEN" if encoding.startswith("utf") else "GÜNÉ").encode(encoding))[0].closing
        == 99_550
    )


def test_reversed_marks_move_money_the_other_way() -> None:
    """A reversed credit goes, a reversed debit comes."""
    text = GERMAN.replace("0302CR250,00N159", "0302RD250,00NMSC").replace("0303DR4,50", "0303RC4,50")
    assert [(one.minor, one.kind) for one in read(text)[0].lines[1:]] == [(25_000, Kind.RETURN), (-450, Kind.RETURN)]


def test_pages_and_several_statements_follow_one_another() -> None:
    """A page closes with an interim balance."""
    second = GERMAN.replace("00014/001", "00014/002").replace(":60F:C260227EUR1000,00", ":60M:C260303EUR995,50")
    second = (
        second.replace("DR250,00", "DR245,50")
        .replace("CR250,00", "CR250,00")
        .replace("0302", "0303")
        .replace("C260303EUR995,50\n-", "C260303EUR995,50\n-")
    )
    first = GERMAN.replace(":62F:", ":62M:")
    assert [(one.number, one.page, one.closing) for one in read(first + second)] == [(14, 1, 99_550), (14, 2, 99_550)]


@pytest.mark.parametrize("number", ["00016/001", "00014/003", "00015/002", "00014/001", "00013/001"])
def test_a_gap_between_statements_of_one_file_is_refused_by_line(number: str) -> None:
    """Though the balances continue: on the line of the number after the gap."""
    quiet = "\n".join(line for line in GERMAN.splitlines() if not line.startswith((":61:", ":86:", "COBA"))) + "\n"
    quiet = quiet.replace("EUR995,50", "EUR1000,00")
    with pytest.raises(CannotRead) as caught:
        read(quiet + quiet.replace("00014/001", number))
    (said,) = troubles(caught.value)
    plain = number.replace("/001", "").replace("/00", "/").lstrip("0")
    assert said.startswith(f"Line 9: The bank numbers this statement {plain}, and the one before it in this file 14.")
    assert len(read(quiet + quiet.replace("00014/001", "00015/001"))) == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (":61:2603020302DR250,00", ":61:2603020302DR250.00", "Line 5: The field :61: is not written as MT940 has it."),
        (":61:2603020302DR", ":61:2602300230DR", "Line 5: The field :61: is not written"),
        (":61:2603020302DR", ":61:2604020402DR", "Line 5: 2026-04-02 lies outside of the statement"),
        (":62F:C260303EUR995,50", ":62F:C260303EUR995,51", "The opening balance 1000.00 and the lines come to 995.50"),
        (":62F:C260303EUR995,50", "", "Line 1: This statement has no account (:25:), no opening"),
        (":62F:C260303EUR", ":62F:C260303USD", "Line 1: The two balances are in different currencies."),
        ("DR4,50N", "DR4,505N", "Line 10: EUR has 2 decimal places"),
        (":25:37040044/0532013000", ":25:37040044/0532013001", "This is a statement of account 37040044/0532013001"),
        ("00014/001", "14/001/9", ""),
    ],
)
def test_what_cannot_be_is_refused_by_its_line(old: str, new: str, said: str) -> None:
    """One sentence each; a statement number that nobody understands is none, and no more than that."""
    assert old in GERMAN
    changed = GERMAN.replace(old, new)
    if not said:
        assert read(changed)[0].closing == 99_550
        return
    with pytest.raises(CannotRead) as caught:
        read(changed)
    assert any(one.startswith(said) for one in troubles(caught.value)), troubles(caught.value)
