"""A house in which something of everything happened, and its log key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.awards.models import AwardKind
from ledger.keys.logkey import LogKey, create_log_key
from tests.builders import ORIGIN, World, approved, build_world, paid, propose, sign


def live(world: World) -> None:
    """Let something of everything happen."""
    approved(world, 50_000)
    approved(world, 90_001, 3, AwardKind.STIPEND)
    paid(world)
    _, proposal = propose(world, 20_000)
    sign(world, "carla", proposal)
    world.clock.move(timedelta(days=1))


@pytest.fixture
def key(tmp_path: Path) -> LogKey:
    """A log key."""
    return create_log_key(tmp_path / "log.key", ORIGIN)


@pytest.fixture
def lived(database_url: str, key: LogKey) -> Iterator[World]:
    """The house, on each engine."""
    yield from _house(database_url, key)


@pytest.fixture
def lived_once(sqlite_url: str, key: LogKey) -> Iterator[World]:
    """The house on SQLite only, for what no engine changes."""
    yield from _house(sqlite_url, key)


def _house(url: str, key: LogKey) -> Iterator[World]:
    world = build_world(url, log_key=key.verifier_key)
    live(world)
    yield world
    world.store.engine.dispose()
