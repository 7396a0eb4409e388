"""An account is known again in all the ways in which banks write it."""

from __future__ import annotations

import pytest

from ledger.banking.accounts import is_of
from tests.banking.written import IBAN


@pytest.mark.parametrize(
    ("written", "account"),
    [
        (IBAN, IBAN),
        ("DE89 3704 0044 0532 0130 00", IBAN),
        (f"{IBAN}EUR", IBAN),
        (f"{IBAN} EUR", IBAN),
        ("37040044/0532013000", IBAN),
        ("37040044/532013000", IBAN),
        ("37040044/0532013000EUR", IBAN),
        (f"COBADEFFXXX/{IBAN}", IBAN),
        (f"/{IBAN}", IBAN),
        ("COBADEFF/0532013000", IBAN),
        ("0532013000", IBAN),
        ("51070021/1234567", "DE88510700210001234567"),
        ("//AT39364/12345678912/EUR", "AT613936412345678912"),
        ("HILFSBANK/0390123456", "NL39TRIO0390123456"),
        ("30004/00823/00050123456", "FR7630004008230005012345678"),
        ("1962222202010001", "HU42196222220201000100000000"),
        ("601613-31926819", "GB29NWBK60161331926819"),
        ("12-3456-7", "1234567"),
        (IBAN, f"{IBAN}USD"),
        (IBAN, "370400440532013000"),
        (IBAN, "COBADEFFXXXDE89370400440532013000"),
    ],
)
def test_a_bank_writes_an_account_in_ways_of_its_own(written: str, account: str) -> None:
    """With its own code and the currency or without, zeros left out, or the country's form instead of an IBAN."""
    assert is_of(written, account)


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("37040044/0532013001", IBAN),
        ("37040045/532013000", IBAN),
        ("COBADEFFXXX/DE88370400440532013000", IBAN),
        ("COBADEFF/13000", IBAN),
        ("COBADEFFXXX/", IBAN),
        ("3000", IBAN),
        ("EUR", IBAN),
        ("", IBAN),
        ("1962222202010001", "HU42196222220201000100000001"),
    ],
)
def test_another_account_is_another(written: str, account: str) -> None:
    """So is a number that is too short to tell accounts apart."""
    assert not is_of(written, account)
