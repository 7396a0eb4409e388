"""Session secrets: what the cookie holds, the hash under which it is known, and the secret born at start.

A session holds no key: what signs, opens or releases asks for passphrase and code again (decision 11). The one secret
that a browser keeps for some minutes is the seed of one-time codes that somebody is just making, sealed to this start.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.errors import N_
from ledger.keys.trouble import WrongKey
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


def seal_for_browser(boot: BootSecret, secret: bytes, owner: str, use: str) -> str:
    """Seal a secret into the value of a cookie, for one owner and use: only this start of the server opens it."""
    sealed = wrap(boot.derive("kept by a browser"), secret, person=owner, use=use)
    return base64.urlsafe_b64encode(sealed).decode()


def open_for_browser(boot: BootSecret, value: str, owner: str, use: str) -> bytes:
    """Open what a cookie holds. Raises WrongKey after a restart, or for anything else than was sealed."""
    try:
        sealed = base64.b64decode(value, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongKey(N_("This record does not open with this key.")) from error
    return unwrap(boot.derive("kept by a browser"), sealed, person=owner, use=use)
