"""Holding sealed records that came back to what the log says of them, and keeping the erased erased."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ledger.keys.envelope import digest
from ledger.log.models import LogEntry
from ledger.vault.models import Envelope, EnvelopeHalf, Hint, HintLink, Lock, PassedHalf, Tombstone
from ledger.vault.queries.trust import said_in
from ledger.vault.rules.compartments import FINANCE

_BATCH, _BODIES = 250, 8
_NAMED = ("beneficiary", "compartment", "version", "way", "channel", "paid_to", "sha256")
_Said = tuple[UUID, tuple[str | int | None, ...]]
"""An envelope, and what the log says of it under those names."""


@dataclass(slots=True)
class Records:
    """How many sealed records stand here, and how they agree with the log."""

    whole: int = 0
    missing: int = 0
    """In the log, of somebody who was not erased, and not here."""
    exchanged: int = 0
    """Here, and not what the log says: they will not open."""
    outdated: int = 0
    """Keys and hints that were made for locks as they were before a renewal: they open nothing any more."""


def check_records(session: Session, erased: set[str]) -> Records:
    """Compare every sealed record with the entry that it was sealed under."""
    found = Records(outdated=_outdated(session))
    broken = _broken(session)
    said: list[_Said] = []
    entries = select(LogEntry.bytes).where(LogEntry.verb == "envelope.sealed").order_by(LogEntry.seq)
    for content in session.scalars(entries.execution_options(yield_per=_BATCH)):
        data = json.loads(content)["data"]
        if data["beneficiary"] not in erased:
            said.append((UUID(data["envelope"]), tuple(data[name] for name in _NAMED)))
        if len(said) >= _BATCH:
            _compare(session, said, broken, found)
            said = []
    _compare(session, said, broken, found)
    total = session.scalar(select(func.count()).select_from(Envelope)) or 0
    found.exchanged = total - found.whole
    return found


def bury(session: Session) -> set[str]:
    """Return everybody of whom the log says that they were erased, each with a tombstone."""
    erased = set()
    for entry in session.scalars(select(LogEntry).where(LogEntry.verb == "beneficiary.erased")).all():
        data = said_in(entry)
        erased.add(data["beneficiary"])
        if session.get(Tombstone, data["beneficiary"]) is None:
            stone = Tombstone(pseudonym=data["beneficiary"], at=entry.at, proposal_id=UUID(data["proposal"]))
            session.add(stone)
    session.flush()
    return erased


def _compare(session: Session, said: Sequence[_Said], broken: set[UUID], found: Records) -> None:
    kept = (
        Envelope.pseudonym, Envelope.compartment, Envelope.version, Envelope.way, Envelope.channel, Envelope.paid_to,
        Envelope.sha256,
    )  # fmt: skip
    rows = session.execute(select(Envelope.id, *kept).where(Envelope.id.in_([ident for ident, _words in said])))
    here = {ident: tuple(words) for ident, *words in rows}
    found.missing += sum(ident not in here for ident, _words in said)
    found.whole += sum(here.get(ident) == words and ident not in broken for ident, words in said)


def _broken(session: Session) -> set[UUID]:
    """Return the records whose bytes are not what their own hash says."""
    query = select(Envelope.id, Envelope.body, Envelope.sha256).execution_options(yield_per=_BODIES)
    return {row.id for row in session.execute(query) if digest(row.body) != row.sha256}


def _outdated(session: Session) -> int:
    halves = select(func.count()).select_from(EnvelopeHalf).join(Lock, Lock.name == EnvelopeHalf.lock)
    passed = select(func.count()).select_from(PassedHalf).join(Lock, Lock.name == FINANCE)
    links = select(func.max(HintLink.place)).scalar_subquery()
    hints = select(func.count()).select_from(Hint).where(or_(Hint.links != links, links.is_(None)))
    counts = (
        session.scalar(halves.where(EnvelopeHalf.epoch != Lock.epoch)),
        session.scalar(passed.where(PassedHalf.epoch != Lock.epoch)),
        session.scalar(hints),
    )
    return sum(count or 0 for count in counts)
