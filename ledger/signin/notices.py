"""What an account page tells its owner besides: slices above sign in register it, nobody looks up."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from ledger.web.context import Viewer

Telling = Callable[[Session, Viewer], list[str]]
_tellings: list[Telling] = []


def tell_on_account(telling: Telling) -> Telling:
    """Register sentences for the owner of an account."""
    _tellings.append(telling)
    return telling


def notices_for(session: Session, me: Viewer) -> list[str]:
    """Return what somebody is to be told on their account page."""
    return [sentence for telling in _tellings for sentence in telling(session, me)]
