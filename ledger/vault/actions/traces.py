"""After an erasure: overwriting what may be left of it in the files, at once or as soon as nobody reads."""

from __future__ import annotations

from sqlalchemy import delete, select

from ledger.protect.scrub import scrub
from ledger.vault.models import Unscrubbed
from ledger.work import Store


def clear_traces(store: Store) -> bool:
    """Overwrite the traces of erasures that still wait for it; False where that has to wait on."""
    with store.reading() as session:
        waiting = list(session.scalars(select(Unscrubbed.pseudonym)))
    if not waiting:
        return True
    if not scrub(store.engine):
        return False
    with store.housekeeping() as session:
        session.execute(delete(Unscrubbed).where(Unscrubbed.pseudonym.in_(waiting)))
    return True
