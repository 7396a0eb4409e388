"""Wrapping a secret under a key: ChaCha20-Poly1305 with a fresh key each time, bound to whose and what for.

Layout: suite (1 byte, 01) ‖ salt (32) ‖ ciphertext with tag. The key is HKDF-SHA256 of the wrapping key with that
salt, used once, so the nonce is nil.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.errors import N_, Misuse
from ledger.keys.trouble import WrongKey

SUITE = b"\x01"
_SALT = 32
_NONCE = b"\x00" * 12


def wrap(key: bytes, secret: bytes, *, person: str, use: str) -> bytes:
    """Wrap a secret under a 32-byte key for one person and one use."""
    salt = secrets.token_bytes(_SALT)
    return SUITE + salt + _cipher(key, salt).encrypt(_NONCE, secret, _bound(person, use))


def unwrap(key: bytes, wrapped: bytes, *, person: str, use: str) -> bytes:
    """Return the secret. Raises WrongKey for another key, person, use or suite, or a changed byte."""
    if wrapped[:1] != SUITE or len(wrapped) < 1 + _SALT + 16:
        raise WrongKey(N_("This record is sealed in a way that is not known here."))
    salt, sealed = wrapped[1 : 1 + _SALT], wrapped[1 + _SALT :]
    try:
        return _cipher(key, salt).decrypt(_NONCE, sealed, _bound(person, use))
    except InvalidTag as error:
        raise WrongKey(N_("This record does not open with this key.")) from error


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"almoner wrap v1").derive(key))


def _bound(person: str, use: str) -> bytes:
    # Or one pair could be read as another.
    if "|" in person or "|" in use:
        raise Misuse("neither a person nor a use is written with a bar")
    return f"{person}|{use}".encode()
