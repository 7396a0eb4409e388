"""Two outsiders who together could open a lock, and alone nothing: named at the founding, given halves each epoch."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sqlalchemy import delete

from ledger.keys import age
from ledger.keys.sealing import SealingKey
from ledger.vault.models import Lock, RecoveryHalf
from ledger.vault.queries.recovery import outsiders
from ledger.vault.rules.recovery import HalfPlace, check_outsiders, joined
from ledger.work import Work


def name_outsiders(work: Work, recipients: Sequence[str]) -> None:
    """Write into the log which two age recipients get the halves from now on. Only the founding can do that."""
    work.record("recovery.set", [], recipients=list(check_outsiders(recipients)))


def split_between_outsiders(work: Work, lock: Lock, key: SealingKey) -> None:
    """Seal half of a lock's private key to each outsider whom the log names; halves of earlier epochs go."""
    work.session.execute(delete(RecoveryHalf).where(RecoveryHalf.lock == lock.name))
    first = secrets.token_bytes(len(key.secret))
    halves = (first, joined(first, key.secret))
    for place, (recipient, half) in enumerate(zip(outsiders(work.session), halves, strict=True)):
        where = HalfPlace(work.organisation, lock.id, lock.name, lock.epoch, place)
        sealed = age.seal(recipient, where.statement(half))
        work.session.add(RecoveryHalf(lock=lock.name, epoch=lock.epoch, place=place, sealed=sealed))
    work.session.flush()
