"""What the signatures on an import cover besides its totals: a hash over every row. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.clock import day_text


def rows_sha256(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 in hex over the rows in the order of the file (docs/log-format.md, section 3)."""
    running = hashlib.sha256()
    for row in rows:
        parts = (row["award_id"], row["pseudonym"], row["fund_id"], row["minor"], row["currency"])
        running.update(f"{','.join(map(str, parts))},{day_text(row['date'])}\n".encode())
    return running.hexdigest()
