"""Signed notes (C2SP signed-note): a text, a blank line, and one line for each signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Self

LOG_KEY = 0x01
"""An Ed25519 key that signs the text itself."""
WITNESS_KEY = 0x04
"""An Ed25519 key that signs the text with the time it was seen (C2SP tlog-cosignature)."""

KEY_BYTES, ID_BYTES = 32, 4
MOST_SIGNATURES = 64
LONGEST_NOTE = 65_536
DASH = "\N{EM DASH}"

_NAME = re.compile(r"[^\s+]+")
_LINE = re.compile(DASH + r" (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(ValueError):  # noqa: N818 - the sentence says what it is
    """These are not the bytes of a signed note, of a checkpoint or of a proof."""


def decode_base64(text: str) -> bytes:
    """Return the bytes of standard base64 in its one canonical form. Raises BadNote."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise BadNote("this is no base64") from problem
    if encode_base64(content) != text:
        raise BadNote("this is base64 written in another way than it should be")
    return content


def encode_base64(content: bytes) -> str:
    """Return bytes in standard base64 (RFC 4648, section 4)."""
    return base64.b64encode(content).decode("ascii")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key as auditors hand it on: its name, kind (LOG_KEY or WITNESS_KEY) and 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ 0A ‖ kind ‖ public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:ID_BYTES]

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read `name+hex8(id)+base64(kind ‖ public key)`. Raises BadNote, also for a false id."""
        name, _, rest = line.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        content = decode_base64(encoded)
        if not _NAME.fullmatch(name) or len(content) != KEY_BYTES + 1:
            raise BadNote("this is no verifier key")
        key = cls(name, content[0], content[1:])
        if key.kind not in {LOG_KEY, WITNESS_KEY} or key.key_id.hex() != key_id:
            raise BadNote(f"the verifier key of {name} does not have the id it names")
        return key

    def format(self) -> str:
        """Return the key as one line, without its end."""
        encoded = encode_base64(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: whose it says it is, and what was signed with that key."""

    name: str
    key_id: bytes
    signature: bytes

    def is_by(self, key: VerifierKey) -> bool:
        """Say whether the line names this key; both name and id must be the same."""
        return (self.name, self.key_id) == (key.name, key.key_id)

    def format(self) -> str:
        """Return the line with its end."""
        return f"{DASH} {self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures; nothing of it is verified yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a signed note. Raises BadNote."""
        try:
            whole = content.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise BadNote("a note is not UTF-8") from problem
        if len(content) > LONGEST_NOTE or _CONTROL.search(whole):
            raise BadNote("a note is too long or holds control characters")
        text, gap, lines = whole.rpartition("\n\n")
        rows = lines.split("\n")
        if not gap or not text or rows.pop() or not 0 < len(rows) <= MOST_SIGNATURES:
            raise BadNote("a note does not end in a blank line and signatures")
        return cls(f"{text}\n", tuple(map(_signature, rows)))

    def format(self) -> str:
        """Return the note as it is stored."""
        return f"{self.text}\n" + "".join(line.format() for line in self.signatures)


def _signature(row: str) -> NoteSignature:
    match = _LINE.fullmatch(row)
    content = decode_base64(match["signature"]) if match else b""
    if match is None or len(content) <= ID_BYTES:
        raise BadNote("a signature line of a note is malformed")
    return NoteSignature(match["name"], content[:ID_BYTES], content[ID_BYTES:])
