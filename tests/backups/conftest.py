"""Houses that are backed up, and empty places to restore them into, on both engines."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ledger.backups.making import Made
from ledger.checkpoints import sign_checkpoint
from ledger.settings import Settings
from tests.backups.kept import House, build, home_for
from tests.builders import approved


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Iterator[House]:
    """A house in which something of everything happened, once on each engine."""
    built = build(database_url, tmp_path / "old")
    yield built
    built.world.store.engine.dispose()


@pytest.fixture
def house_once(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    """The same on SQLite alone, for what no engine changes."""
    built = build(sqlite_url, tmp_path / "old")
    yield built
    built.world.store.engine.dispose()


@pytest.fixture(scope="module")
def standing(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Made]]:
    """One house with one backup for tests that change neither: its log was signed before the last award."""
    folder = tmp_path_factory.mktemp("standing")
    shutil.copy(sqlite_template, folder / "almoner.db")
    built = build(f"sqlite:///{folder / 'almoner.db'}", folder / "old")
    sign_checkpoint(built.world.store, built.key)
    approved(built.world, 7000)
    with built.world.store.work(built.world.actors["amina"]) as work:
        # So that the log fills a tile.
        for _ in range(300):
            work.record("export.made", [work.actor.id], what="nothing", rows=0)
    yield built, built.back_up()
    built.world.store.engine.dispose()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Settings:
    """A home that is not there yet, with its database in it."""
    return home_for("", tmp_path / "new")


@pytest.fixture
def empty_postgres(postgres_server: str, tmp_path: Path) -> Settings:
    """A home that is not there yet, and a PostgreSQL database without any table."""
    name = f"empty_{uuid4().hex}"
    plain = postgres_server.replace("+psycopg", "") + "postgres"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')  # type: ignore[arg-type] # a name of our own
    return home_for(f"{postgres_server}{name}", tmp_path / "new")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Settings:
    """An empty place, once on each engine."""
    found: Settings = request.getfixturevalue("empty_sqlite" if request.param == "sqlite" else "empty_postgres")
    return found
