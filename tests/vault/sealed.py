"""What tests of the vault need: roles from the log, sealed people, ways to look at the database from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from ledger.beneficiaries.actions.details import record_details
from ledger.database import writers_of
from ledger.vault.actions import openings
from ledger.vault.models import Opening
from ledger.vault.rules.compartments import Compartment
from tests.builders import World, register


def somebody(world: World, contents: dict[Compartment, bytes] | None = None) -> str:
    """A registered person, with details of one's own where some are given."""
    pseudonym = register(world)
    for compartment, content in (contents or {}).items():
        with world.store.work(world.actors["amina"]) as work:
            record_details(work, world.signers["amina"], pseudonym, compartment, content)
    return pseudonym


def asked(world: World, who: str, pseudonym: str, compartment: Compartment = Compartment.IDENTITY) -> UUID:
    """Let somebody ask to read a record."""
    with world.store.work(world.actors[who]) as work:
        return openings.ask(work, pseudonym, compartment, "verification").id


def consented(world: World, who: str, opening: UUID) -> None:
    """Let somebody consent."""
    with world.store.work(world.actors[who]) as work:
        openings.consent(work, world.signers[who], work.session.get_one(Opening, opening))


def shown(world: World, who: str, opening: UUID) -> bytes:
    """Let somebody see it."""
    with world.store.work(world.actors[who]) as work:
        return openings.show(work, world.signers[who], work.session.get_one(Opening, opening))


def meddle(world: World, change: Callable[[Connection], Any]) -> None:
    """Write to the database round the product, as whoever owns its tables can: what guards envelopes is put aside."""
    with writers_of(world.store.engine).connect() as connection:
        connection.info["changed"] = set()
        with _unguarded(connection):
            change(connection)
        connection.commit()
        connection.info.pop("changed")


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    guard = "envelope_never_changed"
    if connection.dialect.name == "sqlite":
        standing = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": guard})
        put_aside, put_back = f"DROP TRIGGER {guard}", str(standing)
    else:
        put_aside, put_back = (f"ALTER TABLE envelope {word} TRIGGER {guard}" for word in ("DISABLE", "ENABLE"))
    connection.exec_driver_sql(put_aside)
    yield
    connection.exec_driver_sql(put_back)


def verbs(world: World, last: int) -> list[str]:
    """The verbs of the last entries of the log."""
    from sqlalchemy import select

    from ledger.log.models import LogEntry

    with world.store.reading() as session:
        found = session.scalars(select(LogEntry.verb).order_by(LogEntry.seq.desc()).limit(last))
        return list(found)[::-1]
