"""How old an open advance is: what an accountant asks first about money in other hands."""

from __future__ import annotations

from datetime import date, timedelta

OVERDUE = 60
"""Days after which an advance that is not cleared stands out."""

HAND_OVER = timedelta(days=30)
"""How long somebody may have money of loans that they took for us and still be advanced anything (decision 28)."""


def days_open(paid_on: date, today: date) -> int:
    """Return how many days the money has been in other hands."""
    return (today - paid_on).days
