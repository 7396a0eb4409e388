"""Session secrets: what the cookie holds, what the row under its hash holds, and the secret born at start.

A person's unlocked reading key is sealed under HKDF(cookie ‖ boot secret): the database alone opens nothing, and
neither does database and cookie after a power cut.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.keys.wrapping import unwrap, wrap

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


def seal_for_session(token: str, boot: BootSecret, secret: bytes, person: str) -> bytes:
    """Seal an unlocked key into a session."""
    return wrap(_session_key(token, boot), secret, person=person, use="session")


def open_for_session(token: str, boot: BootSecret, sealed: bytes, person: str) -> bytes:
    """Open what was sealed into a session. Raises WrongKey after a restart."""
    return unwrap(_session_key(token, boot), sealed, person=person, use="session")


def _session_key(token: str, boot: BootSecret) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=boot.secret, info=b"almoner session v1").derive(token.encode())
