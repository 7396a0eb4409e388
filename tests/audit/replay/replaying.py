"""Replays a history and says what was found."""

from typing import Any

from audit.replay import Replay
from tests.audit.replay.signing import StubChecker


def replay(entries: list[dict[str, Any]]) -> Replay:
    """Feed all entries in order and finish."""
    run = Replay(StubChecker())
    for seq, entry in enumerate(entries):
        run.feed(entry, seq)
    run.finish()
    return run


def rules(entries: list[dict[str, Any]]) -> set[str]:
    """Give the rules that a history breaks."""
    return {finding.rule for finding in replay(entries).findings}
