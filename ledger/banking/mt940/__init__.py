"""MT940, SWIFT's statement of tagged lines, as many banks bend it."""

from ledger.banking.mt940.reading import read

__all__ = ["read"]
