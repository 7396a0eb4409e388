"""The people of a demo, in clear on purpose: only an installation with a demo's file has them."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from flask import current_app

from ledger.actor import Actor
from ledger.keys import onetime
from ledger.settings import Settings
from ledger.signin.models import CodeCounter
from ledger.signin.queries import actor_for
from ledger.work import Store


@cache
def _written(path: Path) -> tuple[dict[str, str], ...]:
    return tuple(json.loads(path.read_text(encoding="utf-8")))


def demo_people(settings: Settings, now: datetime) -> list[dict[str, str]] | None:
    """Return name, roles, passphrase and usable code of each person of a demo; None on a real installation."""
    if not settings.demo_people.exists():
        return None
    store: Store = current_app.extensions["store"]
    with store.reading() as session:
        return [
            {**row, "roles": _roles(actor_for(session, UUID(row["person"]), now.date())), "code": code}
            for row in _written(settings.demo_people)
            for code in [_usable(row, session.get_one(CodeCounter, UUID(row["person"])).counter, now)]
        ]


def _roles(actor: Actor) -> str:
    return " ".join(sorted(actor.roles))


def _usable(row: dict[str, str], used: int, now: datetime) -> str:
    # One step ahead is accepted, so that nobody who tries the demo waits for the clock.
    counter = max(onetime.counter_at(now), used + 1)
    return onetime.code_of(bytes.fromhex(row["seed"]), counter)
