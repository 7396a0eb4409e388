"""The one way in for Flask-Login, which has no types: it carries who is signed in through a request."""

from __future__ import annotations

from flask import Flask, Request
from flask_login import LoginManager, UserMixin, current_user

from ledger.web.context import Gate, Viewer


class _Carried(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A viewer in the shape that Flask-Login wants."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer

    def get_id(self) -> str:
        return self.viewer.actor.name


def carry_viewer(app: Flask, gate: Gate) -> None:
    """Let Flask-Login ask the gate; its own session, protection and remember cookie stay unused."""
    app.config["SESSION_PROTECTION"] = None
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_request: Request) -> _Carried | None:
        viewer = gate.viewer_of()
        return _Carried(viewer) if viewer else None


def carried_viewer() -> Viewer | None:
    """Return who is signed in, or None."""
    return current_user.viewer if current_user.is_authenticated else None
