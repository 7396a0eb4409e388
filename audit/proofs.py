"""Proofs as files: `.tlog-proof` for one entry (C2SP tlog-proof), consistency requests for a log.

A consistency request (C2SP tlog-witness, add-checkpoint) is what a witness is asked to sign:
the size it saw last, the proof from there, and the new checkpoint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from audit.checkpoint import read_hash, read_number
from audit.note import BadNote, decode_base64, encode_base64

HEADER = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
"""A path in a tree of at most 2^63 leaves; C2SP tlog-witness allows no more."""


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That an entry stands at a place of the log whose signed checkpoint is kept beside it.

    `extra` is what the maker added for the reader; nothing proves it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a `.tlog-proof`. Raises BadNote."""
        lines, checkpoint = _split(content)
        if lines.pop(0) != HEADER:
            raise BadNote("this is no proof of C2SP tlog-proof, version 1")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decode_base64(lines.pop(0).removeprefix("extra "))
        index = _number(lines, "index ")
        return cls(index, _hashes(lines), checkpoint, extra)

    def format(self) -> bytes:
        """Return the proof as it is stored."""
        extra = "" if self.extra is None else f"extra {encode_base64(self.extra)}\n"
        return _joined(f"{HEADER}\n{extra}index {self.index}\n", self.hashes, self.checkpoint)


@dataclass(frozen=True, slots=True)
class ConsistencyRequest:
    """That the log of `old` entries is the beginning of that of a signed checkpoint."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """Read a consistency request. Raises BadNote."""
        lines, checkpoint = _split(content)
        old = _number(lines, "old ")
        return cls(old, _hashes(lines), checkpoint)

    def format(self) -> bytes:
        """Return the request as it is stored or sent."""
        return _joined(f"old {self.old}\n", self.hashes, self.checkpoint)


def _split(content: bytes) -> tuple[list[str], bytes]:
    head, gap, checkpoint = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as problem:
        raise BadNote("a proof holds other characters than ASCII") from problem
    if not gap:
        raise BadNote("a proof does not end in a checkpoint")
    return lines, checkpoint


def _number(lines: list[str], word: str) -> int:
    if not lines or not lines[0].startswith(word):
        raise BadNote(f"a proof lacks its line '{word.strip()}'")
    return read_number(lines.pop(0).removeprefix(word))


def _hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise BadNote("a proof has more hashes than any tree needs")
    return tuple(map(read_hash, lines))


def _joined(head: str, hashes: tuple[bytes, ...], checkpoint: bytes) -> bytes:
    lines = "".join(f"{encode_base64(one)}\n" for one in hashes)
    return f"{head}{lines}\n".encode("ascii") + checkpoint
