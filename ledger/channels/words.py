"""Channels, the kinds of award that they carry, and how a bank is asked to pay, in words."""

from __future__ import annotations

from ledger.errors import N_

CHANNELS = {
    "bank": N_("Bank"),
    "mobile_money": N_("Mobile money"),
    "cash": N_("Cash through an intermediary"),
    "voucher": N_("Voucher"),
    "digital": N_("Digital currency"),
}
BOUNDS = {
    "payment": N_("In one payment"),
    "day": N_("In one day"),
    "month": N_("In one month"),
    "payee_day": N_("To one payee in one day"),
    "payee_month": N_("To one payee in one month"),
}
"""What of a limit counts."""
KINDS = {
    "emergency_grant": N_("Emergency grant"),
    "stipend": N_("Stipend"),
    "family_support": N_("Family support"),
    "micro_loan": N_("Micro-loan"),
}
"""Kinds of award: how sure an arrival has to be hangs on them."""
SERVICES = {"SEPA": N_("SEPA credit transfer"), "NURG": N_("Ordinary"), "URGP": N_("Urgent")}
CHARGES = {
    "SHAR": N_("Shared"),
    "SLEV": N_("By the service level"),
    "DEBT": N_("Borne by us"),
    "CRED": N_("Borne by the payee"),
}
