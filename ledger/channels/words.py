"""Channels, and how a bank is asked to pay, in words."""

from __future__ import annotations

from ledger.errors import N_

SERVICES = {"SEPA": N_("SEPA credit transfer"), "NURG": N_("Ordinary"), "URGP": N_("Urgent")}
CHARGES = {
    "SHAR": N_("Shared"),
    "SLEV": N_("By the service level"),
    "DEBT": N_("Borne by us"),
    "CRED": N_("Borne by the payee"),
}
