"""Why something sealed is read: codes stand on the log, words on pages."""

from __future__ import annotations

from ledger.errors import N_

CONTACT_REASONS = {
    "appointment": N_("To arrange a call or a meeting"),
    "payment": N_("To say that money is on its way, or ask whether it came"),
    "safety": N_("To ask whether support is still safe"),
    "emergency": N_("An emergency"),
    "correction": N_("To correct what is recorded"),
}

OPENING_REASONS = {
    "verification": N_("To verify who is supported"),
    "payment_problem": N_("To solve a problem with a payment"),
    "emergency": N_("An emergency"),
    "correction": N_("To correct what is recorded"),
    "audit": N_("A question of an auditor or a donor"),
    "legal_duty": N_("A legal duty"),
}

ERASURE_REASONS = {
    "asked": N_("The person asked for it"),
    "consent_withdrawn": N_("They took their consent back"),
    "time_over": N_("The day of erasure has come"),
    "danger": N_("The records endanger them"),
    "mistake": N_("They were registered by mistake"),
}

ALARMS = {
    "exchanged_account": N_("A person's account"),
    "exchanged_copy": N_("A person's copy of a key"),
    "exchanged_decision": N_("A signature on a proposal"),
    "exchanged_envelope": N_("A sealed record"),
    "exchanged_enrolment": N_("Keys that somebody made on an invitation"),
    "exchanged_half": N_("A key of a sealed record"),
    "exchanged_lock": N_("The public key of a lock"),
    "exchanged_proposal": N_("A proposal"),
    "exchanged_opening": N_("A wish to read a sealed record"),
    "exchanged_run": N_("The payments of a released run"),
    "missing_code": N_("The code of a payment"),
    "unknown_lock": N_("A lock that the log does not know"),
    "unknown_outsiders": N_("Outsiders whom the log does not name"),
    "unknown_person": N_("A person whose keys the log does not know"),
    "unsigned_envelope": N_("A record that its writer did not sign"),
    "unsigned_payee": N_("Payment details that nobody has signed for"),
}
"""What can be found exchanged in the database."""
