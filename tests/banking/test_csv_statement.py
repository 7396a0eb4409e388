"""A table is read by a profile; what could mean two amounts is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.banking.csv_statement import Bounds, Profile
from ledger.banking.reading import read_statements
from ledger.banking.statement import Kind, Statement
from ledger.banking.trouble import CannotRead
from ledger.errors import Refusal
from tests.banking.written import stream, troubles

OURS = Bounds("0532013000", "EUR")

GERMAN = Profile(
    "Buchungstag", "%d.%m.%Y", "Betrag", texts=("Verwendungszweck",), balance="Saldo", delimiter=";", decimal=",",
    grouping=".", encoding="cp1252", account="Konto", currency="W", kind="Art", kinds={"ENTGELT": Kind.CHARGE},
)  # fmt: skip
GERMAN_FILE = """Umsatzanzeige;Datei erstellt am: 04.03.2026
Kunde;Zoë Zyxwv

Konto;Buchungstag;Art;Empfänger;Verwendungszweck;Betrag;W;Saldo
0532013000;03.03.2026;ENTGELT;Bank;Gebühr;-4,50;EUR;1.245,50
0532013000;02.03.2026;EINGANG;Zoë Zyxwv;"zurück
123456789012";250,00;EUR;1.250,00
"""

KENYAN = Profile(
    "Completion Time",
    "%d/%m/%Y %H:%M",
    debit="Withdrawn",
    credit="Paid In",
    bank_reference="Receipt No.",
    texts=("Details",),
)
KENYAN_FILE = """Receipt No.,Completion Time,Details,Paid In,Withdrawn
QAB1,02/03/2026 10:00,Payment to - 123456789012,,-1500.00
QAB2,03/03/2026 11:30,Deposit,2000,0.00
"""
INDIAN = Profile("Date", amount="Amount", direction="Dr/Cr", debits=("Dr",), bank_reference="Ref")
INDIAN_FILE = "Date,Amount,Dr/Cr,Ref\n2026-03-02,5.00,Dr,A\n2026-03-02,5.00,Cr,B\n"


def read(text: str, profile: Profile, bounds: Bounds = OURS) -> Statement:
    """Read a table by a profile."""
    (found,) = read_statements(stream(text.encode(profile.encoding.removesuffix("-sig"))), bounds, profile)
    return found


def refused(text: str, profile: Profile, bounds: Bounds = OURS) -> list[str]:
    """Say what is wrong with a table."""
    with pytest.raises(CannotRead) as caught:
        read(text, profile, bounds)
    return troubles(caught.value)


def test_a_table_that_begins_with_the_newest_row_is_turned_round() -> None:
    """With lines above its header, groups of thousands, a break within a cell, and a balance in every row."""
    found = read(GERMAN_FILE, GERMAN)
    assert (found.opening, found.closing, found.first, found.last) == (
        100_000,
        124_550,
        date(2026, 3, 2),
        date(2026, 3, 3),
    )
    assert [(one.number, one.minor, one.kind, one.tokens, one.at) for one in found.lines] == [
        (1, 25_000, Kind.OTHER, ("123456789012",), 7),
        (2, -450, Kind.CHARGE, (), 5),
    ]
    assert "Zyxwv" not in repr(found)


def test_debits_and_credits_may_have_columns_of_their_own() -> None:
    """The balances are typed where the table has none."""
    found = read(KENYAN_FILE, KENYAN, Bounds("0532013000", "EUR", 500_000, 550_000))
    assert [(one.minor, one.bank_reference) for one in found.lines] == [(-150_000, "QAB1"), (200_000, "QAB2")]
    assert refused(KENYAN_FILE, KENYAN)[0].startswith("This table does not say its balances.")
    assert refused(KENYAN_FILE, KENYAN, replace(OURS, opening=0, closing=1))[0].startswith("The opening balance 0.00")


def test_a_word_may_say_the_direction() -> None:
    """The amount is the same, the sign follows the word."""
    assert [one.minor for one in read(INDIAN_FILE, INDIAN, replace(OURS, opening=0, closing=0)).lines] == [-500, 500]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("1.234,50", "1234.50"),
        ("-1.234,50", "-1234.50"),
        ("1.234,50-", "-1234.50"),
        ("(7,00)", "-7.00"),
        ("\u22127", "-7"),
        ("+7,1", "7.1"),
        ("1.234.567", "1234567"),
        ("\u00a012 ", "12"),
    ],
)
def test_amounts_are_read_by_the_marks_of_the_profile(written: str, plain: str) -> None:
    """In every way in which banks write a sign."""
    assert GERMAN.plain(written) == plain


@pytest.mark.parametrize(
    ("written", "decimal", "grouping"),
    [
        ("1.234", ",", ""),
        ("1,234", ".", ""),
        ("12.34", ",", "."),
        ("1.23.456", ",", "."),
        ("1.2345,00", ",", "."),
        ("1,2,3", ",", "."),
        ("", ".", ""),
        (",5", ",", ""),
        ("5,", ",", ""),
        ("1 234", ".", ""),
        ("1e3", ".", ""),
        ("１２", ".", ""),
        ("--5", ".", "x"),
    ],
)
def test_what_could_mean_two_amounts_is_refused(written: str, decimal: str, grouping: str) -> None:
    """1.234 is a thousand to one bank and one and a bit to another: the profile has to say."""
    if written == "--5":
        assert replace(GERMAN, decimal=decimal, grouping="").plain(written) == "-5"
        return
    with pytest.raises(Refusal, match=r"digits|thousands"):
        replace(GERMAN, decimal=decimal, grouping=grouping).plain(written)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("03.03.2026", "2026-03-03", "Line 5: The day is not written as the profile says (%d.%m.%Y)."),
        ("-4,50", "-4,505", "Line 5: EUR has 2 decimal places"),
        ("-4,50", "-4.50", "Line 5: The marks between thousands"),
        ("-4,50;EUR", "-4,50;USD", "Line 5: This row is in another currency than EUR"),
        ("1.245,50", "1.245,51", "Line 5: The balance in this row does not follow"),
        ("Gebühr;", "", "Line 5: This row has more or fewer cells"),
        ("0532013000;03", "0532013001;03", "The rows are of more than one account."),
        ("0532013000;", "0532013009;", "This is a statement of account 0532013009, not of"),
        ("Saldo", "Stand", "No line of the file is a header with the columns Art, Betrag, Buchungs"),
        ("Empfänger", "Betrag", "Line 4: A column of the profile stands in the header twice."),
        ("Gebühr", '"Gebühr', "Line 6: From here on the file cannot be read as a table"),
    ],
)
def test_what_cannot_be_is_refused_by_its_line(old: str, new: str, said: str) -> None:
    """One sentence each, with what to do."""
    assert old in GERMAN_FILE
    assert [one[: len(said)] for one in refused(GERMAN_FILE.replace(old, new), GERMAN)] == [said]


def test_a_table_in_another_encoding_is_refused_by_line() -> None:
    """Read as it stands, a name would be another, and an amount could be."""
    with pytest.raises(CannotRead) as caught:
        read_statements(stream(GERMAN_FILE.encode("cp1252")), OURS, replace(GERMAN, encoding="utf-8-sig"))
    assert troubles(caught.value)[0].startswith("Line 2: This is not text in the encoding utf-8-sig")


def test_a_doubled_row_and_an_empty_table_are_refused() -> None:
    """A reference of the bank comes once."""
    doubled = INDIAN_FILE.replace("2026-03-02,5.00,Cr,B", "2026-03-02,5.00,Dr,A")
    assert refused(doubled, INDIAN, replace(OURS, opening=1000, closing=0))[0].startswith(
        "Line 3: This is the same as line 2"
    )
    assert refused("Date,Amount,Dr/Cr,Ref\n", INDIAN)[0].startswith("There are no rows below the header.")
    both = KENYAN_FILE.replace(",,-1500.00", ",1,-1500.00")
    assert refused(both, KENYAN)[0].startswith("Line 2: This row has both a debit and a credit")


@pytest.mark.parametrize(
    "change",
    [
        {"amount": ""},
        {"debit": "D"},
        {"direction": "R"},
        {"delimiter": "x"},
        {"grouping": ","},
        {"encoding": "x-none"},
        {"day_format": "%d.%m"},
        {"day": " "},
    ],
)
def test_a_profile_that_cannot_be_is_refused(change: dict[str, str]) -> None:
    """Before a row is read by it."""
    with pytest.raises(Refusal):
        replace(GERMAN, **change).check()
