"""The key registry, as the log has it: what `person.registered` and `person.key_changed` say, and nothing else.

Rows of keys are for lists and for whoever looks in from outside: whoever writes to the database can change them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.errors import N_, NotFound, Refusal
from ledger.keys import sshsig
from ledger.log.standing import Said, said_about

_KEYS = ("person.registered", "person.key_changed")


class KeyHolder(Protocol):
    """Somebody whose keys are unlocked for this request (`ledger.keys.personal.Unlocked`)."""

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        ...

    @property
    def fingerprint(self) -> str:
        """Their signing key, as `ssh-keygen -l` prints it."""
        ...


@dataclass(frozen=True, slots=True)
class RegisteredKeys:
    """Somebody's public keys, 32 bytes each."""

    signing_public: bytes
    reading_public: bytes

    @property
    def fingerprint(self) -> str:
        """The signing key, as `ssh-keygen -l` prints it."""
        return sshsig.fingerprint(self.signing_public)


def keys_of(session: Session, person: UUID) -> RegisteredKeys:
    """Return the keys that somebody has now. Raises NotFound."""
    said = said_about(session, person, *_KEYS)
    if not said:
        raise NotFound
    return _keys(said[-1])


def signing_key_before(session: Session, person: UUID, seq: int) -> bytes | None:
    """Return the key that somebody signed with at a place in the log, or None where they had none there."""
    before = [said for said in said_about(session, person, *_KEYS) if said.seq < seq]
    return _keys(before[-1]).signing_public if before else None


def registered_fingerprint(session: Session, person: UUID) -> str | None:
    """Return the fingerprint of the signing key that somebody has now, or None for a stranger."""
    said = said_about(session, person, *_KEYS)
    return _keys(said[-1]).fingerprint if said else None


def refuse_strange_key(session: Session, person: UUID, signer: KeyHolder) -> None:
    """Refuse a signer who is somebody else, or whose key is not the one that the log has registered."""
    if signer.person_id != person or signer.fingerprint != registered_fingerprint(session, person):
        raise Refusal(
            N_("Your key is not the one that the log has registered for you. Nothing was signed; tell an auditor.")
        )


def _keys(said: Said) -> RegisteredKeys:
    signing = sshsig.public_of_line(said.data["signing_key"])
    return RegisteredKeys(signing, bytes.fromhex(said.data["reading_key"]))
