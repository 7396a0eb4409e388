"""What each kind of proposal is called."""

from __future__ import annotations

from ledger.errors import N_

KINDS = {
    "award": N_("Award"),
    "schedule": N_("Changed schedule"),
    "award_resume": N_("Stopped award resumed"),
    "payee": N_("Changed payment details"),
    "award_way": N_("Another way to be paid"),
    "run": N_("Release of a run"),
    "loan_allowance": N_("Allowance for a loan"),
    "loan_write_off": N_("Loan written off"),
    "loan_reschedule": N_("Loan rescheduled"),
    "loan_resume": N_("Loan resumed"),
    "loan_grant": N_("Loan turned into a grant"),
    "import": N_("Past awards from a file"),
    "budget": N_("Budget of a fund"),
    "rates": N_("Exchange rates"),
    "transfer": N_("Transfer between funds"),
    "refund": N_("Refund to a donor"),
    "loss": N_("Loss of money"),
    "revaluation": N_("Valuation of currency"),
    "period": N_("Closing of a period"),
    "manual": N_("Manual entry"),
    "channel_rules": N_("Rules of channels"),
    "lost_file": N_("A payment file was lost"),
    "advance": N_("Advance to an intermediary"),
    "claim_loss": N_("Loss of what a bank debited wrongly"),
    "advance_loss": N_("Loss of an advance"),
    "appointment": N_("Appointment"),
    "roles": N_("Roles"),
    "key_reset": N_("New keys"),
    "policy": N_("Policy"),
    "access": N_("Access to sealed records"),
    "erasure": N_("Erasure"),
}
