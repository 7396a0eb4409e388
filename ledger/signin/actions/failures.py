"""Counting failed sign-ins: per name for minutes, for the throttle; in bulk for the log.

Names are kept under a keyed hash only, whose key ends with this start of the server: what was typed into the field
may be a passphrase. Counts are kept per quarter of an hour; older ones are folded into one row, so that a flood of
invented names does not fill the disk.
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ledger.actor import SYSTEM
from ledger.clock import moment_text
from ledger.keys.session import BootSecret
from ledger.signin.models import SignInFailure
from ledger.signin.rules import FAILURES_LAST, MANY_FAILURES
from ledger.work import Store

PAST = bytes(32)
"""The row that holds what was folded."""


class _Reported(Exception):  # noqa: N818 - nothing went wrong
    """Somebody who signed in at the same moment has written it already: this unit of work undoes itself."""


def count_failure(store: Store, boot: BootSecret, name: str) -> bool:
    """Count one failure of a name; return whether there were many lately."""
    now = store.clock.now()
    hashed = _hash(boot, name, now)
    with store.housekeeping() as session:
        row = session.get(SignInFailure, hashed)
        if row is None:
            _fold(session, now)
            row = SignInFailure(name_hash=hashed, count=0, unreported=0, since=now)
            session.add(row)
        row.count += 1
        row.unreported += 1
        return row.count > MANY_FAILURES


def report_failures(store: Store) -> None:
    """Write to the log how many sign-ins failed since this was last written, if any did."""
    with store.reading() as session:
        counted = session.scalar(select(func.sum(SignInFailure.unreported)))
    if not counted:
        return
    with suppress(_Reported), store.work(SYSTEM) as work:
        rows = work.session.scalars(select(SignInFailure).where(SignInFailure.unreported > 0)).all()
        if not rows:
            raise _Reported
        count, since = sum(row.unreported for row in rows), min(row.since for row in rows)
        for row in rows:
            row.unreported = 0
        work.session.flush()
        work.session.execute(delete(SignInFailure).where(SignInFailure.since <= work.at - FAILURES_LAST))
        work.record("signin.failures_counted", [], count=count, since=moment_text(since))


def _hash(boot: BootSecret, name: str, now: datetime) -> bytes:
    quarter = int(now.timestamp()) // int(FAILURES_LAST.total_seconds())
    typed = f"{quarter}|{name.strip().casefold()}"
    return hmac.digest(boot.derive("sign-in names"), typed.encode(), hashlib.sha256)


def _fold(session: Session, now: datetime) -> None:
    old = (SignInFailure.since <= now - FAILURES_LAST, SignInFailure.name_hash != PAST)
    count, since = session.execute(
        select(func.sum(SignInFailure.unreported), func.min(SignInFailure.since)).where(*old)
    ).one()
    if not count:
        session.execute(delete(SignInFailure).where(*old))
        return
    past = session.get(SignInFailure, PAST)
    if past is None:
        past = SignInFailure(name_hash=PAST, count=0, unreported=0, since=since)
        session.add(past)
    past.unreported += int(count)
    past.since = min(past.since, since)
    session.execute(delete(SignInFailure).where(*old))
