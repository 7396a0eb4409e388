"""Checkpoints: signed heads of the log, and witnesses' signatures on them.

C2SP tlog-checkpoint, without extension lines, and `cosignature/v1` of C2SP tlog-cosignature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol, Self

from audit.merkle import HASH_BYTES
from audit.note import (
    LOG_KEY,
    WITNESS_KEY,
    BadNote,
    Note,
    NoteSignature,
    VerifierKey,
    decode_base64,
    encode_base64,
)

LARGEST = 2**63 - 1
TIME_BYTES, SIGNATURE_BYTES = 8, 64

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class RawChecker(Protocol):
    """What is needed of a checker of raw Ed25519 signatures."""

    def ed25519(self, public_raw: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether the key signed the message."""
        ...


def read_number(text: str) -> int:
    """Return a decimal number without leading zeroes, at most 2^63-1. Raises BadNote."""
    if not _SIZE.fullmatch(text) or int(text) > LARGEST:
        raise BadNote("this is no number of entries")
    return int(text)


def read_hash(text: str) -> bytes:
    """Return the 32 bytes of a hash in base64. Raises BadNote."""
    content = decode_base64(text)
    if len(content) != HASH_BYTES:
        raise BadNote("a hash does not have thirty-two bytes")
    return content


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose it is, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note: three lines and nothing else. Raises BadNote."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0]:  # noqa: PLR2004 - three lines and an end
            raise BadNote("a checkpoint does not have three lines")
        return cls(lines[0], read_number(lines[1]), read_hash(lines[2]))

    def format(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the note it came in; nothing of it is verified yet."""

    head: Checkpoint
    note: Note

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a signed note that holds a checkpoint. Raises BadNote."""
        note = Note.parse(content)
        return cls(Checkpoint.parse(note.text), note)

    def is_signed_by(self, key: VerifierKey, checker: RawChecker) -> bool:
        """Say whether the note bears a signature of the log's key, and none under it is false."""
        lines = [line for line in self.note.signatures if line.is_by(key)]
        text = self.note.text.encode()
        return (
            bool(lines)
            and (key.kind, key.name) == (LOG_KEY, self.head.origin)
            and all(checker.ed25519(key.public, text, line.signature) for line in lines)
        )

    def times_witnessed_by(self, key: VerifierKey, checker: RawChecker) -> list[int] | None:
        """Return when a witness says it saw this head, in seconds since 1970; None if one is false.

        An empty list means that the witness did not sign.
        """
        times = []
        for line in self.note.signatures:
            if line.is_by(key):
                time = int.from_bytes(line.signature[:TIME_BYTES], "big")
                signature = line.signature[TIME_BYTES:]
                message = cosigned_bytes(self.note.text, time)
                if key.kind != WITNESS_KEY or time > LARGEST or not checker.ed25519(key.public, message, signature):
                    return None
                times.append(time)
        return times


def cosigned_bytes(text: str, time: int) -> bytes:
    """Return what a witness signs: the text of a checkpoint, and when it was seen."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosignature_line(key: VerifierKey, time: int, signature: bytes) -> NoteSignature:
    """Return the line that adds a witness's signature of 64 bytes to a checkpoint."""
    return NoteSignature(key.name, key.key_id, time.to_bytes(TIME_BYTES, "big") + signature)
