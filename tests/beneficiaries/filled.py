"""A form as an officer fills it."""

from __future__ import annotations

CASE = {"country": "KE", "gender": "woman", "age": "30_44", "group": "journalists", "threat": "arrest", "household": ""}
CONTACT = {"name_to_use": "Zuzu", "phones": "+254 712 345678\n+254 733 111222", "email": "", "messenger": "Signal"}
IDENTITY = {"full_name": "Zuleikha Ørsted", "birth_date": "1985", "documents": "KE passport A1234567"}
PAYMENT = {
    "method": "bank",
    "holder": "Zuleikha Ørsted",
    "account": "DE89 3704 0044 0532 0130 00",
    "statement_payer": "Northlight Services",
    "statement_reference": "Invoice 4411",
}
CONSENT = {"consent_version": "2026-1", "scope": "support", "given_on": "2026-01-05"}
FORM = {**CASE, **CONTACT, **IDENTITY, **PAYMENT, **CONSENT}
