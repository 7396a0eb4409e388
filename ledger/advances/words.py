"""Intermediaries and their advances in words."""

from __future__ import annotations

from ledger.errors import N_

INTERMEDIARIES = {
    "partner": N_("Partner organisation"),
    "agent": N_("Money agent"),
    "colleague": N_("Trusted person"),
    "other": N_("Other"),
}
"""What sort of intermediary: as much as the log says of them."""
