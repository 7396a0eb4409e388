"""OpenSSH signatures taken apart (PROTOCOL.sshsig), before any of it is believed.

Only Ed25519 keys and the two hashes of the protocol are known here; all else is no signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

MAGIC = b"SSHSIG"
VERSION = 1
KIND = b"ssh-ed25519"
HASHES = {b"sha512": hashlib.sha512, b"sha256": hashlib.sha256}
KEY_BYTES, SIGNATURE_BYTES = 32, 64
LONGEST = 4096
"""Characters of an armored signature; an Ed25519 one has about three hundred."""

_ARMOR = re.compile(r"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{1,76}\n)+)-----END SSH SIGNATURE-----\n?")
_PUBLIC = re.compile(r"ssh-ed25519 ([A-Za-z0-9+/=]+)(?: [^\n]*)?\n?")


class NotSsh(ValueError):  # noqa: N818 - the sentence says what it is not
    """These are not the bytes of an OpenSSH key or signature."""


@dataclass(frozen=True, slots=True)
class SshSignature:
    """A parsed signature: raw public key, namespace, name of the hash, raw signature."""

    public: bytes
    namespace: bytes
    hash_name: bytes
    signature: bytes

    def signed_bytes(self, message: bytes) -> bytes:
        """Return what the raw signature is over (PROTOCOL.sshsig, section 2)."""
        digest = HASHES[self.hash_name](message).digest()
        return MAGIC + b"".join(map(string, (self.namespace, b"", self.hash_name, digest)))


def string(content: bytes) -> bytes:
    """Return bytes as SSH writes them: u32be length, then the bytes (RFC 4251, section 5)."""
    return len(content).to_bytes(4, "big") + content


@lru_cache(1024)
def public_key(line: str) -> bytes:
    """Return the 32 bytes of a line `ssh-ed25519 AAAA… [comment]`. Raises NotSsh."""
    match = _PUBLIC.fullmatch(line)
    if match is None:
        raise NotSsh("this is no line of an Ed25519 key")
    return _key_in(_decode(match[1]))


def public_line(public: bytes) -> str:
    """Return a raw key as a line without comment."""
    return f"ssh-ed25519 {base64.b64encode(string(KIND) + string(public)).decode('ascii')}"


def parse(armored: str) -> SshSignature:
    """Take an armored signature apart. Raises NotSsh unless every byte has its place."""
    match = _ARMOR.fullmatch(armored) if len(armored) <= LONGEST else None
    if match is None:
        raise NotSsh("this is no armored signature")
    blob = _decode(match[1].replace("\n", ""))
    head = MAGIC + VERSION.to_bytes(4, "big")
    if not blob.startswith(head):
        raise NotSsh("magic or version differ")
    key, namespace, reserved, hash_name, raw = _strings(blob[len(head) :], 5)
    kind, signature = _strings(raw, 2)
    if reserved or hash_name not in HASHES or kind != KIND or len(signature) != SIGNATURE_BYTES:
        raise NotSsh("it is made in a way that is not known here")
    return SshSignature(_key_in(key), namespace, hash_name, signature)


def _key_in(blob: bytes) -> bytes:
    kind, key = _strings(blob, 2)
    if kind != KIND or len(key) != KEY_BYTES:
        raise NotSsh("this is no Ed25519 key")
    return key


def _strings(blob: bytes, count: int) -> list[bytes]:
    found, place = [], 0
    for _ in range(count):
        length = int.from_bytes(blob[place : place + 4], "big")
        found.append(blob[place + 4 : place + 4 + length])
        place += 4 + length
    if place != len(blob):
        raise NotSsh("lengths do not add up")
    return found


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NotSsh("this is no base64") from problem
