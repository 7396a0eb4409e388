"""Channels in words."""

from __future__ import annotations

from ledger.errors import N_

CHANNELS = {"bank": N_("Bank"), "mobile_money": N_("Mobile money")}
