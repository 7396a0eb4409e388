"""Strong identifiers in the one form in which two registrations are compared: phones, documents, accounts. Pure.

Names are none: too many people share one, and too many spellings stand for one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ledger.vault.rules.details import ContactDetails, IdentityDetails, PaymentDetails

PHONE_DIGITS = 8
"""The last digits of a phone, which stand in its local and its international form alike."""
LEAST = 5
"""Characters below which an identifier is too weak to tell anything."""


def identifiers_of(
    contact: ContactDetails | None, identity: IdentityDetails | None, payment: PaymentDetails | None
) -> list[str]:
    """Return what is compared of these details, each once: `phone|…`, `document|country|…`, `account|…`."""
    found = [
        *(_phones(*contact.phones, contact.messenger) if contact else ()),
        *(_documents(identity) if identity else ()),
        *(_accounts(payment) if payment else ()),
    ]
    return sorted(set(found))


def _phones(*numbers: str) -> Iterator[str]:
    for number in numbers:
        digits = "".join(str(unicodedata.decimal(one)) for one in number if unicodedata.decimal(one, None) is not None)
        if len(digits) >= PHONE_DIGITS:
            yield f"phone|{digits[-PHONE_DIGITS:]}"


def _documents(identity: IdentityDetails) -> Iterator[str]:
    for country, _kind, number in identity.documents:
        plain = _letters_and_digits(number)
        if len(plain) >= LEAST:
            yield f"document|{country.upper()}|{plain}"


def _accounts(payment: PaymentDetails) -> Iterator[str]:
    plain = _letters_and_digits(payment.account)
    if len(plain) >= LEAST:
        yield f"account|{plain}"
    yield from _phones(payment.mobile_number)


def _letters_and_digits(text: str) -> str:
    written = unicodedata.normalize("NFKC", text).upper()
    return "".join(one for one in written if one.isalnum())
