"""The guards: conditions over NEW and OLD under which a row is refused, in SQL that both engines read alike.

A guard's name is what the error says, and maps to a sentence for people (`ledger.web.errors`).
"""

from __future__ import annotations

from ledger.protect.guard import Guard

_APPROVED = "SELECT 1 FROM proposal WHERE id = NEW.proposal_id AND stage = 'approved'"
_RUNNING = "('approved', 'active', 'completed', 'cancelled')"

BOOKS = (
    # An entry is sealed by its own row: nothing joins it afterwards.
    Guard(
        "posting_after_sealing",
        "posting",
        "INSERT",
        "EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)",
    ),
    Guard(
        "posting_breaks_the_chain",
        "posting",
        "INSERT",
        "NEW.version < 1"
        " OR (NEW.version = 1 AND (NEW.balance <> NEW.minor OR NEW.base_balance <> NEW.base_minor))"
        " OR (NEW.version > 1 AND NOT EXISTS (SELECT 1 FROM posting WHERE sub_account_id = NEW.sub_account_id"
        " AND version = NEW.version - 1 AND balance + NEW.minor = NEW.balance"
        " AND base_balance + NEW.base_minor = NEW.base_balance))",
    ),
    Guard(
        "posting_off_its_sub_account",
        "posting",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM sub_account WHERE id = NEW.sub_account_id AND fund_id = NEW.fund_id"
        " AND account = NEW.account AND currency = NEW.currency)",
    ),
    Guard(
        "entry_too_short",
        "entry",
        "INSERT",
        "(SELECT COUNT(*) FROM posting WHERE entry_id = NEW.id) < 2",
    ),
    Guard(
        "entry_of_another_day",
        "entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.id AND date <> NEW.date)",
    ),
    Guard(
        "entry_unbalanced",
        "entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.id GROUP BY fund_id, currency HAVING SUM(minor) <> 0)"
        " OR EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.id GROUP BY fund_id HAVING SUM(base_minor) <> 0)",
    ),
    Guard(
        "entry_in_a_closed_period",
        "entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM closed_period WHERE until >= NEW.date)",
    ),
)

STATEMENTS = (
    Guard(
        "bank_line_figures_stand",
        "bank_line",
        "UPDATE",
        "NEW.minor <> OLD.minor OR NEW.cash_account <> OLD.cash_account OR NEW.currency <> OLD.currency"
        " OR NEW.day <> OLD.day OR NEW.number <> OLD.number OR NEW.statement_id <> OLD.statement_id",
    ),
)

SIGNING = (
    Guard(
        "decision_by_proposer",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM proposal_content WHERE proposal_id = NEW.proposal_id AND proposer_id = NEW.person_id)",
    ),
    Guard(
        # The subject is a person where the proposal is about one; ids of other things are nobody's.
        "decision_by_whom_it_is_about",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM proposal WHERE id = NEW.proposal_id AND subject = NEW.person_id)",
    ),
    Guard(
        "decision_not_current",
        "decision",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM proposal WHERE id = NEW.proposal_id AND revision = NEW.revision AND stage = 'open')",
    ),
    Guard(
        "proposal_begins_open",
        "proposal",
        "INSERT",
        "NEW.stage <> 'open' OR NEW.revision <> 1",
    ),
    Guard(
        "proposal_settled",
        "proposal",
        "UPDATE",
        "OLD.stage <> 'open' OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject"
        " OR NEW.revision < OLD.revision",
    ),
    Guard(
        # How many must sign hangs on the kind.
        "content_of_another_kind",
        "proposal_content",
        "INSERT",
        "NEW.kind <> (SELECT kind FROM proposal WHERE id = NEW.proposal_id)",
    ),
    Guard(
        "proposal_lacks_signatures",
        "proposal",
        "UPDATE",
        "NEW.stage = 'approved' AND ("
        "(SELECT COUNT(*) FROM decision WHERE proposal_id = NEW.id AND revision = NEW.revision"
        " AND verdict = 'approve') < (SELECT needed FROM proposal_content"
        " WHERE proposal_id = NEW.id AND revision = NEW.revision)"
        " OR EXISTS (SELECT 1 FROM decision WHERE proposal_id = NEW.id AND revision = NEW.revision"
        " AND verdict = 'refuse'))",
    ),
)

PAYING = (
    Guard(
        "award_not_approved",
        "award",
        "UPDATE",
        f"NEW.stage IN {_RUNNING} AND NOT EXISTS ({_APPROVED}"
        " AND (kind = 'import' OR kind = 'award' AND subject = NEW.id))",
    ),
    Guard(
        "award_begins_approved",
        "award",
        "INSERT",
        f"NEW.stage IN {_RUNNING} AND NOT EXISTS ({_APPROVED} AND kind = 'import')",
    ),
    Guard(
        "award_figures_stand",
        "award",
        "UPDATE",
        f"OLD.stage IN {_RUNNING} AND (NEW.minor <> OLD.minor OR NEW.currency <> OLD.currency"
        " OR NEW.fund_id <> OLD.fund_id OR NEW.beneficiary <> OLD.beneficiary"
        f" OR NEW.proposal_id <> OLD.proposal_id OR NEW.stage NOT IN {_RUNNING})",
    ),
    Guard(
        "instalment_figures_stand",
        "instalment",
        "UPDATE",
        "(NEW.minor > OLD.minor OR NEW.due <> OLD.due"
        " OR (NEW.minor < OLD.minor AND EXISTS (SELECT 1 FROM disbursement WHERE award_id = OLD.award_id"
        " AND number = OLD.number AND stage NOT IN ('failed', 'returned', 'cancelled'))))"
        f" AND EXISTS (SELECT 1 FROM award WHERE id = OLD.award_id AND stage IN {_RUNNING})",
    ),
    Guard(
        "instalment_kept",
        "instalment",
        "DELETE",
        f"EXISTS (SELECT 1 FROM award WHERE id = OLD.award_id AND stage IN {_RUNNING})",
    ),
    Guard(
        "instalment_too_late",
        "instalment",
        "INSERT",
        f"EXISTS (SELECT 1 FROM award WHERE id = NEW.award_id AND stage IN {_RUNNING})"
        " AND NOT EXISTS (SELECT 1 FROM award JOIN proposal ON proposal.id = award.proposal_id"
        " WHERE award.id = NEW.award_id AND proposal.kind = 'import' AND award.minor = NEW.minor AND NEW.number = 1)"
        f" AND NOT EXISTS ({_APPROVED} AND kind = 'schedule' AND subject = NEW.award_id)",
    ),
    Guard(
        "instalments_beyond_their_award",
        "instalment",
        "INSERT",
        "NEW.minor + (SELECT COALESCE(SUM(minor), 0) FROM instalment WHERE award_id = NEW.award_id"
        " AND stage <> 'replaced') > (SELECT minor FROM award WHERE id = NEW.award_id)",
    ),
    Guard(
        "instalment_replaced_for_good",
        "instalment",
        "UPDATE",
        "(OLD.stage = 'replaced' AND NEW.stage <> 'replaced') OR (NEW.stage = 'replaced' AND OLD.stage <> 'planned')",
    ),
    Guard(
        "instalment_not_reviewed",
        "instalment",
        "UPDATE",
        "OLD.stage = 'planned' AND NEW.stage = 'recognised' AND EXISTS (SELECT 1 FROM award"
        " WHERE id = NEW.award_id AND recognition = 'instalment' AND (stopped OR NOT EXISTS (SELECT 1 FROM review"
        " WHERE award_id = NEW.award_id AND number = NEW.number AND outcome = 'passed')))",
    ),
    Guard(
        "review_after_the_last",
        "review",
        "INSERT",
        "EXISTS (SELECT 1 FROM review WHERE award_id = NEW.award_id AND number = NEW.number"
        " AND outcome <> 'postponed')",
    ),
    Guard(
        "award_resumed_unsigned",
        "award",
        "UPDATE",
        "OLD.stopped AND NOT NEW.stopped AND (NEW.resumed_by IS NULL OR NEW.resumed_by = OLD.resumed_by"
        " OR NOT EXISTS (SELECT 1 FROM proposal WHERE id = NEW.resumed_by AND kind = 'award_resume'"
        " AND subject = NEW.id AND stage = 'approved'))",
    ),
    Guard(
        "award_moved_unsigned",
        "award",
        "UPDATE",
        f"OLD.stage IN {_RUNNING} AND COALESCE(NEW.way, 0) <> COALESCE(OLD.way, 0) AND (NEW.moved_by IS NULL"
        " OR NEW.moved_by = OLD.moved_by OR NOT EXISTS (SELECT 1 FROM proposal WHERE id = NEW.moved_by"
        " AND kind = 'award_way' AND subject = NEW.id AND stage = 'approved'))",
    ),
    Guard(
        "disbursement_off_its_instalment",
        "disbursement",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM instalment JOIN award ON award.id = instalment.award_id"
        " WHERE award.id = NEW.award_id AND instalment.number = NEW.number"
        " AND (instalment.minor = NEW.minor OR NEW.split_of IS NOT NULL)"
        f" AND award.currency = NEW.currency AND award.stage IN {_RUNNING})",
    ),
    Guard(
        "disbursements_above_their_instalment",
        "disbursement",
        "INSERT",
        "NEW.minor + (SELECT COALESCE(SUM(other.minor), 0) FROM disbursement AS other"
        " WHERE other.award_id = NEW.award_id AND other.number = NEW.number"
        " AND other.stage IN ('planned', 'in_run', 'sent', 'confirmed'))"
        " > (SELECT minor FROM instalment WHERE award_id = NEW.award_id AND number = NEW.number)",
    ),
    Guard(
        "disbursement_part_of_nothing",
        "disbursement",
        "INSERT",
        "NEW.split_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disbursement AS whole WHERE whole.id = NEW.split_of"
        " AND whole.stage = 'split' AND whole.award_id = NEW.award_id AND whole.number = NEW.number"
        " AND whole.minor > NEW.minor)",
    ),
    Guard(
        "disbursement_figures_stand",
        "disbursement",
        "UPDATE",
        "NEW.minor <> OLD.minor OR NEW.currency <> OLD.currency OR NEW.award_id <> OLD.award_id"
        " OR NEW.number <> OLD.number OR NEW.slot <> OLD.slot OR OLD.stage = 'split' AND NEW.stage <> 'split'",
    ),
    Guard(
        "run_off_its_cash",
        "run",
        "INSERT",
        "(NEW.channel = 'cash' AND NOT EXISTS (SELECT 1 FROM intermediary WHERE code = NEW.cash_account))"
        " OR (NEW.channel <> 'cash' AND NOT EXISTS (SELECT 1 FROM cash_account"
        " WHERE code = NEW.cash_account AND currency = NEW.currency))",
    ),
    Guard(
        "run_cash_stands",
        "run",
        "UPDATE",
        "NEW.cash_account <> OLD.cash_account OR NEW.channel <> OLD.channel OR NEW.currency <> OLD.currency",
    ),
    Guard(
        "run_not_released",
        "run",
        "UPDATE",
        f"NEW.stage IN ('released', 'settled') AND (NEW.released_by IS NULL"
        f" OR NOT EXISTS ({_APPROVED} AND kind = 'run' AND subject = NEW.id))",
    ),
    Guard(
        "run_released_by_proposer",
        "run",
        "UPDATE",
        "NEW.released_by IS NOT NULL AND OLD.released_by IS NULL AND EXISTS ("
        "SELECT 1 FROM disbursement JOIN award ON award.id = disbursement.award_id"
        " JOIN proposal_content ON proposal_content.proposal_id = award.proposal_id"
        " WHERE disbursement.run_id = NEW.id AND proposal_content.proposer_id = NEW.released_by)",
    ),
    Guard(
        "disbursement_sent_unreleased",
        "disbursement",
        "UPDATE",
        "NEW.stage IN ('sent', 'confirmed', 'failed', 'returned') AND OLD.stage = 'in_run' AND NOT EXISTS ("
        "SELECT 1 FROM run WHERE id = NEW.run_id AND stage = 'released')",
    ),
    Guard(
        "disbursement_sent_unfiled",
        "disbursement",
        "UPDATE",
        "NEW.stage = 'sent' AND OLD.stage = 'in_run' AND NOT EXISTS ("
        "SELECT 1 FROM payment_file WHERE run_id = NEW.run_id AND stage = 'made')",
    ),
)

GUARDS = BOOKS + STATEMENTS + SIGNING + PAYING
