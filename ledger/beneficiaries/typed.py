"""From what an officer typed to what is sealed. A refusal names the field of the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ledger.beneficiaries.actions.whole import Agreed, Registration
from ledger.beneficiaries.rules import CoarseProfile
from ledger.errors import N_, Refusal
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import ContactDetails, Details, IdentityDetails, PaymentDetails

_CONTACT = {"note": "contact_note"}
_IDENTITY = {"note": "identity_note"}
_PAYMENT = {"note": "payment_note", "country": "bank_country"}
"""Members of what is sealed whose field has another name in the form."""


def contact_in(form: Any) -> ContactDetails:
    """Return how to reach somebody. Raises Refusal."""
    details = ContactDetails(
        name_to_use=_text(form.name_to_use),
        phones=tuple(_lines(form.phones)),
        email=_text(form.email),
        messenger=_text(form.messenger),
        safe_hours=_text(form.safe_hours),
        note=_text(form.contact_note),
    )
    _naming(_CONTACT, details.check)
    return details


def identity_in(form: Any) -> IdentityDetails:
    """Return who somebody is. Raises Refusal."""
    details = IdentityDetails(
        full_name=_text(form.full_name),
        other_names=_text(form.other_names),
        birth_date=_text(form.birth_date),
        documents=tuple(_document(line) for line in _lines(form.documents)),
        address=_text(form.address),
        note=_text(form.identity_note),
    )
    _naming(_IDENTITY, details.check)
    return details


def payment_in(form: Any, telling: tuple[str, ...]) -> PaymentDetails:
    """Return where somebody's money goes. `telling` are the organisation's names. Raises Refusal."""
    details = PaymentDetails(
        method=_text(form.method),
        holder=_text(form.holder),
        account=_text(form.account),
        bank_code=_text(form.bank_code),
        bank_name=_text(form.bank_name),
        country=_text(form.bank_country),
        mobile_provider=_text(form.mobile_provider),
        mobile_number=_text(form.mobile_number),
        network=_text(form.network),
        statement_payer=_text(form.statement_payer),
        statement_reference=_text(form.statement_reference),
        note=_text(form.payment_note),
    )
    _naming(_PAYMENT, lambda: details.check(telling))
    return details


def details_in(form: Any, compartment: Compartment, telling: tuple[str, ...]) -> Details:
    """Return what was typed for one compartment. Raises Refusal."""
    if compartment is Compartment.CONTACT:
        return contact_in(form)
    return identity_in(form) if compartment is Compartment.IDENTITY else payment_in(form, telling)


def refusals_in(form: Any, telling: tuple[str, ...]) -> list[Refusal]:
    """Return what is wrong in each part of a form about somebody new, so that all of it is mended at once."""
    wrong = []
    parts: list[Callable[[], object]] = [
        lambda: contact_in(form),
        lambda: identity_in(form),
        lambda: payment_in(form, telling),
        lambda: agreed_in(form),
    ]
    for part in parts:
        try:
            part()
        except Refusal as refusal:
            wrong.append(refusal)
    return wrong


def registration_in(form: Any, telling: tuple[str, ...]) -> Registration:
    """Return everything about somebody new. Raises Refusal at the first thing that is wrong."""
    profile = CoarseProfile(
        country=_text(form.country),
        gender=form.gender.data,
        age=form.age.data,
        group=form.group.data,
        threat=form.threat.data,
    )
    profile.check()
    return Registration(
        profile=profile,
        household=_text(form.household).upper() or None,
        second=UUID(form.second.data) if form.second.data else None,
        contact=contact_in(form),
        identity=identity_in(form),
        payment=payment_in(form, telling),
        agreed=agreed_in(form),
        erase_on=form.erase_on.data,
    )


def agreed_in(form: Any) -> Agreed:
    """Return the consent that was typed. Raises Refusal where its version or its day is missing."""
    version = _text(form.consent_version)
    if not version:
        raise Refusal(N_("Write which version of the consent text they agreed to."), field="consent_version")
    return Agreed(version, form.scope.data, form.given_on.day)


def _naming(names: dict[str, str], check: Callable[[], None]) -> None:
    try:
        check()
    except Refusal as refusal:
        field = names.get(refusal.field or "", refusal.field)
        raise Refusal(refusal.sentence, field=field, **refusal.values) from None


def _text(field: Any) -> str:
    return (field.data or "").strip()


def _lines(field: Any) -> list[str]:
    return [line.strip() for line in (field.data or "").splitlines() if line.strip()]


def _document(line: str) -> tuple[str, str, str]:
    country, _, rest = line.replace(",", " ").partition(" ")
    kind, _, number = rest.strip().rpartition(" ")
    if not number:
        raise Refusal(N_("Write a document as country, kind, number, like KE passport A1234567."), field="documents")
    return country.upper(), kind.strip(), number
