"""What people read of the books: each event of the rules in a few words."""

from __future__ import annotations

from ledger.errors import N_

EVENTS = {
    "contribution": N_("Contribution received"),
    "contribution_in_advance": N_("Conditional contribution received"),
    "income_earned": N_("Conditional contribution earned"),
    "award_unconditional": N_("Award approved"),
    "award_conditional": N_("Award promised"),
    "instalment_due": N_("Instalment due: promise used"),
    "instalment_recognised": N_("Instalment recognised"),
    "award_reduced": N_("Award reduced"),
    "award_cancelled": N_("Promise cancelled"),
    "money_recovered": N_("Money given back"),
    "payment_sent": N_("Payment sent"),
    "payment_debited": N_("Payment debited"),
    "payment_failed": N_("Payment failed"),
    "payment_returned": N_("Payment came back"),
    "commitment_used": N_("Loan sent: promise used"),
    "commitment_restored": N_("Loan came back: promise restored"),
    "loan_disbursed": N_("Loan disbursed"),
    "loan_failed": N_("Loan's payment failed"),
    "loan_returned": N_("Loan's payment came back"),
    "loan_repaid": N_("Loan repaid"),
    "loan_allowance": N_("Allowance for loan losses"),
    "loan_written_off": N_("Loan written off"),
    "loan_recovered": N_("Recovered after the write-off"),
    "loan_granted": N_("Loan turned into a grant"),
    "exchange": N_("Currency exchanged"),
    "bank_charge": N_("Bank charge"),
    "interest": N_("Interest"),
    "loss": N_("Money lost"),
    "wrong_debit": N_("Debited wrongly"),
    "wrong_debit_returned": N_("Wrong debit paid back"),
    "fund_transfer": N_("Transfer between funds"),
    "refund_due": N_("Refund owed to a donor"),
    "refund_paid": N_("Refund paid"),
    "revaluation": N_("Currency revalued"),
    "advance": N_("Advance to an intermediary"),
    "paid_by_intermediary": N_("Paid by an intermediary"),
    "intermediary_fee": N_("Intermediary's fee"),
    "advance_returned": N_("Advance given back"),
    "advance_lost": N_("Advance lost"),
    "manual": N_("Entry by hand"),
}
"""By the name that the rule table and the log have for it."""
