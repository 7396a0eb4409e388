"""What is done to what is sealed: sealing, opening, granting, renewing, erasing; and giving up what one was granted."""

from ledger.vault.actions import access

__all__ = ["access"]
