"""A house that is founded once on each engine, and copies of it: every test begins in one of its own."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.clock import SetClock
from ledger.database import open_engine
from ledger.keys.logkey import load_log_key
from ledger.work import Store, watch
from tests.builders import ORIGIN, World, build_world
from tests.databases.postgres import copied


@dataclass(frozen=True, slots=True)
class Founded:
    """What is copied: a world that nobody works in, and the key file of its log."""

    world: World
    key_file: Path

    @property
    def database(self) -> str:
        """The file, or in PostgreSQL the name, of its database."""
        return str(self.world.store.engine.url.database)


def found_once(url: str, key_file: Path) -> Founded:
    """Found the house that is copied; nothing is left open, so that its database can be."""
    world = build_world(url, log_key=load_log_key(key_file).verifier_key)
    world.store.engine.dispose()
    return Founded(world, key_file)


@contextmanager
def in_sqlite(founded: Founded, path: Path) -> Iterator[World]:
    """A copy in a file that is not there yet."""
    shutil.copy(founded.database, path)
    world = standing_before(founded.world, f"sqlite:///{path}")
    yield world
    world.store.engine.dispose()


@contextmanager
def in_postgres(founded: Founded, server: str) -> Iterator[World]:
    """A copy in a database of its own."""
    with copied(server, founded.database) as url:
        world = standing_before(founded.world, url)
        yield world
        world.store.engine.dispose()


def standing_before(world: World, url: str, clock: SetClock | None = None) -> World:
    """The same people before another database; where no clock is given, with one of their own that says the same."""
    engine = open_engine(url)
    watch(engine)
    other = copy.copy(world)
    other.actors, other.signers, other.people = dict(world.actors), dict(world.signers), dict(world.people)
    other.clock = clock or SetClock(world.clock.now())
    other.store = Store(engine, other.clock, ORIGIN)
    return other
