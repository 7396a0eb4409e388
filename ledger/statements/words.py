"""What finance reads of lines: what the bank calls them, what they say, what they were booked as."""

from __future__ import annotations

from ledger.errors import N_

KINDS = {
    "transfer": N_("Transfer"),
    "return": N_("Return"),
    "charge": N_("Charge"),
    "interest": N_("Interest"),
    "other": N_("Other"),
}
SAYS = {
    "confirmed": N_("Payments that were debited"),
    "returned": N_("Payments that came back"),
    "duplicate_debit": N_("Debited again: put aside"),
    "another_amount": N_("With the code of a payment of another amount: wait"),
    "another_account": N_("With the code of a payment from another account: wait"),
    "too_little_cash": N_("Payments of a fund that has less here: wait"),
    "too_little_free": N_("Came back less a fee that their fund has not free: wait"),
    "not_sent": N_("With the code of a payment that was not sent: wait"),
    "not_debited": N_("Came back before they were debited: wait"),
    "arrived": N_("Came back of a loan whose payment arrived: wait"),
    "transfer": N_("Transfers without a code: wait"),
    "return": N_("Returns without a code: wait"),
    "charge": N_("Charges: wait"),
    "interest": N_("Interest: waits"),
    "other": N_("Others: wait"),
}
GIVEN_UP = {
    "bank_refuses": N_("The bank refuses to give it back"),
    "bank_failure": N_("The bank or operator failed"),
    "too_late": N_("The time in which it could be claimed is over"),
    "not_worth_it": N_("Claiming it would cost more"),
}
"""Why a claim on a bank is given up."""
ASIDE = {"asked_bank": N_("The bank was asked"), "asked_donor": N_("A donor was asked")}
