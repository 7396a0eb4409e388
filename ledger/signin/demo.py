"""The people of a demo, in clear on purpose: only an organisation founded as a demo has them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.keys import onetime
from ledger.signin.models import CodeCounter
from ledger.signin.queries import actor_for
from ledger.signin.registry import registered_fingerprint
from ledger.web.context import is_demo, settings, store


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody on the demo's list. `wait` says in how many seconds the code is taken; mostly none."""

    person: UUID
    name: str
    sign_in_name: str
    roles: tuple[Role, ...]
    passphrase: str
    code: str
    wait: int


def demo_people() -> list[DemoPerson] | None:
    """Return the people of a demo with the codes they can use now; None on a real installation."""
    if not is_demo() or not settings().demo_people.exists():
        return None
    with store().reading() as session:
        return [_shown(session, row, store().clock.now()) for row in _written() if _still_has(session, row)]


def demo_person(person: UUID) -> DemoPerson | None:
    """Return one person of a demo; None on a real installation, and for somebody who is not on the list."""
    if not is_demo() or not settings().demo_people.exists():
        return None
    row = next((row for row in _written() if row["person"] == str(person)), None)
    if row is None:
        return None
    with store().reading() as session:
        return _shown(session, row, store().clock.now()) if _still_has(session, row) else None


def follow_on_demo(person: UUID, passphrase: str) -> None:
    """Keep the demo's list right when somebody tries out changing a passphrase; does nothing elsewhere."""
    if demo_person(person) is None:
        return
    rows = [{**row, "passphrase": passphrase} if row["person"] == str(person) else row for row in _written()]
    part = settings().demo_people.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
    part.replace(settings().demo_people)


def _written() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(settings().demo_people.read_text(encoding="utf-8"))
    return rows


def _still_has(session: Session, row: dict[str, Any]) -> bool:
    """Whether somebody still has the keys that they had when the list was written: new ones are nobody else's."""
    return registered_fingerprint(session, UUID(row["person"])) == str(row["fingerprint"])


def _shown(session: Session, row: dict[str, Any], now: datetime) -> DemoPerson:
    person = UUID(row["person"])
    # A code is taken once. One step ahead is accepted too, so that hardly anybody who tries the demo waits.
    counter = max(onetime.counter_at(now), session.get_one(CodeCounter, person).counter + 1)
    return DemoPerson(
        person=person,
        name=row["name"],
        sign_in_name=row["sign_in_name"],
        roles=tuple(sorted(actor_for(session, person, now.date()).roles)),
        passphrase=row["passphrase"],
        code=onetime.code_of(bytes.fromhex(row["seed"]), counter),
        wait=max(0, (counter - 1) * onetime.STEP - int(now.timestamp())),
    )
