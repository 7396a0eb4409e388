"""What is signed of a valuation: the hash of its lines. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

ValuedLine = tuple[str, str, str, int, int, int]
"""Fund, cash account, currency, minor units, what they stand at in base, what they are worth."""


def lines_sha256(lines: Iterable[ValuedLine]) -> str:
    """SHA-256 in hex of the lines `<fund>,<cash>,<currency>,<minor>,<base>,<worth>`, sorted bytewise."""
    written = sorted((",".join(map(str, line)) + "\n").encode() for line in lines)
    return hashlib.sha256(b"".join(written)).hexdigest()
