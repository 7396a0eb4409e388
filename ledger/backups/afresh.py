"""What no backup holds and a restored ledger begins anew: counters of one-time codes, and requests that were done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from ledger.keys.onetime import counter_at
from ledger.log.models import LogEntry, UnitOfWork
from ledger.signin.models import Account, CodeCounter


def begin_afresh(session: Session, now: datetime) -> None:
    """Make the counters so that no code of before is taken again, and remember every unit of work that the log knows.

    A request that was carried out before the backup is not carried out again after it (H13).
    """
    counters = select(Account.person_id, literal(counter_at(now)), literal(0))
    session.execute(insert(CodeCounter).from_select(["person_id", "counter", "wrong"], counters))
    done = select(LogEntry.work, func.min(LogEntry.at), func.min(LogEntry.actor), literal("")).group_by(LogEntry.work)
    session.execute(insert(UnitOfWork).from_select(["id", "at", "actor", "location"], done))
