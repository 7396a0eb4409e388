"""Which payment details two people signed for an award: read from the log, signatures and all, never from a table."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.keys import sshsig
from ledger.keys.sshsig import BadSignature
from ledger.log.models import LogEntry, LogSubject
from ledger.vault.queries.trust import keys_said, said_in
from ledger.vault.rules.contexts import PAYEE_KINDS, PAYEE_SIGNATURES

BATCH = 400
_VERBS = ("decision.signed", "proposal.approved", "payee.voided")


@dataclass(frozen=True, slots=True)
class Approved:
    """What was signed for an award: whose details, by the SHA-256 of their envelope."""

    pseudonym: str
    sha256: str


@dataclass(slots=True)
class _Story:
    """What the log says about one award's payee, as far as it was read."""

    decisions: dict[tuple[str, int], list[LogEntry]] = field(default_factory=lambda: defaultdict(list))
    approved: tuple[str, int] | None = None


def approved_payees(session: Session, awards: Iterable[UUID]) -> dict[UUID, Approved]:
    """Return, for each of these awards that has valid payment details, which ones were signed for it.

    Left out are awards whose details were changed since, and those that fewer than two registered keys have signed.
    """
    keys = Registry(session)
    found = {}
    for part in _batches(awards):
        for award, story in _stories(session, part).items():
            approved = _judge(story, keys)
            if approved is not None:
                found[award] = approved
    return found


class Registry:
    """People's signing keys as of a place in the log, each read once."""

    def __init__(self, session: Session) -> None:
        """Read nothing yet."""
        self._session = session
        self._keys: dict[str, list[tuple[int, bytes]]] = {}

    def key(self, person: str, at: int) -> bytes | None:
        """Return the key that somebody had registered before a place in the log."""
        if person not in self._keys:
            said = keys_said(self._session, person)
            self._keys[person] = [(e.seq, sshsig.public_of_line(said_in(e)["signing_key"])) for e in said]
        return next((key for seq, key in reversed(self._keys[person]) if seq < at), None)


def _batches(awards: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    wanted = sorted(set(awards))
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def _stories(session: Session, awards: Sequence[UUID]) -> dict[UUID, _Story]:
    names = {str(award): award for award in awards}
    query = (
        select(LogSubject.subject, LogEntry)
        .join(LogEntry, LogEntry.seq == LogSubject.seq)
        .where(LogSubject.subject.in_(names), LogEntry.verb.in_(_VERBS))
        .order_by(LogEntry.seq)
    )
    stories: dict[UUID, _Story] = {award: _Story() for award in awards}
    for subject, entry in session.execute(query):
        story, said = stories[names[subject]], said_in(entry)
        if entry.verb == "payee.voided":
            story.approved = None
        elif entry.verb == "proposal.approved":
            story.approved = (said["proposal"], said["revision"])
        else:
            story.decisions[said["proposal"], said["revision"]].append(entry)
    return stories


def _judge(story: _Story, keys: Registry) -> Approved | None:
    if story.approved is None:
        return None
    signed = [_signed(entry, keys) for entry in story.decisions[story.approved]]
    said = {entry["person"]: entry for entry in signed if entry is not None}
    what = {(entry["kind"], entry["beneficiary"], entry["payment_envelope"]) for entry in said.values()}
    if len(said) < PAYEE_SIGNATURES or len(what) != 1:
        return None
    kind, pseudonym, sha256 = what.pop()
    return Approved(pseudonym, sha256) if kind in PAYEE_KINDS and sha256 else None


def _signed(entry: LogEntry, keys: Registry) -> dict[str, Any] | None:
    """Return the bytes of an approval that the log's actor signed with their registered key, or None."""
    said = said_in(entry)
    signed: dict[str, Any] = json.loads(said["bytes"])
    key = keys.key(entry.actor, entry.seq)
    same = all(signed[name] == said[name] for name in ("proposal", "revision", "decision"))
    if key is None or not same or signed["decision"] != "approve" or signed["person"] != entry.actor:
        return None
    try:
        sshsig.verify(key, said["bytes"].encode(), said["signature"])
    except BadSignature:
        return None
    return signed
