"""PostgreSQL's roles: the application's password alone cannot rewrite history."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from ledger.database import migrate, open_engine, writers_of
from ledger.protect.install import differences, install
from ledger.protect.roles import APPLICATION, AUDITOR
from tests.builders import World, approved, build_world, paid


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
        "SELECT * FROM signin_session",
        "INSERT INTO currency VALUES ('XXX', 2)",
    ):
        assert refused(addresses[AUDITOR], statement), statement
