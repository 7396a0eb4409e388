"""The story of a thing as pages tell it: the log's entries with the names of who acted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from ledger.log.queries import story_of
from ledger.log.sentences import SENTENCES
from ledger.signin.queries import names_of


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a timeline."""

    seq: int
    at: datetime
    sentence: str
    leaf: bytes


def history_of(session: Session, subject: object) -> list[Told]:
    """Tell what happened to a thing, newest first."""
    events = story_of(session, subject)
    names = names_of(session, [UUID(event.actor) for event in events if event.actor != "system"])
    return [
        Told(
            event.seq,
            event.at,
            gettext(
                "%(what)s, by %(who)s",
                what=gettext(SENTENCES[event.verb]),
                who=names[UUID(event.actor)] if event.actor != "system" else gettext("the installation"),
            ),
            event.leaf,
        )
        for event in events
    ]
