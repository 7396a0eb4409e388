"""Rows of the tables about what becomes of awards: reviews before instalments, the clocks of emergencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.awards.emergencies import clocks
from ledger.awards.models import Award, Review
from ledger.clock import day_text, moment_text

Row = list[Any]
BATCH = 1000


def reviews(session: Session, _size: int) -> Iterator[Row]:
    """Return what was said before each instalment."""
    query = select(Review).order_by(Review.award_id, Review.number, Review.log_seq)
    for one in session.scalars(query.execution_options(yield_per=BATCH)):
        again = day_text(one.again_on) if one.again_on else None
        said = (moment_text(one.at), one.outcome, one.reason, again)
        yield [one.award_id, one.number, one.log_seq, *said, one.person_id]


def emergencies(session: Session, _size: int) -> Iterator[Row]:
    """Return the clocks of emergencies."""
    for row in session.execute(clocks().order_by(Award.id).execution_options(yield_per=BATCH)):
        times = (row.requested_at, row.first_signed_at, row.approved_at, row.sent_at)
        yield [row.id, *(moment_text(time) if time else None for time in times)]
