"""OpenSSH signatures (PROTOCOL.sshsig) with Ed25519 and SHA-512, so that `ssh-keygen -Y verify` can check them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.errors import N_
from ledger.keys.trouble import KeyTrouble

DECISION = "decision@almoner.v1"
"""The namespace of decisions: a signature made for anything else does not count as one."""

ENVELOPE, CONSENT, LIFT = "envelope@almoner.v1", "consent@almoner.v1", "lift@almoner.v1"
"""The namespaces of what was sealed, of consents to an opening, and of lifting a lock-down."""

_MAGIC = b"SSHSIG"
_VERSION = struct.pack(">I", 1)
_KIND = b"ssh-ed25519"
_HASH = b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_COLUMNS = 70


class BadSignature(KeyTrouble):
    """A signature does not hold for these bytes, this key and this namespace."""


def public_blob(public: bytes) -> bytes:
    """Return a 32-byte Ed25519 public key as SSH writes it on the wire (RFC 8709)."""
    return _string(_KIND) + _string(public)


def public_line(public: bytes) -> str:
    """Return the key as a line of an authorized_keys or allowed_signers file."""
    return f"ssh-ed25519 {base64.b64encode(public_blob(public)).decode()}"


def fingerprint(public: bytes) -> str:
    """Return the key's fingerprint as `ssh-keygen -l` prints it."""
    digest = hashlib.sha256(public_blob(public)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def fingerprint_of_line(line: str) -> str:
    """Return the fingerprint of a key written as `public_line` writes it."""
    return fingerprint(public_of_line(line))


def public_of_line(line: str) -> bytes:
    """Return the thirty-two bytes of a key written as `public_line` writes it."""
    return base64.b64decode(line.split()[1])[-32:]


def sign(private: Ed25519PrivateKey, message: bytes, namespace: str = DECISION) -> str:
    """Sign a message; returns the armored signature, lines of seventy columns."""
    signature = _string(_KIND) + _string(private.sign(_signed(message, namespace)))
    blob = (
        _MAGIC
        + _VERSION
        + _string(public_blob(private.public_key().public_bytes_raw()))
        + _string(namespace.encode())
        + _string(b"")
        + _string(_HASH)
        + _string(signature)
    )
    text = base64.b64encode(blob).decode()
    lines = [text[i : i + _COLUMNS] for i in range(0, len(text), _COLUMNS)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def verify(public: bytes, message: bytes, armored: str, namespace: str = DECISION) -> None:
    """Raise BadSignature unless this key signed exactly this message in this namespace."""
    parts = _parts(armored)
    if parts[:4] != [public_blob(public), namespace.encode(), b"", _HASH]:
        raise BadSignature(N_("The signature was made by another key or for another purpose."))
    kind, signature = _strings(parts[4], 2)
    if kind != _KIND:
        raise BadSignature(N_("The signature was made by another key or for another purpose."))
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(message, namespace))
    except InvalidSignature as error:
        raise BadSignature(N_("The signature does not fit what it should have signed.")) from error


def _signed(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _parts(armored: str) -> list[bytes]:
    lines = armored.strip().splitlines()
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:  # noqa: PLR2004 - armour and a body
        raise BadSignature(N_("This is not an SSH signature."))
    try:
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature(N_("This is not an SSH signature.")) from error
    if blob[:10] != _MAGIC + _VERSION:
        raise BadSignature(N_("This is not an SSH signature."))
    return _strings(blob[10:], 5)


def _strings(blob: bytes, count: int) -> list[bytes]:
    found, place = [], 0
    for _ in range(count):
        length = int.from_bytes(blob[place : place + 4], "big")
        found.append(blob[place + 4 : place + 4 + length])
        place += 4 + length
    if place != len(blob):
        raise BadSignature(N_("This is not an SSH signature."))
    return found


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content
