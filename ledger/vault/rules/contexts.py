"""The words that bind a sealed thing to its place: whose, what for, until when. Pure.

What is moved elsewhere, in the database or in time, does not open there.
"""

from __future__ import annotations

from uuid import UUID

PAYEE_KINDS = frozenset({"award", "award_way", "payee"})
"""The kinds of proposal whose approval says where the money of an award goes."""

PAYEE_SIGNATURES = 2
"""How many people must have signed that (H3)."""

RELEASE_KINDS, RELEASE_SIGNATURES = frozenset({"run"}), 1
"""The same of what says which payments leave."""


def envelope_context(organisation: str, envelope: UUID, pseudonym: str, compartment: str, version: int) -> str:
    """Where an envelope belongs: table, record, version and field."""
    return f"almoner envelope v1|{organisation}|{envelope}|{pseudonym}|{version}|{compartment}"


def half_info(organisation: str, envelope: UUID, lock: str, epoch: int) -> str:
    """What half of an envelope's key is sealed to an epoch of a lock."""
    return f"almoner half v1|{organisation}|{envelope}|{lock}|{epoch}"


def member_info(organisation: str, lock: str, epoch: int, person: UUID) -> str:
    """Whose copy of a lock's key it is."""
    return f"almoner member v1|{organisation}|{lock}|{epoch}|{person}"


def consent_info(organisation: str, opening: UUID, envelope: UUID, requester: UUID, until: str) -> str:
    """For which one opening a half is passed to somebody, and until when."""
    return f"almoner consent v1|{organisation}|{opening}|{envelope}|{requester}|{until}"


def payee_info(organisation: str, award: UUID, envelope: UUID, epoch: int) -> str:
    """For which award a half is passed to finance."""
    return f"almoner payee v1|{organisation}|{award}|{envelope}|{epoch}"


def chain_info(organisation: str, place: int, epoch: int) -> str:
    """Which link of the key of duplicate hints it is."""
    return f"almoner hints v1|{organisation}|{place}|{epoch}"
