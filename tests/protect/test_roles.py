"""PostgreSQL's roles: the application's password alone cannot rewrite history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ledger.backups.filling import Files
from ledger.backups.making import make_backup
from ledger.backups.restoring import restore
from ledger.database import migrate, open_engine, writers_of
from ledger.keys.logkey import create_log_key
from ledger.protect.install import differences, install
from ledger.protect.roles import APPLICATION, AUDITOR
from ledger.settings import Settings
from tests.builders import ORIGIN, World, approved, build_world, paid


@pytest.fixture
def addresses(postgres_url: str) -> Iterator[dict[str, str]]:
    """The address of one ledger for its owner, the application and the auditor."""
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        for role in (APPLICATION, AUDITOR):
            connection.execute(f"DROP ROLE IF EXISTS {role}")  # type: ignore[arg-type] # names of our own
            connection.execute(f"CREATE ROLE {role} LOGIN")  # type: ignore[arg-type]
    engine = open_engine(postgres_url)
    with writers_of(engine).begin() as connection:
        install(connection)
    engine.dispose()
    yield {
        "owner": postgres_url,
        APPLICATION: postgres_url.replace("//almoner@", f"//{APPLICATION}@"),
        AUDITOR: postgres_url.replace("//almoner@", f"//{AUDITOR}@"),
    }
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        for role in (APPLICATION, AUDITOR):
            connection.execute(f"DROP OWNED BY {role}")  # type: ignore[arg-type]
            connection.execute(f"DROP ROLE {role}")  # type: ignore[arg-type]


@pytest.fixture
def empty_database(postgres_server: str, addresses: dict[str, str]) -> Iterator[str]:
    """The owner's address of a database without any table, gone before its roles go."""
    name, owner = f"empty_{uuid4().hex}", addresses["owner"].replace("+psycopg", "")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')  # type: ignore[arg-type] # a name of our own
    yield f"{postgres_server}{name}"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type] # likewise


def lived(url: str) -> World:
    """A house in which an award was paid."""
    world = build_world(url)
    approved(world, 50_000)
    paid(world)
    world.store.engine.dispose()
    return world


def refused(url: str, statement: str) -> bool:
    """Whether a role may not do this."""
    engine = open_engine(url)
    try:
        with writers_of(engine).connect() as connection:
            connection.execute(text(statement))
    except ProgrammingError as error:
        return "permission denied" in str(error) or "must be owner" in str(error)
    else:
        return False
    finally:
        engine.dispose()


def test_the_application_works_and_cannot_rewrite(addresses: dict[str, str]) -> None:
    """Everything that the product does, and nothing against history: no right, before any trigger is asked."""
    lived(addresses[APPLICATION])
    migrate(addresses[APPLICATION])
    for statement in (
        "UPDATE posting SET minor = 1",
        "DELETE FROM log_entry",
        "TRUNCATE decision",
        "UPDATE fund_balance SET available = 1",
        "DELETE FROM award",
        "DROP TRIGGER posting_never_changed ON posting",
        "ALTER TABLE posting DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION almoner_entry_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
    ):
        assert refused(addresses[APPLICATION], statement), statement
    engine = open_engine(addresses[APPLICATION])
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_the_auditor_reads_and_nothing_else(addresses: dict[str, str]) -> None:
    """Neither what proves who somebody is, nor a profile."""
    lived(addresses[APPLICATION])
    assert not refused(addresses[AUDITOR], "SELECT * FROM posting")
    for statement in (
        "SELECT * FROM account",
        "SELECT * FROM profile",
        "SELECT * FROM recovery_half",
        "SELECT * FROM signin_session",
        "INSERT INTO currency VALUES ('XXX', 2)",
    ):
        assert refused(addresses[AUDITOR], statement), statement


def test_the_application_makes_a_backup_and_the_owner_restores_it(
    addresses: dict[str, str], empty_database: str, tmp_path: Path
) -> None:
    """Reading is enough for the one; for the other, tables and triggers have to be made."""
    key = create_log_key(tmp_path / "log.key", ORIGIN)
    world = build_world(addresses[APPLICATION], log_key=key.verifier_key)
    made = make_backup(world.store, key, tmp_path, None)
    world.store.engine.dispose()
    files = Files(made.ledger, made.sealed, world.outsiders[0], None)
    place = Settings(tmp_path / "home", empty_database.replace("//almoner@", f"//{APPLICATION}@"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        restore(place, files, None, world.clock)
    assert not place.home.exists()
    assert restore(replace(place, database_url=empty_database), files, None, world.clock)
    assert not refused(place.database_url, "SELECT * FROM lock_member")
    assert refused(place.database_url, "UPDATE posting SET minor = 1")
