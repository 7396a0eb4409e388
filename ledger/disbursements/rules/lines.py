"""What a run's signature covers: a hash over its lines, so that thousands of lines fit one proposal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID


def lines_sha256(lines: Iterable[tuple[UUID, int, str]]) -> str:
    r"""SHA-256 in hex over `<disbursement id>,<minor>,<currency>\\n`, sorted bytewise (docs/log-format.md, 3)."""
    written = sorted(f"{disbursement},{minor},{currency}\n".encode() for disbursement, minor, currency in lines)
    return hashlib.sha256(b"".join(written)).hexdigest()
