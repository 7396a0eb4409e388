"""What the log says, for tests: entries by verb, and which members docs/log-format.md gives a verb."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ledger.log.models import LogEntry
from ledger.work import Store

FORMAT = Path(__file__).parents[2] / "docs" / "log-format.md"


def told(store: Store, *verbs: str) -> list[dict[str, Any]]:
    """The entries with these verbs, oldest first, whole."""
    with store.reading() as session:
        query = select(LogEntry.bytes).where(LogEntry.verb.in_(verbs)).order_by(LogEntry.seq)
        return [json.loads(content) for content in session.scalars(query)]


def data_of(store: Store, verb: str) -> list[dict[str, Any]]:
    """What the entries with a verb say, oldest first."""
    return [entry["data"] for entry in told(store, verb)]


def newest_verbs(store: Store, count: int) -> list[str]:
    """The verbs of the newest entries, oldest first."""
    with store.reading() as session:
        found = session.scalars(select(LogEntry.verb).order_by(LogEntry.seq.desc()).limit(count))
        return list(found)[::-1]


def specified(verb: str, members: set[str]) -> bool:
    """Whether the format gives a verb exactly these members, as far as a table of words can be read."""
    row = next(
        line for line in FORMAT.read_text().splitlines() if line.startswith("| ") and f"`{verb}`" in line.split("|")[1]
    )
    named = re.findall(r"`([a-z_0-9]+)`", row.split("|", 2)[2])
    begins = [name for name in named if name in members]
    return set(begins) == members
