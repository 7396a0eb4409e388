"""Who may open which page: every view says so itself, and a view that says nothing is closed to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ledger.actor import Role
from ledger.web.context import viewer_or_none

View = TypeVar("View", bound=Callable[..., Any])

EVERYONE = frozenset(Role)
"""Whoever is signed in, also somebody whose last role has ended: they must still be able to leave."""
STAFF = frozenset({Role.OFFICER, Role.APPROVER, Role.FINANCE, Role.CUSTODIAN, Role.STEWARD, Role.AUDITOR})
CASEWORK = frozenset({Role.OFFICER, Role.APPROVER, Role.FINANCE, Role.CUSTODIAN, Role.AUDITOR})

BEFORE_A_CHANGE = {"signin.passphrase", "signin.sign_out", "signin.lock_down"}
"""What somebody can open who still has their first passphrase: changing it, leaving, and raising the alarm."""


def public(view: View) -> View:
    """Let anybody open the page."""
    view.access = None  # type: ignore[attr-defined]
    return view


def guarded(*roles: Role) -> Callable[[View], View]:
    """Let only people with one of these roles open the page; to others it is not there."""

    def mark(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """Return the roles that an endpoint asks for, None for a public one. Raises LookupError where it says nothing."""
    view = app.view_functions[endpoint]
    if endpoint == "static":
        return None
    if not hasattr(view, "access"):
        message = f"{endpoint} does not say who may open it"
        raise LookupError(message)
    found: frozenset[Role] | None = view.access
    return found


def way_to(endpoint: str, **values: Any) -> str:
    """Return the address of a page for whoever is signed in, or nothing where they may not open it."""
    wanted, who = access_of(current_app, endpoint), viewer_or_none()
    allowed = wanted is None or (who is not None and (wanted == EVERYONE or who.has(*wanted)))
    return url_for(endpoint, **values) if allowed else ""


def guard(app: Flask) -> None:
    """Check each request before its view runs; refuse to start when a view says nothing."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None
        wanted = access_of(app, request.endpoint)
        if wanted is None:
            return None
        who = viewer_or_none()
        if who is None:
            onward = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("signin.sign_in", next=onward))
        if who.must_change and request.endpoint not in BEFORE_A_CHANGE:
            return redirect(url_for("signin.passphrase"))
        if wanted != EVERYONE and not who.has(*wanted):
            raise NotFound
        return None
