"""Tables of banks in several countries, with what stands around and beside their columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.banking.csv_statement import Bounds, Profile
from ledger.banking.reading import read_statements
from ledger.banking.statement import Statement
from ledger.banking.trouble import CannotRead
from ledger.errors import Refusal
from tests.banking.written import stream, troubles

GERMAN = Profile("Buchungstag", "%d.%m.%Y", debit="Soll", credit="Haben", delimiter=";", decimal=",", grouping=".")
GERMAN_FILE = """Konto;0532013000;EUR

Buchungstag;Wert;Zweck;Soll;Haben;W
02.03.2026;02.03.2026;"Hilfe
123456789012";-1.250,00;;EUR
03.03.2026;03.03.2026;Spende;;2.000,00;EUR
Kontostand;03.03.2026;;;1.750,00
"""

SWISS = Profile("Datum", "%d.%m.%Y", debit="Lastschrift in CHF", credit="Gutschrift in CHF", texts=("Text",),
                balance="Saldo in CHF", delimiter=";", grouping="'")  # fmt: skip
SWISS_FILE = """Datum;Text;Gutschrift in CHF;Lastschrift in CHF;Saldo in CHF
03.03.2026;Gabe;1\u2019000.00;;1\u2019840.50
03.03.2026;Miete;;-100.00;
02.03.2026;Gabe;40.50;;940.50
Summe;;;;
"""

FRENCH = Profile("Date", "%d/%m/%Y", "Montant", texts=("Libellé",), delimiter=";", decimal=",", grouping=" ",
                 encoding="cp1252")  # fmt: skip
FRENCH_FILE = """Solde au 03/03/2026;1 234,00 €;;
Date;Libellé;Montant
02/03/2026;VIREMENT 123456789012;-1\u00a0000,00 €;
03/03/2026;DON «été»;+2 000,00 €;
"""

INDIAN = Profile("Txn Date", "%d %b %Y", debit="Debit", credit="Credit", balance="Balance", grouping=",")
INDIAN_FILE = """Account Statement,,,
"Txn Date","Description","Debit","Credit","Balance"
"02 Mar 2026","Relief","1,23,456.50","","12,34,567.00"
"03 Mar 2026","Gift","","5,000.00","12,39,567.00"
"""

AMERICAN = Profile("Posting Date", "%m/%d/%Y", "Amount", balance="Balance", grouping=",")
AMERICAN_FILE = """Posting Date,Description,Amount,Balance
03/03/2026,GIFT 10:20:25,"$1,500.00","$2,500.00"
03/02/2026,PAID 11:25:00,-$500.00,"$1,000.00"
"""

WALLET = Profile("Completed Date", "%Y-%m-%d %H:%M:%S", "Amount", texts=("Description",), fee="Fee", status="State",
                 booked=("COMPLETED",), balance="Balance")  # fmt: skip
WALLET_FILE = """Type,Completed Date,Description,Amount,Fee,State,Balance
TRANSFER,2026-03-02 10:20:25,To 123456789012,-10.00,0.20,COMPLETED,89.80
TRANSFER,,To 223456789012,-10.00,0.00,PENDING,
TRANSFER,2026-03-03 11:25:00,From,5.00,0.00,COMPLETED,94.80
TRANSFER,2026-03-03 11:26:00,From,5.00,0.00,REVERTED,
"""

DUTCH = Profile("#3", "%Y%m%d", "#7", texts=("#8",), account="#1", currency="#2", delimiter="\t", decimal=",")
DUTCH_FILE = """532013000\tEUR\t20260302\t100,00\t90,00\t20260302\t-10,00\tHELP 123456789012
532013000\tEUR\t20260303\t90,00\t95,00\t20260303\t5,00\tGIFT
"""

BALTIC = Profile("Data", amount="Suma", direction="D/K", debits=("D",), status="#2", booked=("20",))
BALTIC_FILE = """"Saskaita","","Data","Suma","D/K",
"LT1","10","2026-03-02","100.00","K",
"LT1","20","2026-03-02","10.00","D",
"LT1","20","2026-03-03","5.00","K",
"LT1","82","2026-03-03","5.00","D",
"""


def read(text: str, profile: Profile, bounds: Bounds) -> Statement:
    """Read a table by a profile."""
    (found,) = read_statements(stream(text.encode(profile.encoding.removesuffix("-sig"))), bounds, profile)
    return found


@pytest.mark.parametrize(
    ("text", "profile", "bounds", "balances", "minor"),
    [
        (GERMAN_FILE, GERMAN, Bounds("", "EUR", 100_000, 175_000), (100_000, 175_000), [-125_000, 200_000]),
        (SWISS_FILE, SWISS, Bounds("1", "CHF"), (90_000, 184_050), [4050, -10_000, 100_000]),
        (FRENCH_FILE, FRENCH, Bounds("", "EUR", 23_400, 123_400), (23_400, 123_400), [-100_000, 200_000]),
        (INDIAN_FILE, INDIAN, Bounds("1", "INR"), (135_802_350, 123_956_700), [-12_345_650, 500_000]),
        (AMERICAN_FILE, AMERICAN, Bounds("1", "USD"), (150_000, 250_000), [-50_000, 150_000]),
        (DUTCH_FILE, DUTCH, Bounds("", "EUR", 10_000, 9500), (10_000, 9500), [-1000, 500]),
        (BALTIC_FILE, BALTIC, Bounds("", "EUR", 10_000, 9500), (10_000, 9500), [-1000, 500]),
        (WALLET_FILE, WALLET, Bounds("1", "EUR"), (10_000, 9480), [-1000, -20, 500]),
    ],
)
def test_a_table_is_read_as_its_bank_means_it(
    text: str, profile: Profile, bounds: Bounds, balances: tuple[int, int], minor: list[int]
) -> None:
    """A sum below it, one balance a day, an empty cell behind the last, lakhs, signs of a currency, times, fees."""
    found = read(text, profile, bounds)
    assert ((found.opening, found.closing), [one.minor for one in found.lines]) == (balances, minor)
    assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("text", "profile", "old", "new", "said"),
    [
        (GERMAN_FILE, GERMAN, "03.03.2026;03", "Kontostand;03", "The opening balance 1000.00 and the lines come to"),
        (GERMAN_FILE, GERMAN, "02.03.2026;02", "Kontostand;02", "Line 5: The day is not written as the profile"),
        (GERMAN_FILE, GERMAN, "\nKontostand", "\n03.03.2026", "Line 7: This row has more or fewer cells"),
        (GERMAN_FILE, GERMAN, "Spende;;2.000,00;EUR", "Spende;;2.000,00;EUR;x", "Line 6: This row has more or fewer"),
        (DUTCH_FILE, DUTCH, "\t5,00\tGIFT", "", "Line 2: This row has more or fewer cells"),
        (DUTCH_FILE, DUTCH, "20260303\t90", "soon\t90", "The opening balance 1000.00 and the lines"),
        (SWISS_FILE, SWISS, "02.03.2026;Gabe", "Sonntag;Gabe", "Line 4: The day is not written"),
        (SWISS_FILE, SWISS, "\u2019840.50", "\u2019840.51", "Line 2: The balance in this row does not follow"),
        (SWISS_FILE, SWISS, "1\u2019840.50", "", "This table does not say its balances."),
        (FRENCH_FILE, FRENCH, "+2 000,00 €", "+2 000,00 £", "Line 4: This amount is not written"),
    ],
)
def test_a_movement_is_no_note(text: str, profile: Profile, old: str, new: str, said: str) -> None:
    """What looks like one is read or refused, never left out."""
    assert old in text
    bounds = Bounds("", "CHF") if profile is SWISS else Bounds("", "EUR", 100_000, 175_000)
    with pytest.raises(CannotRead) as caught:
        read(text.replace(old, new), profile, bounds)
    assert troubles(caught.value)[0].startswith(said), troubles(caught.value)


@pytest.mark.parametrize("written", ["1,2,345.00", "12,34,56.00", "123,45,678.00", "1,23", ",123"])
def test_lakhs_stand_by_twos_before_the_last_three(written: str) -> None:
    """Everything else could be a slip."""
    with pytest.raises(Refusal, match=r"between thousands|is not written"):
        INDIAN.plain(written)


def test_a_fee_is_a_line_of_its_own_whichever_row_comes_first() -> None:
    """A payment keeps its amount, and what was taken for it is a charge; what is pending is none of both."""
    head, *body = WALLET_FILE.splitlines()
    for rows in (body, body[::-1]):
        found = read("\n".join([head, *rows]), WALLET, Bounds("1", "EUR"))
        assert [(one.number, one.minor, one.kind.value) for one in found.lines] == [
            (1, -1000, "other"),
            (2, -20, "charge"),
            (3, 500, "other"),
        ]
    with pytest.raises(Refusal, match="words in it for what is booked"):
        replace(WALLET, booked=()).check()


def test_a_table_without_balances_is_turned_round_by_its_days() -> None:
    """So that a payment stands before its return."""
    head, first, second = FRENCH_FILE.splitlines()[1:]
    found = read(f"{head}\n{second}\n{first}", FRENCH, Bounds("", "EUR", 23_400, 123_400))
    assert [one.minor for one in found.lines] == [-100_000, 200_000]
