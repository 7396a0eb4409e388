"""Signed heads of the log: none is signed that is not a continuation of the one before (H8)."""

from __future__ import annotations

import base64

from ledger.errors import N_, Refusal
from ledger.keys.logkey import LogKey
from ledger.log.entries import head_of
from ledger.log.models import Checkpoint
from ledger.log.queries import last_checkpoint
from ledger.log.tiles import root_at
from ledger.work import Store


def sign_checkpoint(store: Store, key: LogKey) -> Checkpoint:
    """Sign the head of the log and keep it; where the log has not grown, return the last one.

    Raises Refusal when the log is not a continuation of the last signed head: then nothing is signed.
    """
    with store.housekeeping() as session:
        last, head = last_checkpoint(session), head_of(session)
        if last is not None:
            if head.size < last.size or root_at(session, last.size) != last.root:
                raise Refusal(
                    N_("The log does not continue the head signed at %(size)s entries. Sign nothing; find out why."),
                    size=last.size,
                )
            if head.size == last.size:
                session.expunge(last)
                return last
        root = root_at(session, head.size)
        body = f"{key.origin}\n{head.size}\n{base64.b64encode(root).decode()}\n"
        signed = Checkpoint(size=head.size, at=store.clock.now(), root=root, note=key.sign_note(body))
        session.add(signed)
        session.flush()
        session.expunge(signed)
    return signed
