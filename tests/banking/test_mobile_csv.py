"""A table for a mobile money operator holds phones as it takes them, and nothing that a sheet would calculate."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.banking.mobile_csv import Column, Holds, Profile, Transfer, phone_number, write
from ledger.errors import Refusal

PROFILE = Profile(
    (
        Column("No", Holds.NUMBER),
        Column("MSISDN", Holds.PHONE_WITHOUT_PLUS),
        Column("Amount", Holds.AMOUNT),
        Column("Name", Holds.NAME),
        Column("Ref", Holds.CODE),
        Column("Note", Holds.REFERENCE),
        Column("Type", Holds.FIXED, "B2C"),
        Column("Currency", Holds.CURRENCY),
    )
)
PAID = Transfer("123456789012", 150_000, "KES", "+254 (0)700-000.001".replace("(0)", ""), "José", "School, March")


def table(profile: Profile, *paid: Transfer) -> list[list[str]]:
    """The table as a sheet reads it."""
    return list(
        csv.reader(io.StringIO(b"".join(write(profile, paid)).decode(), newline=""), delimiter=profile.delimiter)
    )


def test_each_column_holds_what_the_profile_says() -> None:
    """In the operator's order and with its headings."""
    assert table(PROFILE, PAID) == [
        ["No", "MSISDN", "Amount", "Name", "Ref", "Note", "Type", "Currency"],
        ["1", "254700000001", "1500.00", "Jose", "123456789012", "School, March", "B2C", "KES"],
    ]


@pytest.mark.parametrize(
    ("holds", "currency", "minor", "written"),
    [
        (Holds.AMOUNT_WITH_COMMA, "KES", 150_050, "1500,50"),
        (Holds.AMOUNT_IN_MINOR_UNITS, "KES", 150_050, "150050"),
        (Holds.AMOUNT_WHOLE, "KES", 150_000, "1500"),
        (Holds.AMOUNT_WHOLE, "UGX", 1500, "1500"),
        (Holds.AMOUNT, "UGX", 1500, "1500"),
        (Holds.AMOUNT, "TND", 1500, "1.500"),
    ],
)
def test_amounts_are_written_as_the_operator_takes_them(holds: Holds, currency: str, minor: int, written: str) -> None:
    """With the digits of the currency."""
    profile = Profile((Column("P", Holds.PHONE), Column("A", holds), Column("C", Holds.CODE)), ";", header=False)
    assert table(profile, replace(PAID, currency=currency, minor=minor)) == [["+254700000001", written, "123456789012"]]


def test_a_broken_amount_is_refused_where_only_whole_ones_are_taken() -> None:
    """Nobody is paid less because an operator rounds."""
    profile = Profile((Column("P", Holds.PHONE), Column("A", Holds.AMOUNT_WHOLE), Column("C", Holds.CODE)))
    with pytest.raises(Refusal, match=r"payment 123456789012 is 15\.50"):
        table(profile, replace(PAID, minor=1550))


@pytest.mark.parametrize("written", ["+254700000001", "00254 700 000 001", "+254-700-000-001", "+254(700)000001"])
def test_a_phone_is_written_in_one_way(written: str) -> None:
    """With its country, as E.164 has it."""
    assert phone_number(written, "1") == "+254700000001"


@pytest.mark.parametrize(
    "written", ["0700000001", "+0254700000001", "+25470000000112345", "+254abc", "", "+٢٥٤٧٠٠٠٠٠٠٠١"]
)
def test_a_phone_without_its_country_is_refused(written: str) -> None:
    """The sentence names the payment, not the number."""
    with pytest.raises(Refusal) as caught:
        phone_number(written, "123456789012")
    assert "123456789012" in str(caught.value)
    assert not written or written not in str(caught.value)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=20))
def test_no_name_becomes_a_formula(name: str) -> None:
    """Whatever somebody is called."""
    cell = table(PROFILE, replace(PAID, name=name, reference=name))[1]
    assert cell[3][:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert cell[5][:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize(
    "columns",
    [
        (Column("P", Holds.PHONE), Column("A", Holds.AMOUNT)),
        (Column("P", Holds.PHONE), Column("C", Holds.CODE)),
        (Column("A", Holds.AMOUNT), Column("C", Holds.CODE)),
        (Column("=P", Holds.PHONE), Column("A", Holds.AMOUNT), Column("C", Holds.CODE)),
        (
            Column("P", Holds.PHONE),
            Column("A", Holds.AMOUNT),
            Column("C", Holds.CODE),
            Column("F", Holds.FIXED, "=1+1"),
        ),
    ],
)
def test_a_table_that_pays_nobody_or_calculates_is_refused(columns: tuple[Column, ...]) -> None:
    """Before a row is written."""
    with pytest.raises(Refusal):
        Profile(columns).check()
