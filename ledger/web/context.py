"""Who looks at a page, and the store behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from flask import current_app, g, request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from ledger.actor import Actor, Role
from ledger.errors import Alarming, Misuse, NotFound
from ledger.log.entries import head_of
from ledger.log.models import UnitOfWork
from ledger.settings import Settings
from ledger.web.twins import sent_by, twin_of
from ledger.work import AlreadyDone, Store, Work


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who is signed in."""

    actor: Actor
    name: str
    session: UUID
    token: str = field(repr=False)
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


def is_demo() -> bool:
    """Whether the organisation was founded as a demo, which it stays."""
    found: bool = current_app.extensions["is_demo"]
    return found


def viewer_or_none() -> Viewer | None:
    """Return who is signed in, or None."""
    from ledger.web.login import carried_viewer

    return carried_viewer()


def viewer() -> Viewer:
    """Return who is signed in; pages that ask are guarded. Raises NotFound."""
    found = viewer_or_none()
    if found is None:
        raise NotFound
    return found


@contextmanager
def unit(form: FlaskForm) -> Iterator[Work]:
    """Carry out one unit of work for the form's request id, as the person who is signed in.

    Its location is where the form leads, and where it leads again when it is sent again: without one it is refused.
    """
    sent = sent_by(form["request"].data)
    twin = twin_of(request, sent, viewer().token)
    with store().work(viewer().actor, sent.id, twin) as work:
        yield work
        if not work.location:
            message = "a form that was carried out leads nowhere"
            raise Misuse(message)
    g.carried_out = True


@contextmanager
def watched() -> Iterator[Session]:
    """Open a session that cannot write; what is found exchanged in it is written down before the page refuses."""
    opened = store()
    try:
        with opened.reading() as session:
            yield session
    except Alarming as alarm:
        opened.raise_alarm(viewer().actor, alarm)
        raise


def request_of(form: FlaskForm) -> UUID:
    """Return the request id of a form that was found valid."""
    return sent_by(form["request"].data).id


def drawn() -> int | None:
    """Return how long the log is, in entries, where somebody of staff looks at a page; it is asked once a page."""
    who = viewer_or_none()
    if who is None or who.actor.has(Role.DONOR):
        return None
    if "drawn" not in g:
        with store().reading() as session:
            g.drawn = head_of(session).size
    found: int = g.drawn
    return found


def refuse_repeat(form: FlaskForm) -> None:
    """Raise AlreadyDone when this form was carried out before: ask first where asking costs a one-time code."""
    with store().reading() as session:
        done = session.get(UnitOfWork, request_of(form))
    if done is not None:
        raise AlreadyDone(done.location)
