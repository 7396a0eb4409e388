"""What can be wrong with a secret."""

from __future__ import annotations

from ledger.errors import Refusal


class KeyTrouble(Refusal):
    """A secret is wrong, weak, or cannot be used now."""


class WrongKey(KeyTrouble):
    """Something does not open with this key, or was made for another person or use."""


class TooBusy(KeyTrouble):
    """Too many passphrases are being checked at this moment."""
