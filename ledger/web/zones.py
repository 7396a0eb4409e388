"""In which zone a reader sees moments: a choice kept in their browser, UTC until they make one."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from flask import request
from werkzeug.wrappers import Response

from ledger.web.context import settings

COOKIE = "z"
YEAR = 31_536_000


@cache
def zones() -> tuple[str, ...]:
    """Return the names of all zones, UTC first."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    return ("UTC", *sorted(places))


def chosen_zone() -> str:
    """Return the zone that the reader's browser remembers."""
    wanted = request.cookies.get(COOKIE, "")
    return wanted if wanted in zones() else "UTC"


def remember_zone(answer: Response, zone: str) -> None:
    """Let the browser remember a zone, which is no secret and no name."""
    answer.set_cookie(COOKIE, zone, max_age=YEAR, httponly=True, secure=not settings().plain_http, samesite="Strict")
