"""The database itself refuses to forget: every protected table, derived from the tables, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from ledger.base import Base
from ledger.database import open_engine, writers_of
from ledger.protect.install import differences, install
from ledger.protect.triggers import sqlite_triggers
from tests.builders import World, approved

PROTECTED = sorted(name for name, table in Base.metadata.tables.items() if table.info.get("protected"))
KEPT = sorted(name for name, table in Base.metadata.tables.items() if table.info.get("kept"))
EMPTY_HERE = {
    "budget",
    "budget_line",
    "cash_booking",
    "channel_rules",
    "checkpoint",
    "closed_period",
    "digital_gift",
    "evidence",
    "payment_token",
    "token_key",
    "exchange_rate",
    "import_fund",
    "import_row",
    "log_tile",
    "review",
}


@contextmanager
def raw(world: World) -> Iterator[Connection]:
    """A connection of somebody who writes round the product."""
    with writing(world.store.engine.url.render_as_string(hide_password=False)) as connection:
        yield connection


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    """A writing connection to a database."""
    engine = open_engine(url)
    try:
        with writers_of(engine).connect() as connection:
            yield connection
    finally:
        engine.dispose()


def fill(connection: Connection, table: str) -> None:
    """See to it that the table has a row to be attacked."""
    if table == "checkpoint":
        connection.execute(text("INSERT INTO checkpoint VALUES (1, '2026-01-05T09:00:00Z', :r, 'x')"), {"r": b"r"})
    elif table == "log_tile":
        connection.execute(text("INSERT INTO log_tile VALUES (0, 0, :r, :r)"), {"r": b"r"})


@pytest.mark.parametrize(
    "statement", ["UPDATE {t} SET {c} = {c}", "DELETE FROM {t}", "TRUNCATE {t} CASCADE", "REPLACE"]
)
def test_a_protected_table_refuses(world: World, statement: str) -> None:
    """UPDATE, DELETE, TRUNCATE on PostgreSQL, REPLACE on SQLite."""
    approved(world, 1000)
    engine = world.store.engine.dialect.name
    if (engine == "sqlite" and "TRUNCATE" in statement) or (engine != "sqlite" and statement == "REPLACE"):
        return
    for table in PROTECTED:
        with raw(world) as connection:
            fill(connection, table)
            column = next(iter(Base.metadata.tables[table].columns)).name
            if not connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar() and "TRUNCATE" not in statement:
                assert table in EMPTY_HERE, table
                continue
            attack = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"
            if statement != "REPLACE":
                attack = statement.format(t=table, c=column)
            with pytest.raises(DBAPIError):
                connection.execute(text(attack))


def test_kept_rows_are_never_deleted(world: World) -> None:
    """Awards, disbursements, people: their stage changes, they stay."""
    approved(world, 1000)
    for table in KEPT:
        with raw(world) as connection:
            if not connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar():
                continue
            with pytest.raises(DBAPIError, match=rf"{table}_never_deleted"):
                connection.execute(text(f"DELETE FROM {table}"))


def test_the_triggers_stand_after_the_migrations(world: World) -> None:
    """What the migrations installed is what the product would install."""
    with world.store.engine.connect() as connection:
        assert differences(connection) == []


def test_a_trigger_that_was_dropped_is_noticed(world: World) -> None:
    """And mended by installing again."""
    with raw(world) as connection:
        on = "" if world.store.engine.dialect.name == "sqlite" else " ON posting"
        connection.execute(text(f"DROP TRIGGER posting_never_changed{on}"))
        assert differences(connection) == ["trigger posting_never_changed is missing"]
        install(connection)
        assert differences(connection) == []


def test_a_trigger_that_was_weakened_is_noticed(sqlite_url: str) -> None:
    """The text of a trigger counts, not its name."""
    texts = sqlite_triggers(Base.metadata)
    with writing(sqlite_url) as connection:
        connection.execute(text("DROP TRIGGER entry_unbalanced"))
        connection.exec_driver_sql(texts["entry_unbalanced"].replace("<> 0", "> 999"))
        assert differences(connection) == ["trigger entry_unbalanced is not as it was made"]
