"""How a loan is paid back: so many equal parts, every month or quarter, after months of grace. No interest, no fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.awards.rules.schedule import MOST, STEP, Planned, Rhythm, months_later
from ledger.errors import N_, Refusal
from ledger.money import split

MOST_GRACE = 24
"""The most months of grace: two years."""


def repayments(minor: int, paid_out: date, grace: int, count: int, rhythm: Rhythm) -> tuple[Planned, ...]:
    """Plan `count` repayments of `minor` in all; the first falls due one step after the grace. Raises Refusal."""
    if rhythm is Rhythm.ONCE and count != 1:
        raise Refusal(N_("One repayment is one. Choose monthly or quarterly for more."), field="repay_count")
    if not 1 <= count <= MOST:
        raise Refusal(N_("Write a number of repayments from 1 to %(most)s."), field="repay_count", most=MOST)
    if not 0 <= grace <= MOST_GRACE:
        raise Refusal(N_("Write the months of grace from 0 to %(most)s."), field="grace", most=MOST_GRACE)
    if minor < count:
        raise Refusal(N_("The amount is too small for so many repayments."), field="repay_count")
    step = STEP[rhythm] or 1
    parts = split(minor, [1] * count)
    return tuple(
        Planned(number, months_later(paid_out, grace + step * number), part)
        for number, part in enumerate(parts, start=1)
    )


def fitting(paid_out: date, back: Sequence[Planned]) -> tuple[int, int, str]:
    """Return the months of grace, the count and the rhythm that make these repayments; the nearest where none do."""
    minor = sum(part.minor for part in back)
    for rhythm in (Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.ONCE):
        for grace in range(MOST_GRACE + 1):
            if (rhythm is Rhythm.ONCE) == (len(back) == 1) and repayments(
                minor, paid_out, grace, len(back), rhythm
            ) == tuple(back):
                return grace, len(back), rhythm.value
    return 0, len(back), Rhythm.MONTHLY.value


def refuse_repaid_gift(back: Sequence[Planned]) -> None:
    """Refuse a gift that is to be paid back."""
    if back:
        raise Refusal(N_("Only a micro-loan is paid back. Leave the repayments empty."), field="repay_count")


def refuse_loan(plan: Sequence[Planned], back: Sequence[Planned]) -> None:
    """Refuse a loan that is paid out in parts, or is not paid back whole and in order."""
    if len(plan) != 1:
        raise Refusal(N_("A micro-loan is paid out at once. Choose one payment."), field="rhythm")
    if not back:
        raise Refusal(N_("Say in how many repayments the micro-loan is paid back."), field="repay_count")
    days = [part.due for part in back]
    whole = sum(part.minor for part in back) == plan[0].minor and all(part.minor > 0 for part in back)
    if not whole or days != sorted(days) or days[0] < plan[0].due:
        raise Refusal(
            N_("The repayments have to sum to the loan, in the order of their days, after it is paid out."),
            field="repay_count",
        )
