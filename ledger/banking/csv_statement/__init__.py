"""A statement as a table: which column means what is data, a profile that somebody writes once for a bank."""

from ledger.banking.csv_statement.profile import Profile
from ledger.banking.csv_statement.reading import Bounds, read

__all__ = ["Bounds", "Profile", "read"]
