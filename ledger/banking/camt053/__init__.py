"""camt.053, the ISO 20022 statement, in every version from 001.02 on: read by the names that all of them share."""

from ledger.banking.camt053.reading import read

__all__ = ["read"]
