"""With which status a refusal to let somebody in is answered."""

from __future__ import annotations

from ledger.errors import LockedDown, Refusal
from ledger.keys.trouble import TooBusy
from ledger.signin.actions.sessions import TooMany

_STATUSES: tuple[tuple[type[Refusal], int, dict[str, str]], ...] = (
    (TooMany, 429, {"Retry-After": "60"}),
    (TooBusy, 503, {"Retry-After": "5"}),
    (LockedDown, 503, {}),
)


def status_of(refusal: Refusal) -> tuple[int, dict[str, str]]:
    """Return the status and the headers; 401 for whatever did not prove who it was."""
    return next(((status, headers) for kind, status, headers in _STATUSES if isinstance(refusal, kind)), (401, {}))
