"""The kinds of award, when they are owed, and rhythms of instalments in words."""

from __future__ import annotations

from ledger.channels import words
from ledger.errors import N_

KINDS = words.KINDS
REPAY_RHYTHMS = {
    "monthly": N_("Monthly"),
    "quarterly": N_("Quarterly"),
    "once": N_("All at once, a month after the grace"),
}
OUTCOMES = {
    "passed": N_("Still safe and needed: it is owed from now on"),
    "postponed": N_("Put off: look again on a later day"),
    "not_passed": N_("Not passed: it is not paid as planned"),
}
REVIEW_STATES = {
    "none": N_("None needed"),
    "later": N_("Not yet"),
    "due": N_("Review is due"),
    "passed": N_("Passed"),
    "postponed": N_("Put off"),
    "not_passed": N_("Not passed"),
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
