"""The log's signing key: a file of its own, outside the database, that only its owner reads."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.errors import N_
from ledger.keys.trouble import KeyTrouble

_ED25519_LOG = b"\x01"
_SEED_BYTES = 32
_NAME = re.compile(r"[!-*,-~]+")
"""What a key may be called in a signed note (C2SP): not empty, no spaces, no plus; here ASCII besides."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key under its name, the origin of the log (C2SP signed-note)."""

    origin: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """Thirty-two bytes that verify checkpoints."""
        return self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ 0A ‖ 01 ‖ public key)."""
        return hashlib.sha256(self.origin.encode() + b"\n" + _ED25519_LOG + self.public).digest()[:4]

    @property
    def verifier_key(self) -> str:
        """The key as an auditor writes it down: `name+hex8(id)+base64(type ‖ public key)`."""
        return f"{self.origin}+{self.key_id.hex()}+{base64.b64encode(_ED25519_LOG + self.public).decode()}"

    def sign_note(self, body: str) -> str:
        """Return a signed note over a body that ends in a newline."""
        signature = self.key_id + self.private.sign(body.encode())
        return f"{body}\n— {self.origin} {base64.b64encode(signature).decode()}\n"


def create_log_key(path: Path, origin: str) -> LogKey:
    """Make a key in a new file for its owner only. Raises KeyTrouble for a bad name or a file that stands already."""
    if not _NAME.fullmatch(origin):
        raise KeyTrouble(N_("%(origin)s cannot name a log: no spaces, no plus sign, plain letters."), origin=origin)
    private = Ed25519PrivateKey.generate()
    content = f"almoner log key v1\n{origin}\n{base64.b64encode(private.private_bytes_raw()).decode()}\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise KeyTrouble(N_("%(path)s stands already; a log key is never overwritten."), path=path) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _keep_name(path.parent)
    return LogKey(origin, private)


def load_log_key(path: Path) -> LogKey:
    """Read the key. Raises KeyTrouble where it is missing, others could read it, or it is not a log key."""
    if not path.exists():
        raise KeyTrouble(N_("The log key %(path)s is missing. Restore it from where you keep its copy."), path=path)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyTrouble(N_("%(path)s can be read by others. Run: chmod 600 %(path)s"), path=path)
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    try:
        head, origin, secret = lines
        seed = base64.b64decode(secret, validate=True)
    except ValueError as error:
        raise KeyTrouble(N_("%(path)s is not a log key."), path=path) from error
    if head != "almoner log key v1" or len(seed) != _SEED_BYTES:
        raise KeyTrouble(N_("%(path)s is not a log key."), path=path)
    return LogKey(origin, Ed25519PrivateKey.from_private_bytes(seed))


def _keep_name(folder: Path) -> None:
    # A file that was synced can still lose its name in a power cut.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
