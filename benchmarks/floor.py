"""The floor of whatever writes: the same rows, inserted raw in as many transactions by the database's own driver."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ground  # noqa: F401 - makes the repository importable
import psycopg
from psycopg import sql

from ledger.base import Base
from ledger.work import Store

Rows = dict[str, list[tuple[Any, ...]]]
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds: of this process and of the database's, which is the same one in SQLite; and on the clock."""

    cpu: float
    wall: float

    def __str__(self) -> str:
        """As it stands in a table."""
        return f"{self.cpu:6.2f} s of processor, {self.wall:6.2f} s on the clock"


class Watch:
    """Seconds since it was made; whatever else a shared machine does is in those on the clock alone."""

    def __init__(self, store: Store) -> None:
        """Begin."""
        self._server = _server_of(store)
        self._cpu, self._wall = self._now()

    def spent(self) -> Spent:
        """What has been spent so far."""
        cpu, wall = self._now()
        return Spent(cpu - self._cpu, wall - self._wall)

    def _now(self) -> tuple[float, float]:
        server = 0.0
        if self._server:
            fields = Path(f"/proc/{self._server}/stat").read_text().rsplit(")", 1)[1].split()
            server = (int(fields[11]) + int(fields[12])) / TICK
        return time.process_time() + server, time.perf_counter()


def _server_of(store: Store) -> int | None:
    """The process of the one connection of this store that is in use; None in SQLite."""
    if store.engine.dialect.name == "sqlite":
        return None
    with store.engine.connect() as connection:
        found: int = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        return found


def rows_of(store: Store) -> Rows:
    """Every row of every table, as the driver gives it."""
    with store.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in Base.metadata.tables
        }


def new(before: Rows, after: Rows) -> Rows:
    """Rows that are new or changed."""
    return {
        name: [row for row in rows if row not in known] for name, rows in after.items() for known in [set(before[name])]
    }


def floor(store: Store, rows: Rows, transactions: int) -> Spent:
    """Insert rows raw into empty tables with the same keys and indexes, without triggers, in so many transactions."""
    if store.engine.dialect.name == "sqlite":
        return _in_sqlite(store, rows, transactions)
    return _in_postgresql(store, rows, transactions)


def _part(rows: list[tuple[Any, ...]], one: int, of: int) -> list[tuple[Any, ...]]:
    return rows[one * len(rows) // of : (one + 1) * len(rows) // of]


def _in_sqlite(store: Store, rows: Rows, transactions: int) -> Spent:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/raw.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for statement in _shape(store):
            connection.execute(statement)
        watch = Watch(store)
        for one in range(transactions):
            connection.execute("BEGIN IMMEDIATE")
            for name, found in rows.items():
                if part := _part(found, one, transactions):
                    connection.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(part[0]))})", part)
            connection.execute("COMMIT")
        spent = watch.spent()
        connection.close()
        return spent


def _shape(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        query = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
        return [row[0] for row in connection.exec_driver_sql(query)]


def _in_postgresql(store: Store, rows: Rows, transactions: int) -> Spent:
    """Through the very connection whose server process the watch looks at."""
    with store.engine.connect() as lent:
        lent.exec_driver_sql("SELECT 1")
        raw: psycopg.Connection[Any] = lent.connection.driver_connection  # type: ignore[assignment] # psycopg's own
        raw.rollback()
        for name in Base.metadata.tables:
            raw.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier(f"raw_{name}"), sql.Identifier(name)
                )
            )
        raw.commit()
        watch = Watch(store)
        for one in range(transactions):
            for name, found in rows.items():
                if part := _part(found, one, transactions):
                    marks = sql.SQL(", ").join(sql.Placeholder() * len(part[0]))
                    statement = sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(f"raw_{name}"), marks)
                    with raw.cursor() as cursor:
                        cursor.executemany(statement, part)
            raw.commit()
        return watch.spent()
