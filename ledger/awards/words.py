"""The kinds of award, when they are owed, and rhythms of instalments in words."""

from __future__ import annotations

from ledger.errors import N_

KINDS = {
    "emergency_grant": N_("Emergency grant"),
    "stipend": N_("Stipend"),
    "family_support": N_("Family support"),
    "micro_loan": N_("Micro-loan"),
}
REPAY_RHYTHMS = {
    "monthly": N_("Monthly"),
    "quarterly": N_("Quarterly"),
    "once": N_("All at once, a month after the grace"),
}
RHYTHMS = {
    "once": N_("One payment"),
    "monthly": N_("Monthly"),
    "quarterly": N_("Quarterly"),
    "given": N_("On given dates"),
}
OWED = {
    "notification": N_("All at once, from the approval on"),
    "instalment": N_("Each instalment after its review"),
    "disbursement": N_("Lent when it is sent"),
}
