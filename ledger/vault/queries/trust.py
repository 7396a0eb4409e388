"""What is believed only where the log says so: people's keys, locks, envelopes.

Whoever writes to the database can exchange a row of a table. What the log says, signed by somebody's registered key,
cannot be exchanged without it being found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ledger.approvals.rules import canonical
from ledger.errors import NotFound
from ledger.keys import envelope as envelopes
from ledger.keys import sshsig
from ledger.keys.sshsig import BadSignature
from ledger.log.models import LogEntry, LogSubject
from ledger.vault.models import Envelope, Lock
from ledger.vault.rules.compartments import FIRST_WAY, Compartment, way_of
from ledger.vault.trouble import Tampered

_KEYS = ("person.registered", "person.key_changed")


def said_last(session: Session, subject: object, verbs: Sequence[str], before: int | None = None) -> LogEntry | None:
    """Return the newest entry about something with one of these rare verbs, before a place where one is given."""
    # By the verb first: there are few such entries, while a busy approver is the subject of many decisions.
    about = exists().where(LogSubject.subject == str(subject), LogSubject.seq == LogEntry.seq)
    query = select(LogEntry).where(LogEntry.verb.in_(verbs), about)
    if before is not None:
        query = query.where(LogEntry.seq < before)
    return session.scalar(query.order_by(LogEntry.seq.desc()).limit(1))


def refuse_unknown(session: Session, pseudonym: str) -> None:
    """Raise NotFound for a pseudonym that nobody was ever registered under: what a page was asked for may be a name."""
    about = select(LogSubject.seq).where(LogSubject.subject == pseudonym)
    registered = select(LogEntry.seq).where(LogEntry.seq.in_(about), LogEntry.verb == "beneficiary.registered")
    if session.scalar(registered.limit(1)) is None:
        raise NotFound


def said_in(entry: LogEntry) -> dict[str, Any]:
    """Return the data of an entry."""
    data: dict[str, Any] = json.loads(entry.bytes)["data"]
    return data


def keys_said(session: Session, person: object) -> list[LogEntry]:
    """Return the entries that registered somebody's keys, oldest first."""
    about = exists().where(LogSubject.subject == str(person), LogSubject.seq == LogEntry.seq)
    query = select(LogEntry).where(LogEntry.verb.in_(_KEYS), about)
    return list(session.scalars(query.order_by(LogEntry.seq)))


def reading_key_of(session: Session, person: UUID) -> bytes:
    """Return the public key that things are sealed to for a person, as the log registered it. Raises Tampered."""
    entry = said_last(session, person, _KEYS)
    if entry is None:
        raise Tampered("unknown_person", about=person)
    return bytes.fromhex(said_in(entry)["reading_key"])


def trusted_lock(session: Session, name: str) -> Lock:
    """Return a lock whose public key is the one that the log has set. Raises Tampered."""
    lock = session.get(Lock, name)
    entry = said_last(session, lock.id, ("lock.set", "lock.renewed")) if lock else None
    if lock is None or entry is None:
        raise Tampered("unknown_lock")
    said = said_in(entry)
    if (said["name"], said["epoch"], said["public_key"]) != (name, lock.epoch, lock.public.hex()):
        raise Tampered("exchanged_lock", about=lock.id)
    return lock


def trusted_envelope(
    session: Session, pseudonym: str, compartment: Compartment, way: int = FIRST_WAY
) -> Envelope | None:
    """Return the envelope that was sealed last for a beneficiary, or None where there is none. Raises Tampered.

    Of payment details it is the last one of a way to be paid. An older version put back, another body, another channel
    or other hands, and what nobody with a registered key has signed are refused.
    """
    asked = way_of(compartment, way)
    query = select(Envelope).where(Envelope.pseudonym == pseudonym, Envelope.compartment == compartment)
    query = query.where(Envelope.way.is_(None) if asked is None else Envelope.way == asked)
    found = session.scalar(query.order_by(Envelope.version.desc()).limit(1))
    if found is None and said_last(session, pseudonym, ("beneficiary.erased",)) is not None:
        return None
    entry = _sealed_last(session, pseudonym, compartment, asked)
    if found is None and entry is None:
        return None
    if found is None or entry is None or said_in(entry)["envelope"] != str(found.id):
        raise Tampered("exchanged_envelope", pseudonym)
    check_envelope(session, found, entry)
    return found


def trusted_ways(session: Session, pseudonym: str) -> dict[int, Envelope]:
    """Return the newest envelope of each way in which somebody can be paid, by its number. Raises Tampered.

    A way that the log does not know, and one that only the log knows, are refused as any exchanged envelope is.
    """
    here = select(Envelope.way).where(Envelope.pseudonym == pseudonym, Envelope.way.is_not(None))
    said = (said_in(entry)["way"] for entry in _sealed(session, pseudonym))
    numbers = {*session.scalars(here), *said} - {None}
    found = {number: trusted_envelope(session, pseudonym, Compartment.PAYMENT, number) for number in sorted(numbers)}
    return {number: envelope for number, envelope in found.items() if envelope is not None}


def trusted_record(session: Session, envelope: UUID) -> Envelope:
    """Return a sealed record by its id, as it was sealed. Raises Tampered."""
    found = session.get(Envelope, envelope)
    entry = next(_sealed(session, envelope), None)
    if found is None or entry is None:
        raise Tampered("exchanged_envelope", about=envelope)
    check_envelope(session, found, entry)
    return found


def check_envelope(session: Session, found: Envelope, entry: LogEntry) -> None:
    """Raise Tampered unless an envelope is what its entry says, and its writer's registered key signed that."""
    said = said_in(entry)
    if (str(found.sealed_by), found.sealed_at) != (entry.actor, entry.at):
        raise Tampered("exchanged_envelope", found.pseudonym, found.id)
    expected = {
        "envelope": str(found.id),
        "beneficiary": found.pseudonym,
        "compartment": found.compartment.value,
        "version": found.version,
        "way": found.way,
        "channel": found.channel,
        "paid_to": found.paid_to,
        "sha256": envelopes.digest(found.body),
    }
    if any(said[name] != value for name, value in expected.items()) or found.sha256 != said["sha256"]:
        raise Tampered("exchanged_envelope", found.pseudonym, found.id)
    signed = json.loads(said["bytes"])
    if any(signed[name] != value for name, value in expected.items()) or signed["person"] != entry.actor:
        raise Tampered("exchanged_envelope", found.pseudonym, found.id)
    _check_writer(session, entry, said, found)


def _check_writer(session: Session, entry: LogEntry, said: dict[str, Any], found: Envelope) -> None:
    key = said_last(session, entry.actor, _KEYS, entry.seq)
    line = said_in(key)["signing_key"] if key else None
    try:
        if line is None or canonical(json.loads(said["bytes"])) != said["bytes"].encode():
            raise Tampered("unsigned_envelope", found.pseudonym, found.id)
        sshsig.verify(sshsig.public_of_line(line), said["bytes"].encode(), said["signature"], sshsig.ENVELOPE)
    except BadSignature as error:
        raise Tampered("unsigned_envelope", found.pseudonym, found.id) from error


def _sealed_last(session: Session, pseudonym: str, compartment: Compartment, way: int | None) -> LogEntry | None:
    wanted = (compartment.value, way)
    told = ((entry, said_in(entry)) for entry in _sealed(session, pseudonym))
    return next((entry for entry, said in told if (said["compartment"], said["way"]) == wanted), None)


def _sealed(session: Session, subject: object) -> Iterator[LogEntry]:
    # By the subject first: everybody has few envelopes, but the log has many.
    query = (
        select(LogEntry)
        .join(LogSubject, LogSubject.seq == LogEntry.seq)
        .where(LogSubject.subject == str(subject), LogEntry.verb == "envelope.sealed")
        .order_by(LogSubject.seq.desc())
    )
    yield from session.scalars(query)
