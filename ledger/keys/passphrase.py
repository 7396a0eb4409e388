"""From a passphrase to keys: one Argon2id run, then HKDF for each use (RFC 9106, RFC 5869)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ledger.errors import N_
from ledger.keys.trouble import TooBusy

SALT_BYTES = 16
ROOT_BYTES = 32
ENOUGH_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class ArgonProfile:
    """How hard a passphrase is stretched: memory in KiB, passes over it, lanes."""

    memory_kib: int
    iterations: int
    lanes: int


STRONG = ArgonProfile(64 * 1024, 3, 4)
"""RFC 9106 section 4, second recommended option."""

WEAK = ArgonProfile(64, 1, 1)
"""For tests and demos only: it takes no time and protects nothing."""


@dataclass(frozen=True, slots=True)
class Root:
    """What a passphrase was stretched to. It lives for one request and is never stored."""

    secret: bytes = field(repr=False)

    def verifier(self) -> bytes:
        """Return the hash of what proves the passphrase: the one thing about it that is stored."""
        return hashlib.sha256(self._derive(b"auth")).digest()

    def kek(self) -> bytes:
        """Return the key that wraps the person's keys."""
        return self._derive(b"kek")

    def proves(self, stored: bytes) -> bool:
        """Whether this is the passphrase behind a stored verifier, in constant time."""
        return hmac.compare_digest(self.verifier(), stored)

    def _derive(self, use: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(self.secret)


def new_salt() -> bytes:
    """Return a fresh salt."""
    return secrets.token_bytes(SALT_BYTES)


def as_written(passphrase: str) -> str:
    """Return a passphrase in the one form (NFKC) that is judged and stretched: the same on every keyboard."""
    return unicodedata.normalize("NFKC", passphrase)


def stretch(passphrase: str, salt: bytes, profile: ArgonProfile) -> Root:
    """Stretch a passphrase by one Argon2id run; `salt` has `SALT_BYTES` bytes."""
    kdf = Argon2id(
        salt=salt,
        length=ROOT_BYTES,
        iterations=profile.iterations,
        lanes=profile.lanes,
        memory_cost=profile.memory_kib,
    )
    return Root(kdf.derive(as_written(passphrase).encode()))


def calibrate(least: ArgonProfile = STRONG) -> ArgonProfile:
    """Return a profile that takes about half a second on this machine, never below `least`."""
    profile = least
    while True:
        started = time.perf_counter()
        stretch("calibration", b"0" * SALT_BYTES, profile)
        if time.perf_counter() - started >= ENOUGH_SECONDS:
            return profile
        profile = replace(profile, iterations=profile.iterations + 1)


class Lane:
    """A narrow way for Argon2 runs, so that their memory and time are bounded."""

    def __init__(self, width: int, patience: float) -> None:
        """Let `width` runs through at once; make others wait `patience` seconds at most."""
        self._places = threading.BoundedSemaphore(width)
        self._patience = patience

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """Hold a place for one run. Raises TooBusy when none is free in time."""
        if not self._places.acquire(timeout=self._patience):
            raise TooBusy(N_("Too many people sign in at this moment. Try again in a few seconds."))
        try:
            yield
        finally:
            self._places.release()


KNOWN_BROWSERS = Lane(2, 8.0)
STRANGERS = Lane(1, 4.0)
"""Two lanes: a flood of strangers cannot take the place of people who signed in from their browser before."""
