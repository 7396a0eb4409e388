"""Stopping the clock of an emergency by money that was sent, and letting it go on where none of that stayed out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ledger.awards.models import Award
from ledger.work import Work


def stop_clock(work: Work, award: Award) -> None:
    """Stop the clock of an emergency: money of it is sent now. What is no emergency has none."""
    if award.requested_at is not None and award.sent_at is None:
        award.sent_at = work.at


def set_back(award: Award, out: Iterable[datetime]) -> None:
    """Hold a clock to the money that is out still, by when that was sent: with none it goes on since the request."""
    if award.requested_at is not None:
        award.sent_at = min(out, default=None)
