"""What the vault's codes are called on pages."""

from __future__ import annotations

import json

from ledger.errors import N_
from ledger.vault.rules.compartments import APPROVAL, CONTACT, CUSTODY, FINANCE, HINTS, PROGRAMME
from ledger.vault.rules.reasons import ALARMS, CONTACT_REASONS, OPENING_REASONS

COMPARTMENTS = {
    "contact": N_("How to reach them"),
    "identity": N_("Who they are"),
    "payment": N_("Where money goes"),
    "attachment": N_("A file"),
}

LOCK_WORDS = {
    CONTACT: N_("Contacts"),
    HINTS: N_("Duplicate hints"),
    PROGRAMME: N_("Identities, programme side"),
    CUSTODY: N_("Identities, custodian side"),
    APPROVAL: N_("Payment details, approvers' side"),
    FINANCE: N_("Payment details, finance side"),
}

REASONS = {**CONTACT_REASONS, **OPENING_REASONS, **ALARMS, "csv": N_("As a list")}
"""Why something was read, or what was found exchanged, or what was made of a run's payees."""

FIELDS = {
    "name_to_use": N_("Name to use"),
    "phones": N_("Telephones"),
    "email": N_("E-mail"),
    "messenger": N_("Messenger"),
    "safe_hours": N_("When it is safe"),
    "note": N_("Note"),
    "full_name": N_("Full name"),
    "other_names": N_("Other names"),
    "birth_date": N_("Born"),
    "documents": N_("Documents"),
    "address": N_("Address"),
    "method": N_("Way of payment"),
    "holder": N_("Holder of the account"),
    "account": N_("Account or IBAN"),
    "bank_code": N_("Bank's code (BIC or routing)"),
    "bank_name": N_("Bank"),
    "country": N_("Country"),
    "mobile_provider": N_("Mobile money provider"),
    "mobile_number": N_("Mobile money number"),
    "network": N_("Network of the address, for digital currency"),
    "statement_payer": N_("Payer on their statement"),
    "statement_reference": N_("Reference on their statement"),
}


def facts_of(content: bytes) -> list[tuple[str, str]]:
    """Return what was sealed as labels and texts, in the order of the form; empty members are left out."""
    said = json.loads(content)
    return [(label, _text(said[name])) for name, label in FIELDS.items() if said.get(name)]


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return " ".join(str(one) for one in value.values())
    return str(value)
