"""A person's keys: one to sign with, one to read with, and the seed of their one-time codes, under their passphrase."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ledger.keys import sshsig
from ledger.keys.passphrase import Root
from ledger.keys.sealing import SealingKey
from ledger.keys.wrapping import unwrap, wrap

SEED_BYTES = 20
"""RFC 4226 section 4: the recommended length of a shared secret."""


@dataclass(frozen=True, slots=True)
class PersonalKeys:
    """The private halves, in memory only."""

    signing: Ed25519PrivateKey
    reading: X25519PrivateKey
    seed: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> PersonalKeys:
        """Make new keys."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate(), secrets.token_bytes(SEED_BYTES))

    @property
    def signing_public(self) -> bytes:
        """Thirty-two bytes that verify what this person signs."""
        return self.signing.public_key().public_bytes_raw()

    @property
    def reading_public(self) -> bytes:
        """Thirty-two bytes that things are sealed to for this person."""
        return self.reading.public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class WrappedKeys:
    """The private halves as they are stored."""

    signing: bytes
    reading: bytes
    seed: bytes


def seal(keys: PersonalKeys, root: Root, person: UUID) -> WrappedKeys:
    """Wrap a person's keys under their passphrase, each bound to the person and its use."""
    kek, name = root.kek(), str(person)
    return WrappedKeys(
        wrap(kek, keys.signing.private_bytes_raw(), person=name, use="signing"),
        wrap(kek, keys.reading.private_bytes_raw(), person=name, use="reading"),
        wrap(kek, keys.seed, person=name, use="seed"),
    )


def unseal(wrapped: WrappedKeys, root: Root, person: UUID) -> PersonalKeys:
    """Unwrap a person's keys. Raises WrongKey."""
    kek, name = root.kek(), str(person)
    return PersonalKeys(
        Ed25519PrivateKey.from_private_bytes(unwrap(kek, wrapped.signing, person=name, use="signing")),
        X25519PrivateKey.from_private_bytes(unwrap(kek, wrapped.reading, person=name, use="reading")),
        unwrap(kek, wrapped.seed, person=name, use="seed"),
    )


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A person whose keys are open for one request: they can sign and read."""

    person_id: UUID
    keys: PersonalKeys

    @property
    def fingerprint(self) -> str:
        """Their signing key as `ssh-keygen -l` prints it."""
        return sshsig.fingerprint(self.keys.signing_public)

    def sign(self, message: bytes, namespace: str = sshsig.DECISION) -> str:
        """Sign for one purpose, a decision if nothing else is said; what was made is checked before it is used."""
        signature = sshsig.sign(self.keys.signing, message, namespace)
        sshsig.verify(self.keys.signing_public, message, signature, namespace)
        return signature

    def open(self, sealed: bytes, info: str) -> bytes:
        """Open what was sealed to their reading key for one purpose. Raises WrongKey."""
        return SealingKey(self.keys.reading).open(sealed, info)
