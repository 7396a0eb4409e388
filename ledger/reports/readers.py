"""Who reads which reports."""

from __future__ import annotations

from ledger.actor import Role

ACCOUNTANTS = frozenset({Role.FINANCE, Role.AUDITOR, Role.APPROVER})
"""Who reads the accounts line by line."""
READERS = ACCOUNTANTS | {Role.OFFICER}
"""Who reads the statement of a fund as well: an officer answers to its donor."""
