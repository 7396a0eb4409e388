"""How a request is known to be somebody's: our own cookie, looked up by its hash.

Flask-Login (through `ledger.web.login`, its only importer) carries who it is; its session protection and its
remember cookie are off, and nothing secret is in Flask's own cookie.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request
from werkzeug.wrappers import Response

from ledger.settings import Settings
from ledger.signin.actions.sessions import Door
from ledger.signin.models import Account, Person
from ledger.signin.queries import actor_for
from ledger.signin.rules import BROWSER_LASTS
from ledger.web.context import Viewer
from ledger.web.login import carry_viewer

SESSION, BROWSER = "s", "b"


@dataclass(frozen=True, slots=True)
class CookieGate:
    """The gate of the application."""

    door: Door
    plain: bool

    def token(self) -> str | None:
        """Return the session cookie's value."""
        return request.cookies.get(self._name(SESSION))

    def browser(self) -> str | None:
        """Return the value of the cookie that says a person signed in from here before."""
        return request.cookies.get(self._name(BROWSER))

    def viewer_of(self) -> Viewer | None:
        """Return the person behind the present request's cookie."""
        token = self.token()
        found = self.door.session_of(token) if token else None
        if token is None or found is None:
            return None
        with self.door.store.reading() as session:
            person = session.get_one(Person, found.person_id)
            account = session.get_one(Account, found.person_id)
            actor = actor_for(session, found.person_id, self.door.store.clock.now().date())
            return Viewer(actor, person.name, found.id, token, account.must_change)

    def give(self, answer: Response, token: str, browser: str) -> None:
        """Hand the browser its cookies: the session's ends with the browser."""
        answer.set_cookie(self._name(SESSION), token, httponly=True, secure=not self.plain, samesite="Strict")
        answer.set_cookie(
            self._name(BROWSER),
            browser,
            max_age=BROWSER_LASTS,
            httponly=True,
            secure=not self.plain,
            samesite="Strict",
        )

    def take(self, answer: Response) -> None:
        """Take the session's cookie back."""
        answer.delete_cookie(self._name(SESSION), httponly=True, secure=not self.plain, samesite="Strict")

    def _name(self, name: str) -> str:
        return name if self.plain else f"__Host-{name}"


def install_gate(app: Flask, settings: Settings, door: Door) -> None:
    """Put the gate into the application."""
    gate = CookieGate(door, settings.plain_http)
    app.extensions["gate"] = gate
    carry_viewer(app, gate)
