"""Codes that the treasury's entries on the log carry instead of words. Pure."""

from __future__ import annotations

import re

from ledger.errors import N_, Refusal

CASH_KINDS = {
    "bank": N_("Bank account"),
    "mobile_money": N_("Mobile money"),
    "cash_box": N_("Cash box"),
    "digital_wallet": N_("Digital wallet"),
}
LOSSES = {
    "theft": N_("Stolen"),
    "seizure": N_("Seized by an authority"),
    "bank_failure": N_("The bank or operator failed"),
    "fraud": N_("Taken by fraud"),
    "counting": N_("Missing when counted"),
}
MANUAL_REASONS = {
    "correction": N_("Correction of an earlier entry"),
    "reclassification": N_("Moved to the right account"),
    "audit_adjustment": N_("Asked for by the auditor"),
    "opening": N_("Opening balance"),
    "accrual": N_("Cost that belongs to another period"),
}
REFUND_REASONS = {
    "unspent": N_("Not spent when the grant ended"),
    "not_eligible": N_("Spent on what the donor does not accept"),
    "withdrawn": N_("The donor asked for it back"),
    "paid_twice": N_("The donor paid it twice"),
}
TRANSFER_REASONS = {
    "donor_asked": N_("The donor asked for it"),
    "fund_ends": N_("The fund ends"),
    "cost_shared": N_("A cost is shared between funds"),
    "emergency": N_("An emergency, with consent"),
}
CONDITIONS = {
    "report": N_("A report is accepted"),
    "match": N_("Others give as much"),
    "milestone": N_("A milestone is reached"),
    "event": N_("Something happens that nobody here decides"),
}
EVIDENCE = {
    "donor_letter": N_("The donor wrote so"),
    "report_accepted": N_("The report was accepted"),
    "matched": N_("The other gifts are in the books"),
    "event_happened": N_("It has happened"),
}

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_CASH = re.compile(r"[a-z0-9][a-z0-9-]{1,15}")


def code_from(text: str, field: str) -> str:
    """Read a reference that the log will carry: plain letters and digits, no words. Raises Refusal."""
    if not _CODE.fullmatch(text):
        raise Refusal(N_("Use letters, digits, dots, hyphens and underscores only, 40 at most."), field=field)
    return text


def cash_code_from(text: str) -> str:
    """Read the code of a cash account: it stands on the log for ever. Raises Refusal."""
    if not _CASH.fullmatch(text):
        raise Refusal(N_("Write the code in small letters, digits and hyphens, 2 to 16 of them."), field="code")
    return text


def one_of(code: str, codes: dict[str, str], field: str) -> str:
    """Hold a code to its list. Raises Refusal."""
    if code not in codes:
        raise Refusal(N_("Choose one from the list."), field=field)
    return code
