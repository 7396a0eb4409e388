"""A house in which something of everything happened, and its log key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.awards.models import AwardKind
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.keys.logkey import LogKey, load_log_key
from ledger.vault.actions import openings
from ledger.vault.actions.contact import open_contact
from ledger.vault.actions.erase import propose_erasure
from ledger.vault.models import Opening
from ledger.vault.rules.compartments import Compartment
from tests.builders import World, approved, debit, filed, inside, propose, released, sign
from tests.founded import Founded, in_postgres, in_sqlite
from tests.vault.sealed import asked, consented, shown, somebody


def live(world: World) -> None:
    """Let something of everything happen."""
    approved(world, 50_000)
    approved(world, 90_001, 3, AwardKind.STIPEND)
    pay_and_open(world)
    _, proposal = propose(world, 20_000)
    sign(world, "carla", proposal)
    read_sealed(world)
    world.clock.move(timedelta(days=1))


def pay_and_open(world: World) -> None:
    """Release what is due, open its payees for the payment file, send and confirm it."""
    run = released(world)
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    with world.store.work(world.actors["farah"]) as work:
        debit(work, inside(work.session, run))


def read_sealed(world: World) -> None:
    """Read what is sealed about one person, refuse it, wait for it; and about one who is erased afterwards."""
    for _ in range(2):
        who = somebody(world, {Compartment.ATTACHMENT: b"a letter"})
        with world.store.work(world.actors["amina"]) as work:
            open_contact(work, world.signers["amina"], who, "safety")
        opening = asked(world, "amina", who)
        consented(world, "deniz", opening)
        shown(world, "amina", opening)
    consented(world, "deniz", asked(world, "bao", who))
    erase(world, who)
    left = somebody(world)
    asked(world, "farah", left, Compartment.PAYMENT)
    refused = asked(world, "deniz", left)
    with world.store.work(world.actors["amina"]) as work:
        openings.refuse(work, work.session.get_one(Opening, refused))


def erase(world: World, who: str) -> None:
    """Let a custodian propose, and an approver sign, that somebody's records are erased."""
    with world.store.work(world.actors["deniz"]) as work:
        proposal = propose_erasure(work, who, "asked").id
    sign(world, "carla", proposal)


@pytest.fixture
def key(log_key_file: Path) -> LogKey:
    """Its log key."""
    return load_log_key(log_key_file)


@pytest.fixture(scope="session")
def sqlite_lived(sqlite_founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The house in SQLite, to be copied."""
    with in_sqlite(sqlite_founded, tmp_path_factory.mktemp("lived") / "lived.db") as world:
        live(world)
    return Founded(world, sqlite_founded.key_file)


@pytest.fixture(scope="session")
def postgres_lived(postgres_server: str, postgres_founded: Founded) -> Iterator[Founded]:
    """The same in PostgreSQL."""
    with in_postgres(postgres_founded, postgres_server) as world:
        live(world)
        world.store.engine.dispose()
        yield Founded(world, postgres_founded.key_file)


@pytest.fixture
def lived_once(sqlite_lived: Founded, tmp_path: Path) -> Iterator[World]:
    """The house on SQLite only, for what no engine changes."""
    with in_sqlite(sqlite_lived, tmp_path / "almoner.db") as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql"])
def lived(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The house, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("lived_once")
        return
    with in_postgres(request.getfixturevalue("postgres_lived"), request.getfixturevalue("postgres_server")) as world:
        yield world
