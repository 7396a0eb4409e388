"""One moment of the ledger: a signed head, and a reader that sees exactly what that head covers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ledger.checkpoints import sign_checkpoint
from ledger.errors import N_, Refusal
from ledger.keys.logkey import LogKey
from ledger.log.entries import head_of
from ledger.log.models import Checkpoint
from ledger.work import Store

TRIES = 20


@contextmanager
def signed_moment(store: Store, key: LogKey) -> Iterator[tuple[Session, Checkpoint]]:
    """Sign the head of the log and read the ledger as it stood under that head.

    A reader sees what was committed when it began, and tables hold no history: where somebody wrote between signing
    and reading, the tables would tell more than the log. So a later head is signed, until nothing lies between.
    Raises Refusal when that does not happen soon, or when the log cannot be vouched for.
    """
    for _ in range(TRIES):
        head = sign_checkpoint(store, key)
        with store.reading() as session:
            # This first read is also what fixes the moment that every later one sees.
            if head_of(session).size == head.size:
                yield session, head
                return
    raise Refusal(N_("Others are writing too busily for one moment to be caught. Try again in a minute."))
