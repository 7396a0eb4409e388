"""Channels and outcomes in words."""

from __future__ import annotations

from ledger.errors import N_

CHANNELS = {"bank": N_("Bank"), "mobile_money": N_("Mobile money")}
OUTCOMES = {
    "confirmed": N_("Debited by the bank"),
    "failed": N_("Failed before it was debited"),
    "returned": N_("Came back"),
}
