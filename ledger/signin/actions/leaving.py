"""What ends when somebody's access ends: sessions, known browsers, and what slices above have handed them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import delete

from ledger.actor import Role
from ledger.signin.models import KnownBrowser, SignInSession
from ledger.work import Work

ROLE_ENDED, KEYS_CHANGED, SUSPENDED = "role_ended", "keys_changed", "suspended"
"""Why somebody leaves: a role of theirs is over, their keys are new ones, they suspended their own access."""

ALL = frozenset(Role)

Leaving = Callable[[Work, UUID, str, frozenset[Role]], None]
_leavings: list[Leaving] = []


def when_access_ends(act: Leaving) -> Leaving:
    """Register what a slice above takes back: from whom, why, and of which roles."""
    _leavings.append(act)
    return act


def take_back(work: Work, person: UUID, why: str, roles: frozenset[Role] = ALL) -> None:
    """Take back whatever somebody was handed for these roles."""
    for act in _leavings:
        act(work, person, why, roles)


def send_away(work: Work, person: UUID) -> None:
    """End all of somebody's sessions and forget the browsers that they signed in from."""
    work.session.execute(delete(SignInSession).where(SignInSession.person_id == person))
    work.session.execute(delete(KnownBrowser).where(KnownBrowser.person_id == person))
