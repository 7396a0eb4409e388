"""What is done about people: founding, inviting, appointing, roles, new keys, policy."""

from ledger.staff.actions import appoint, policy, reset, roles

__all__ = ["appoint", "policy", "reset", "roles"]
