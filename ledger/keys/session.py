"""Session secrets: what the cookie holds, the hash under which it is known, and the secret born at start.

A session holds no key: what signs, opens or releases asks for passphrase and code again (decision 11).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class BootSecret:
    """Thirty-two bytes made when the server starts, inherited by its workers, never written anywhere."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @property
    def identity(self) -> str:
        """Say which start this is, without saying the secret."""
        return hashlib.sha256(b"almoner boot|" + self.secret).hexdigest()[:32]

    def derive(self, use: str) -> bytes:
        """Return a key for one use that ends with this start."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=use.encode()).derive(self.secret)


def new_token() -> str:
    """Make the value of a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """Return the hash under which a session or a known browser is stored."""
    return hashlib.sha256(b"almoner token|" + token.encode()).digest()
