"""Sealing to a public key: HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305, bound to what it is for.

Layout: suite (1 byte, 01) ‖ encapsulated key (32) ‖ ciphertext with tag. `info` binds whose secret it is, and for
what: a sealed thing that is put in another's place does not open there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ledger.errors import N_
from ledger.keys.trouble import WrongKey

SUITE = b"\x01"
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The private half of what things are sealed to: a person's reading key, or the key of a lock."""

    private: X25519PrivateKey = field(repr=False)

    @classmethod
    def fresh(cls) -> SealingKey:
        """Make a new one."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_secret(cls, secret: bytes) -> SealingKey:
        """Take it up again from its thirty-two secret bytes."""
        return cls(X25519PrivateKey.from_private_bytes(secret))

    @property
    def secret(self) -> bytes:
        """Its thirty-two secret bytes, to be sealed to somebody else."""
        return self.private.private_bytes_raw()

    @property
    def public(self) -> bytes:
        """Thirty-two bytes that anybody can seal to."""
        return self.private.public_key().public_bytes_raw()

    def open(self, sealed: bytes, info: str) -> bytes:
        """Return what was sealed to this key for this purpose. Raises WrongKey."""
        if sealed[:1] != SUITE:
            raise WrongKey(N_("This record is sealed in a way that is not known here."))
        try:
            return _HPKE.decrypt(sealed[1:], self.private, info=info.encode())
        except (InvalidTag, ValueError) as error:
            raise WrongKey(N_("This record does not open with this key.")) from error


def seal(public: bytes, secret: bytes, info: str) -> bytes:
    """Seal a secret to a 32-byte public key for one purpose."""
    return SUITE + _HPKE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=info.encode())
