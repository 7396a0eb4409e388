"""What is sealed about a person, checked before it is sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Refusal
from ledger.vault.rules.details import LONGEST, ContactDetails, Details, IdentityDetails, PaymentDetails

CONTACT = ContactDetails(name_to_use="Zuzu", phones=("+254 712 345678",))
IDENTITY = IdentityDetails(full_name="Zuleikha Ørsted", documents=(("KE", "passport", "A1234567"),))
BANK = PaymentDetails(
    method="bank",
    holder="Z. Ørsted",
    account="DE89370400440532013000",
    statement_payer="Northlight Services",
    statement_reference="Invoice 4411",
)
text = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=40)


@pytest.mark.parametrize("details", [CONTACT, IDENTITY, BANK])
def test_what_is_whole_is_taken(details: Details) -> None:
    """And comes back as it was."""
    details.check()  # type: ignore[attr-defined]
    assert type(details).from_bytes(details.to_bytes()) == details


@given(st.lists(text, max_size=3), text, text)
def test_any_script_comes_back_as_it_was(phones: list[str], name: str, note: str) -> None:
    """Whatever was typed: a list, a name, a note; nothing empty is written."""
    details = ContactDetails(name_to_use=name, phones=tuple(phones), note=note)
    assert ContactDetails.from_bytes(details.to_bytes()) == details


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (replace(CONTACT, phones=()), "phones"),
        (replace(CONTACT, note="x" * (LONGEST + 1)), "note"),
        (replace(CONTACT, note="a\x00b"), "note"),
        (replace(CONTACT, phones=("a\x1bb",)), "phones"),
        (replace(IDENTITY, full_name=" "), "full_name"),
        (replace(IDENTITY, documents=(("KEN", "passport", "A1"),)), "documents"),
        (replace(IDENTITY, documents=(("KE", "passport", " "),)), "documents"),
        (replace(BANK, method="horse"), "method"),
        (replace(BANK, holder=""), "holder"),
        (replace(BANK, account=""), "account"),
        (replace(BANK, account="DE89370400440532013001"), "account"),
        (replace(BANK, bank_code="DEUTDEFFXX"[:8] + "1"), None),
        (replace(BANK, bank_code="ABCDEFGHIJK"), "bank_code"),
        (replace(BANK, method="mobile_money"), "mobile_number"),
        (replace(BANK, statement_payer=""), "statement_payer"),
        (replace(BANK, statement_reference=" "), "statement_reference"),
    ],
)
def test_what_could_not_be_used_is_refused_beside_its_field(details: Details, field: str | None) -> None:
    """One thing wrong at a time; a routing code that is no BIC is taken as it is."""
    if field is None:
        details.check()  # type: ignore[attr-defined]
        return
    with pytest.raises(Refusal) as refusal:
        details.check()  # type: ignore[attr-defined]
    assert refusal.value.field == field


@pytest.mark.parametrize("account", ["0123456789", "BE68 5390 0754 7034", "SN08SN0100152000048500003035"])
def test_an_account_that_is_no_iban_of_the_registry_is_taken(account: str) -> None:
    """Most of the world has none, some write theirs alike, and a bank may be younger than a list of banks."""
    replace(BANK, account=account).check()


@pytest.mark.parametrize("check", [CONTACT.check, IDENTITY.check])
def test_a_number_of_letters_in_any_script_counts(check: Callable[[], None]) -> None:
    """Nothing is refused for its script."""
    check()
    replace(IDENTITY, full_name="זולייכה 祖莱哈 زليخة").check()
