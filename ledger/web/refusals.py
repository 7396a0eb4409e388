"""What the database refuses by itself, in words that people read: constraint or trigger name → sentence."""

from __future__ import annotations

import re

from sqlalchemy.exc import IntegrityError

from ledger.errors import N_, Refusal

SENTENCES = {
    "ck_fund_balance_ceiling": N_("The fund does not hold enough for this. Choose a smaller amount or another fund."),
    "decision_by_proposer": N_("You proposed this; two other people have to decide on it."),
    "decision_by_whom_it_is_about": N_("This is about yourself; other people have to decide on it."),
    "decision_not_current": N_("This proposal was revised or settled while you read it. Read it again."),
    "proposal_lacks_signatures": N_("Not enough people have signed this."),
    "proposal_settled": N_("This proposal is settled already; nothing can be signed or changed on it any more."),
    "uq_disbursement_live": N_("This instalment is being paid already."),
    "run_released_by_proposer": N_("You proposed an award that is paid in this run; another person has to release it."),
    "ck_run_released_by_another": N_("You prepared this run; another person has to release it."),
    "ck_contribution_received_by_another": N_(
        "You announced this contribution; another person has to confirm that the money arrived."
    ),
    "entry_in_a_closed_period": N_("That day is in a period that is closed. Choose a day after it."),
    "uq_bank_statement_cash_account_number": N_("Somebody else took in a statement of this account. Look at it first."),
    "uq_award_import_file": N_("This very file was proposed or taken in before. It is not taken twice."),
}
_STOOD = re.compile(r"decision_stands_by|decision\.proposal_id|pk_decision")


def refusal_of(error: IntegrityError) -> Refusal:
    """Return the sentence for what the database refused. Raises the error itself where there is none."""
    said = str(error.orig)
    for name, sentence in SENTENCES.items():
        if name in said:
            return Refusal(sentence)
    if "disbursement.award_id, disbursement.number" in said:
        return Refusal(SENTENCES["uq_disbursement_live"])
    if _STOOD.search(said):
        return Refusal(N_("You have signed this already; another person has to sign as well."))
    raise error
