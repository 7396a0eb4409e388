"""What is held, in figures: for the sheet that answers a legal demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.log.entries import head_of
from ledger.signin.models import Person
from ledger.signin.queries import actor_for
from ledger.vault.models import Envelope, Tombstone
from ledger.vault.queries.locks import standings
from ledger.vault.rules.compartments import ROLES


@dataclass(frozen=True, slots=True)
class Holding:
    """Counts by compartment, how many were erased, who holds which key by staff code, and where the log stands."""

    sealed: dict[str, int]
    erased: int
    keys: dict[str, list[str]]
    entries: int


def holding(session: Session, today: date) -> Holding:
    """Return what an organisation can say that it holds. People stand in it by their codes."""
    counted = session.execute(
        select(Envelope.compartment, func.count(func.distinct(Envelope.pseudonym))).group_by(Envelope.compartment)
    )
    codes = {row.id: row.code for row in session.execute(select(Person.id, Person.code))}
    keys = {
        name: [
            codes[one.person]
            for one in standings(session, name)
            if one.stage.value == "held" and actor_for(session, one.person, today).has(role)
        ]
        for name, role in ROLES.items()
    }
    return Holding(
        sealed={compartment.value: count for compartment, count in counted},
        erased=session.scalar(select(func.count()).select_from(Tombstone)) or 0,
        keys=keys,
        entries=head_of(session).size,
    )
