"""From what an officer typed to the repayments of a loan, and back."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.awards.forms import RepayFields
from ledger.awards.rules.repaying import fitting, repayments
from ledger.awards.rules.schedule import Planned, Rhythm
from ledger.errors import N_, Refusal


def repayments_typed(form: RepayFields, plan: Sequence[Planned]) -> tuple[Planned, ...]:
    """Return the repayments of what is paid out by this plan; none where none were asked for. Raises Refusal."""
    count = form.repay_count.data
    if count is None:
        return ()
    if not form.repay_rhythm.data:
        raise Refusal(N_("Say how often a part of the loan is repaid."), field="repay_rhythm")
    total = sum(part.minor for part in plan)
    return repayments(total, plan[-1].due, form.grace.data or 0, count, Rhythm(form.repay_rhythm.data))


def fill_repayments(form: RepayFields, plan: Sequence[Planned], back: Sequence[Planned]) -> None:
    """Show the repayments of a loan as they were typed."""
    if back:
        form.grace.data, form.repay_count.data, form.repay_rhythm.data = fitting(plan[-1].due, back)
