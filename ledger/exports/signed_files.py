"""What people signed, and the keys they signed with, as files that `ssh-keygen -Y verify` reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Decision
from ledger.clock import moment_text
from ledger.keys import sshsig
from ledger.log.models import LogEntry

_KEYS = ("person.registered", "person.key_changed")
_PURPOSES = (sshsig.DECISION, sshsig.ENVELOPE, sshsig.CONSENT, sshsig.LIFT)

File = tuple[str, bytes]


def allowed_signers(session: Session) -> bytes:
    """Return every key that the log registered, in its order, with the times between which each was in force."""
    entries = list(session.scalars(select(LogEntry).where(LogEntry.verb.in_(_KEYS)).order_by(LogEntry.seq)))
    ended: dict[int, str] = {}
    newest: dict[str, int] = {}
    for entry in entries:
        person = _said(entry)["person"]
        if person in newest:
            ended[newest[person]] = f',valid-before="{_stamp(entry)}"'
        newest[person] = entry.seq
    return "".join(_line(entry, ended.get(entry.seq, "")) for entry in entries).encode()


def _line(entry: LogEntry, ended: str) -> str:
    said = _said(entry)
    times = f'valid-after="{_stamp(entry)}"{ended}'
    return f'{said["person"]} namespaces="{",".join(_PURPOSES)}",{times} {said["signing_key"]}\n'


def _stamp(entry: LogEntry) -> str:
    return "".join(letter for letter in moment_text(entry.at) if letter not in "-:T")


def decisions(session: Session) -> Iterator[File]:
    """Yield each decision's bytes and signature under their names."""
    for one in session.scalars(select(Decision).execution_options(yield_per=500)):
        yield from _pair(f"decisions/{one.proposal_id}-{one.revision}-{one.person_id}.json", one.bytes, one.signature)


def consents(session: Session) -> Iterator[File]:
    """Yield each consent's bytes and signature under their names; the log keeps them, whoever was erased since."""
    query = select(LogEntry).where(LogEntry.verb == "opening.consented").order_by(LogEntry.seq)
    for entry in session.scalars(query.execution_options(yield_per=500)):
        said = _said(entry)
        yield from _pair(f"consents/{said['opening']}.json", said["bytes"].encode(), said["signature"])


def _pair(name: str, content: bytes, signature: str) -> Iterator[File]:
    yield name, content
    yield f"{name}.sig", signature.encode()


def _said(entry: LogEntry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(entry.bytes)["data"]
    return said
