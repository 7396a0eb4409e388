"""Before a journey: one suspends one's own access until a day, and nobody can open it again before."""

from __future__ import annotations

from datetime import date

from ledger.clock import day_text
from ledger.signin.actions.leaving import SUSPENDED, send_away, take_back
from ledger.signin.rules import refuse_unfit_day
from ledger.work import Work


def suspend_access(work: Work, until: date) -> None:
    """Suspend one's own access until a day is over; copies of keys, sessions and known browsers end now.

    A copy of a lock's key is granted again by somebody who holds it, when the day is over. Raises Refusal where the
    day is not from tomorrow on, or too far away.
    """
    refuse_unfit_day(until, work.at.date())
    person = work.actor.id
    take_back(work, person, SUSPENDED)
    send_away(work, person)
    # Last of all: from this entry on the person does nothing.
    work.record("access.suspended", [person], person=str(person), until=day_text(until))
