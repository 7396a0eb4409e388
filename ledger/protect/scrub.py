"""Leaving no byte of what was deleted in the database's files."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from ledger.base import Base

MAINTAIN_SINCE = 17
"""The PostgreSQL version from which the right to vacuum a table can be given away."""


def scrub(engine: Engine) -> bool:
    """Clear the files of what was deleted from the tables kept apart; False where that has to wait.

    SQLite overwrites what it deletes (`secure_delete`), but not what it moved before: copies stay in the free space of
    pages until the file is written anew (`VACUUM`), and in the write-ahead log until it is cut to nothing, which a
    long reader can put off. PostgreSQL writes the tables anew (`VACUUM FULL`), which their owner may do, and from
    version 17 on the application's role as well.
    """
    if engine.dialect.name == "sqlite":
        return _scrub_sqlite(engine)
    return _scrub_postgresql(engine.execution_options(isolation_level="AUTOCOMMIT"))


def _scrub_sqlite(engine: Engine) -> bool:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only=OFF")
        cursor.execute("PRAGMA temp_store=FILE")  # the copy that it makes is as large as the ledger
        cursor.execute("VACUUM")
        busy, left, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy and left <= 0
    finally:
        connection.close()


def _scrub_postgresql(engine: Engine) -> bool:
    names = [table.name for table in Base.metadata.sorted_tables if table.info.get("vault")]
    with engine.connect() as connection:
        if not all(_may_vacuum(connection, name) for name in names):
            return False
        for name in names:
            connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{name}"')
    return True


def _may_vacuum(connection: Connection, table: str) -> bool:
    owner = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = CAST(:name AS regclass)"
    if connection.scalar(text(owner), {"name": table}):
        return True
    version = connection.scalar(text("SELECT current_setting('server_version_num')::int / 10000"))
    if int(version or 0) < MAINTAIN_SINCE:
        return False
    return bool(connection.scalar(text("SELECT has_table_privilege(:name, 'MAINTAIN')"), {"name": table}))
