"""Who looks at a page, and the store behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from flask import current_app
from flask_wtf import FlaskForm

from ledger.actor import Actor, Role
from ledger.errors import NotFound
from ledger.settings import Settings
from ledger.work import Store, Work


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who is signed in."""

    actor: Actor
    name: str
    session: UUID
    token: str
    must_change: bool

    def has(self, *roles: Role) -> bool:
        """Whether they hold one of these roles today."""
        return self.actor.has(*roles)


class Gate(Protocol):
    """What can say who stands behind a request; `ledger.signin` puts one into the application."""

    def viewer_of(self) -> Viewer | None:
        """Return the person behind the present request's cookie."""
        ...


def store() -> Store:
    """Return the store of the running application."""
    found: Store = current_app.extensions["store"]
    return found


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def viewer_or_none() -> Viewer | None:
    """Return who is signed in, or None."""
    from ledger.web.login import carried_viewer  # noqa: PLC0415 - it needs the types above

    return carried_viewer()


def viewer() -> Viewer:
    """Return who is signed in; pages that ask are guarded. Raises NotFound."""
    found = viewer_or_none()
    if found is None:
        raise NotFound
    return found


@contextmanager
def unit(form: FlaskForm) -> Iterator[Work]:
    """Carry out one unit of work for the form's request id, as the person who is signed in."""
    request_field: Any = form["request"]
    with store().work(viewer().actor, UUID(request_field.data)) as work:
        yield work
