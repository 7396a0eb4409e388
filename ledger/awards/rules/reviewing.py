"""The short review of safety and need before an instalment: when it can be held, and what it can say."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.errors import N_, Refusal
from ledger.vocabulary import REVIEW_REASONS

EARLY = timedelta(days=14)
"""How long before its due day an instalment can be reviewed, so that it can be paid in time."""
LONGEST = timedelta(days=92)
"""How long a review can be put off at once: a quarter."""


def review_from(due: date) -> date:
    """Return the day from which the review of an instalment waits."""
    return due - EARLY


def refuse_early(due: date, today: date) -> None:
    """Refuse to review what falls due much later."""
    if today < review_from(due):
        raise Refusal(N_("This instalment falls due later; review it in the two weeks before."))


def refuse_postponement(reason: str, again_on: date, today: date) -> None:
    """Refuse to put a review off without a reason, to no later day, or for more than a quarter."""
    refuse_end(reason)
    if not today < again_on <= today + LONGEST:
        raise Refusal(N_("Choose a day within the next three months."), field="again_on")


def refuse_end(reason: str) -> None:
    """Refuse not to pass an instalment without a reason."""
    if reason not in REVIEW_REASONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
