"""Houses that are backed up, and empty places to restore them into: built once on each engine, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.backups.making import Made
from ledger.checkpoints import sign_checkpoint
from ledger.settings import Settings
from tests.backups.kept import House, build, copied, home_for
from tests.builders import approved
from tests.databases.postgres import copied as copied_from


@pytest.fixture(scope="session")
def sqlite_house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house in which something of everything happened, to be copied."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(sqlite_template, folder / "almoner.db")
    return build(f"sqlite:///{folder / 'almoner.db'}", folder / "old")


@pytest.fixture(scope="session")
def postgres_house(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The same in PostgreSQL."""
    with copied_from(postgres_server, "template_ledger") as url:
        yield build(url, tmp_path_factory.mktemp("house") / "old")


@pytest.fixture
def house_once(sqlite_house: House, tmp_path: Path) -> Iterator[House]:
    """A house on SQLite alone, for what no engine changes."""
    yield from _copy(sqlite_house, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house, once on each engine."""
    if request.param == "sqlite":
        yield from _copy(request.getfixturevalue("sqlite_house"), tmp_path)
    else:
        yield request.getfixturevalue("postgres_copy")


@pytest.fixture
def postgres_copy(postgres_server: str, postgres_house: House, tmp_path: Path) -> Iterator[House]:
    """A house on PostgreSQL alone."""
    with copied_from(postgres_server, str(postgres_house.world.store.engine.url.database)) as url:
        made = copied(postgres_house, url, tmp_path / "old")
        yield made
        made.world.store.engine.dispose()


@pytest.fixture(scope="session")
def standing(sqlite_house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Made]]:
    """One house with one backup for tests that change neither: its log was signed before the last award."""
    for built in _copy(sqlite_house, tmp_path_factory.mktemp("standing")):
        sign_checkpoint(built.world.store, built.key)
        approved(built.world, 7000)
        with built.world.store.work(built.world.actors["amina"]) as work:
            # So that the log fills a tile.
            for _ in range(300):
                work.record("export.made", [work.actor.id], what="nothing", rows=0)
        yield built, built.back_up()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Settings:
    """A home that is not there yet, with its database in it."""
    return home_for("", tmp_path / "new")


@pytest.fixture
def prepared(sqlite_template: Path, tmp_path: Path) -> Settings:
    """A home that is not there yet, beside a database with empty tables: quicker, for what goes wrong later on."""
    (tmp_path / "new").mkdir()
    shutil.copy(sqlite_template, tmp_path / "new" / "almoner.db")
    return home_for(f"sqlite:///{tmp_path / 'new' / 'almoner.db'}", tmp_path / "new")


@pytest.fixture
def empty_postgres(postgres_server: str, tmp_path: Path) -> Iterator[Settings]:
    """A home that is not there yet, and a PostgreSQL database without any table."""
    with copied_from(postgres_server, "template0") as url:
        yield home_for(url, tmp_path / "new")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Settings:
    """An empty place, once on each engine."""
    found: Settings = request.getfixturevalue("empty_sqlite" if request.param == "sqlite" else "empty_postgres")
    return found


def _copy(house: House, folder: Path) -> Iterator[House]:
    shutil.copy(str(house.world.store.engine.url.database), folder / "almoner.db")
    made = copied(house, f"sqlite:///{folder / 'almoner.db'}", folder / "old")
    yield made
    made.world.store.engine.dispose()
