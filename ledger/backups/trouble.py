"""What can be wrong with a backup's file."""

from __future__ import annotations

from ledger.errors import Refusal


class Unusable(Refusal):
    """A file cannot be restored: it is damaged, another, or not of this ledger. Nothing was kept of it."""
