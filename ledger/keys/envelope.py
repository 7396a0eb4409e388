"""Envelopes: content under a fresh key, padded, bound to its place; the key is in one piece or in two halves.

Body: suite (1 byte, 01) ‖ number of halves (1) ‖ a commitment to each half (32 each) ‖ ChaCha20-Poly1305 of the
padded content. The data key is HKDF-SHA256 of the halves' exclusive or, used once, so the nonce is nil. The body
is what is hashed, signed for and approved; the halves are sealed apart and can be sealed anew without touching it.

ChaCha20-Poly1305 alone does not commit to its key: a body could be made that opens to two contents under two keys.
The commitments close that, and tell which half was exchanged.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.errors import N_, Misuse
from ledger.keys.trouble import WrongKey

SUITE = b"\x01"
HALF_BYTES = 32
LEAST, STEP = 1024, 64 * 1024
"""Contents are padded to a power of two from 1 KiB, and above 64 KiB to whole steps: a length tells little."""

_HASH_BYTES, _NONCE, _LENGTH = 32, b"\x00" * 12, 4


@dataclass(frozen=True, slots=True)
class Packed:
    """A new envelope: its body, and the halves that have to be sealed to different people now."""

    body: bytes
    halves: tuple[bytes, ...] = field(repr=False)


def pack(content: bytes, context: str, count: int) -> Packed:
    """Put content into a new envelope whose key takes `count` (1 or 2) halves. `context` is where it belongs."""
    halves = tuple(secrets.token_bytes(HALF_BYTES) for _ in range(count))
    head = SUITE + bytes([count]) + b"".join(_commitment(half, context) for half in halves)
    sealed = _cipher(halves).encrypt(_NONCE, _padded(content), head + context.encode())
    return Packed(head + sealed, halves)


def unpack(body: bytes, halves: Sequence[bytes], context: str) -> bytes:
    """Return the content. Raises WrongKey for another half, another place, or a changed byte."""
    for place, half in enumerate(halves):
        check_half(body, place, half, context)
    if len(halves) != body[1]:
        raise Misuse("an envelope is opened with all its halves")
    head = body[: 2 + len(halves) * _HASH_BYTES]
    try:
        padded = _cipher(halves).decrypt(_NONCE, body[len(head) :], head + context.encode())
    except InvalidTag as error:
        raise WrongKey(N_("This record is not what was sealed.")) from error
    length = int.from_bytes(padded[:_LENGTH], "big")
    return padded[_LENGTH : _LENGTH + length]


def check_half(body: bytes, place: int, half: bytes, context: str) -> None:
    """Raise WrongKey unless this is the half that the envelope was made with. Says nothing about the other one."""
    if body[:1] != SUITE or len(body) < 2 + (place + 1) * _HASH_BYTES or body[1] <= place:
        raise WrongKey(N_("This record is sealed in a way that is not known here."))
    start = 2 + place * _HASH_BYTES
    if not hmac.compare_digest(body[start : start + _HASH_BYTES], _commitment(half, context)):
        raise WrongKey(N_("A key of this record was exchanged."))


def digest(body: bytes) -> str:
    """Return the SHA-256 of a body in hex: what is logged, signed for and approved."""
    return hashlib.sha256(body).hexdigest()


def _commitment(half: bytes, context: str) -> bytes:
    return hashlib.sha256(b"almoner half v1|" + half + context.encode()).digest()


def _cipher(halves: Sequence[bytes]) -> ChaCha20Poly1305:
    if any(len(half) != HALF_BYTES for half in halves):
        raise Misuse("a half of a key has thirty-two bytes")
    mixed = 0
    for half in halves:
        mixed ^= int.from_bytes(half, "big")
    whole = mixed.to_bytes(HALF_BYTES, "big")
    return ChaCha20Poly1305(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"almoner envelope v1").derive(whole))


def _padded(content: bytes) -> bytes:
    size = _LENGTH + len(content)
    room = max(LEAST, 1 << (size - 1).bit_length()) if size <= STEP else -(-size // STEP) * STEP
    return len(content).to_bytes(_LENGTH, "big") + content + bytes(room - size)
