"""Loans in words."""

from __future__ import annotations

from ledger.errors import N_

GRANT_KINDS = {
    "emergency_grant": N_("Emergency grant"),
    "stipend": N_("Stipend"),
    "family_support": N_("Family support"),
}
SHOWN_AS = {
    "late": N_("Late"),
    "suspended": N_("Suspended"),
    "promised": N_("Promised"),
    "running": N_("Running"),
    "repaid": N_("Paid back"),
    "written_off": N_("Written off"),
    "granted": N_("Turned into a grant"),
    "cancelled": N_("Cancelled"),
}
"""What a list of loans can be narrowed to: two states of loans that run, and the stages."""
CAME = {"loan_repaid": N_("Paid back"), "loan_recovered": N_("Came back of the loss")}
