"""Where a backup may be restored into: an empty home and an empty database, and nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.backups import filling
from ledger.backups.making import Made
from ledger.backups.restoring import restore
from ledger.database import migrate, open_engine, writers_of
from ledger.errors import Refusal
from ledger.keys.logkey import create_log_key
from ledger.keys.trouble import KeyTrouble
from ledger.protect.install import differences
from ledger.settings import Settings
from tests.backups.kept import House, files_of, nothing_left, restored
from tests.builders import ORIGIN

Standing = tuple[House, Made]


def refused(standing: Standing, place: Settings, because: str) -> None:
    """Try to restore."""
    house, made = standing
    with pytest.raises(Refusal, match=because):
        restore(place, files_of(house, made), house.key_file, house.world.clock)


def test_a_home_with_an_installation_is_left_alone(standing: Standing, empty_sqlite: Settings) -> None:
    """A log key or the people of a demo stand there."""
    empty_sqlite.home.mkdir(parents=True)
    for path in (empty_sqlite.log_key, empty_sqlite.demo_people):
        path.write_text("something")
        refused(standing, empty_sqlite, "installation in .* already")
        assert path.read_text() == "something"
        path.unlink()
    assert list(empty_sqlite.home.iterdir()) == []


def test_a_database_with_a_row_is_left_alone(standing: Standing, database_url: str, tmp_path: Path) -> None:
    """One row in one table is enough, also in one that is not of this product."""
    place = Settings(tmp_path / "home", database_url)
    engine = open_engine(database_url)
    with writers_of(engine).begin() as connection:
        connection.execute(text("CREATE TABLE recipe (name VARCHAR(20))"))
        connection.execute(text("INSERT INTO recipe VALUES ('soup')"))
    refused(standing, place, "not empty")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM recipe")) == "soup"
    engine.dispose()
    assert not place.home.exists()


def test_empty_tables_are_an_empty_database(standing: Standing, empty: Settings) -> None:
    """An owner who let the migrations run first, or an `init` that was refused."""
    house, made = standing
    empty.home.mkdir(parents=True)
    migrate(empty.database_url)
    restored(house, files_of(house, made), empty)
    engine = open_engine(empty.database_url)
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_an_empty_database_stays_where_it_was_after_a_refusal(standing: Standing, empty_sqlite: Settings) -> None:
    """Only what the restore made is taken away again."""
    house, made = standing
    empty_sqlite.home.mkdir(parents=True)
    migrate(empty_sqlite.database_url)
    with pytest.raises(Refusal):
        restore(empty_sqlite, files_of(house, made, ledger=made.sealed), house.key_file, house.world.clock)
    assert [path.name for path in empty_sqlite.home.iterdir()] == ["almoner.db"]


def test_the_log_key_comes_into_the_home_for_its_owner(standing: Standing, empty_sqlite: Settings) -> None:
    """As it was, readable by nobody else."""
    house, made = standing
    restored(house, files_of(house, made), empty_sqlite)
    assert empty_sqlite.log_key.read_bytes() == house.key_file.read_bytes()
    assert stat.S_IMODE(empty_sqlite.log_key.stat().st_mode) == 0o600
    assert stat.S_IMODE(empty_sqlite.home.stat().st_mode) == 0o700


def test_the_log_key_may_stand_in_the_home_already(standing: Standing, empty_sqlite: Settings) -> None:
    """Where it is the one that is given."""
    house, made = standing
    empty_sqlite.home.mkdir(parents=True)
    empty_sqlite.log_key.touch(0o600)
    empty_sqlite.log_key.write_bytes(house.key_file.read_bytes())
    assert restore(empty_sqlite, files_of(house, made), empty_sqlite.log_key, house.world.clock)
    assert empty_sqlite.log_key.exists()


def test_a_ledger_is_restored_without_the_log_key(standing: Standing, empty_sqlite: Settings) -> None:
    """It can be brought later."""
    house, made = standing
    assert restore(empty_sqlite, files_of(house, made), None, house.world.clock)
    assert not empty_sqlite.log_key.exists()


def test_another_log_key_is_refused(standing: Standing, empty: Settings, tmp_path: Path) -> None:
    """And one that others can read."""
    house, made = standing
    create_log_key(tmp_path / "other.key", ORIGIN)
    with pytest.raises(Refusal, match="log key that you gave is not"):
        restore(empty, files_of(house, made), tmp_path / "other.key", house.world.clock)
    assert nothing_left(empty)
    (tmp_path / "other.key").chmod(0o644)
    with pytest.raises(KeyTrouble, match="can be read by others"):
        restore(empty, files_of(house, made), tmp_path / "other.key", house.world.clock)
    assert nothing_left(empty)


def test_a_file_that_is_not_there_leaves_nothing(standing: Standing, empty_sqlite: Settings, tmp_path: Path) -> None:
    """Neither the ledger's nor that of sealed records."""
    house, made = standing
    for which in ("ledger", "sealed"):
        files = files_of(house, made, **{which: tmp_path / "nothing.age"})
        with pytest.raises(FileNotFoundError):
            restore(empty_sqlite, files, house.key_file, house.world.clock)
        assert nothing_left(empty_sqlite)


def test_a_database_that_would_not_refuse_is_not_kept(
    standing: Standing, empty: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the triggers did not come back, nothing is stored."""
    monkeypatch.setattr(filling, "install", lambda _connection: None)
    refused(standing, empty, "does not refuse what it must")
    assert nothing_left(empty)
