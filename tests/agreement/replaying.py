"""Replay, which shares no rule with the ledger, over a ledger's log."""

from __future__ import annotations

import json

from sqlalchemy import select

from audit.entry import fault_of
from audit.replay import Replay
from audit.signatures import Checker
from ledger.log.models import LogEntry
from tests.builders import World


def replayed(world: World) -> Replay:
    """Replay the whole log of a world."""
    replay = Replay(Checker())
    with world.store.reading() as session:
        for seq, content in enumerate(session.scalars(select(LogEntry.bytes).order_by(LogEntry.seq))):
            entry = json.loads(content)
            assert fault_of(entry) is None, (fault_of(entry), entry["verb"])
            replay.feed(entry, seq)
    replay.finish()
    return replay
