"""Strong identifiers in the one form in which two registrations are compared."""

from __future__ import annotations

import pytest

from ledger.vault.rules.details import ContactDetails, IdentityDetails, PaymentDetails
from ledger.vault.rules.identifiers import identifiers_of


def of_phone(number: str) -> list[str]:
    """The identifiers of somebody with one phone."""
    return identifiers_of(ContactDetails(phones=(number,)), None, None)


@pytest.mark.parametrize("number", ["+254712345678", "0712 345 678", "00254-712-345678", "(0712) 345678", "٠٧١٢٣٤٥٦٧٨"])
def test_a_phone_is_one_however_it_is_written(number: str) -> None:
    """With its country or without, in any digits."""
    assert of_phone(number) == ["phone|12345678"]


@pytest.mark.parametrize("number", ["", "12345", "ask her brother"])
def test_a_weak_number_identifies_nobody(number: str) -> None:
    """Too few digits would point at too many people."""
    assert of_phone(number) == []


def test_an_account_is_one_however_it_is_written() -> None:
    """With spaces or without."""
    spaced, plain = (PaymentDetails(account=one) for one in ("de89 3704 0044 0532 0130 00", "DE89370400440532013000"))
    assert identifiers_of(None, None, spaced) == identifiers_of(None, None, plain) == ["account|DE89370400440532013000"]


def test_documents_differ_by_country() -> None:
    """The same number of another country is another document."""
    ours, theirs = (IdentityDetails(documents=((country, "passport", "a 123-4567"),)) for country in ("KE", "UG"))
    assert identifiers_of(None, ours, None) == ["document|KE|A1234567"]
    assert identifiers_of(None, ours, None) != identifiers_of(None, theirs, None)


def test_a_name_is_no_identifier() -> None:
    """Too many people share one."""
    assert identifiers_of(ContactDetails(name_to_use="Zuzu"), IdentityDetails(full_name="Z"), None) == []


def test_each_is_told_once() -> None:
    """A mobile money number that is also the phone."""
    both = identifiers_of(
        ContactDetails(phones=("+254712345678",)), None, PaymentDetails(mobile_number="0712345678", account="12")
    )
    assert both == ["phone|12345678"]
