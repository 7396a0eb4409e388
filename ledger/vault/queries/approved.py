"""What people have signed for: read from the log, signatures and all, never from a table.

Whoever writes to the database could add an entry that says "approved", or tie somebody's signature to another award.
So what counts is a proposal's own bytes about exactly this subject, by their hash under enough people's signatures,
each with the key that the log had registered for them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.rules import digest
from ledger.keys import sshsig
from ledger.keys.sshsig import BadSignature
from ledger.log.models import LogEntry, LogSubject
from ledger.vault.queries.trust import keys_said, said_in
from ledger.vault.rules.contexts import PAYEE_KINDS, PAYEE_SIGNATURES, RELEASE_KINDS, RELEASE_SIGNATURES

BATCH = 400
_Value = TypeVar("_Value")
_Revision = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Approved:
    """What was signed for an award: whose details, by the SHA-256 of their envelope."""

    pseudonym: str
    sha256: str


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry, as far as it matters here."""

    seq: int
    actor: str
    data: dict[str, Any]


@dataclass(slots=True)
class _Story:
    """What the log says about one subject's proposals of some kinds, as far as it was read."""

    kinds: frozenset[str]

    made: dict[_Revision, bytes] = field(default_factory=dict)
    decisions: dict[_Revision, list[_Said]] = field(default_factory=lambda: defaultdict(list))
    approved: _Revision | None = None


def approved_payees(session: Session, awards: Iterable[UUID]) -> dict[UUID, Approved]:
    """Return, for each of these awards that has valid payment details, which ones were signed for it.

    Left out are awards whose details were changed since, and those that fewer than two registered keys have signed.
    """
    signed = signed_contents(session, awards, PAYEE_KINDS, PAYEE_SIGNATURES)
    return {
        award: Approved(said["beneficiary"], said["payment_envelope"])
        for award, said in signed.items()
        if said["payment_envelope"]
    }


def released_lines(session: Session, run: UUID) -> str | None:
    """Return the hash of the lines that another person has released; None for a run that nobody validly released."""
    said = signed_contents(session, [run], RELEASE_KINDS, RELEASE_SIGNATURES).get(run)
    return said["content"]["lines_sha256"] if said else None


def signed_contents(
    session: Session, subjects: Iterable[UUID], kinds: frozenset[str], needed: int
) -> dict[UUID, dict[str, Any]]:
    """Return what was last approved about each of these subjects: the parsed bytes of the proposal.

    Left out is what fewer than `needed` different people have signed, and what was voided since.
    """
    keys = Registry(session)
    found = {}
    for part in _parts(sorted(set(subjects))):
        for subject, story in _stories(session, part, kinds).items():
            said = _judge(subject, story, keys, needed)
            if said is not None and said["kind"] in kinds:
                found[subject] = said
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


def _parts(wanted: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def _stories(session: Session, subjects: Sequence[UUID], kinds: frozenset[str]) -> dict[UUID, _Story]:
    names = {str(subject): subject for subject in subjects}
    # By the subjects first and the entries then: joined in one query, SQLite would read every decision there is.
    about = select(LogSubject.seq, LogSubject.subject).where(LogSubject.subject.in_(names))
    places = {row.seq: names[row.subject] for row in session.execute(about)}
    stories: dict[UUID, _Story] = {subject: _Story(kinds) for subject in subjects}
    columns = select(LogEntry.seq, LogEntry.actor, LogEntry.verb, LogEntry.bytes)
    for part in _parts(sorted(places)):
        for row in session.execute(columns.where(LogEntry.seq.in_(part)).order_by(LogEntry.seq)):
            if row.verb in _READ:
                said = _Said(row.seq, row.actor, json.loads(row.bytes)["data"])
                _READ[row.verb](stories[places[row.seq]], said)
    return stories


def _made(story: _Story, said: _Said) -> None:
    story.made[_revision(said)] = said.data["bytes"].encode()


def _decided(story: _Story, said: _Said) -> None:
    story.decisions[_revision(said)].append(said)


def _approved(story: _Story, said: _Said) -> None:
    # What else was signed about the subject, such as a new plan of a loan, leaves standing what was signed before.
    revision = _revision(said)
    content = story.made.get(revision)
    if content is None or json.loads(content)["kind"] in story.kinds:
        story.approved = revision


def _voided(story: _Story, _said: _Said) -> None:
    story.approved = None


_READ = {
    "proposal.made": _made,
    "decision.signed": _decided,
    "proposal.approved": _approved,
    "payee.voided": _voided,
}


def _revision(said: _Said) -> _Revision:
    return said.data["proposal"], said.data["revision"]


def _judge(subject: UUID, story: _Story, keys: Registry, needed: int) -> dict[str, Any] | None:
    content = story.made.get(story.approved) if story.approved else None
    if story.approved is None or content is None:
        return None
    said: dict[str, Any] = json.loads(content)
    expected = {
        "proposal": story.approved[0],
        "revision": story.approved[1],
        "proposal_sha256": digest(content),
        "decision": "approve",
    }
    signers = {one.actor for one in story.decisions[story.approved] if _is_signed(one, expected, keys)}
    proposed = (said["proposal"], said["revision"], said["subject"])
    return said if len(signers) >= needed and proposed == (*story.approved, str(subject)) else None


def _is_signed(decision: _Said, expected: dict[str, Any], keys: Registry) -> bool:
    """Whether the log's actor signed exactly that with the key they had registered."""
    content: bytes = decision.data["bytes"].encode()
    signed: dict[str, Any] = json.loads(content)
    key = keys.key(decision.actor, decision.seq)
    if key is None or signed["person"] != decision.actor or any(signed[k] != v for k, v in expected.items()):
        return False
    try:
        sshsig.verify(key, content, decision.data["signature"])
    except BadSignature:
        return False
    return True
