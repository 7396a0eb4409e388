"""Opening the database: one writer at a time, readers that cannot write, on SQLite and PostgreSQL.

SQLite's driver starts transactions by itself and too late; the begin event takes that over. A writer takes the
write lock when it begins (`BEGIN IMMEDIATE`, or an advisory lock on PostgreSQL), so that what it reads is what
it will change. A reader's transaction is read-only in the engine itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text

from ledger.errors import N_, Refusal

WRITER_LOCK = 0x416C6D6F6E6572
"""PostgreSQL's advisory lock that every writer holds from begin to commit: one key for one ledger a database."""

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


_WRITING = ("query_only=OFF", "cache_size=-32000", "temp_store=MEMORY")
_READING = ("query_only=ON", "cache_size=-2000", "temp_store=FILE")
"""SQLite's settings for a transaction. One that writes, and there is one at a time, keeps up to 32,000 KiB of what it
changes, and what a statement would take back, in memory until it commits: what does not fit is written, read again and
written once more.
"""


def open_engine(url: str) -> Engine:
    """Open the database behind an SQLAlchemy URL; connections read unless they ask to write."""
    engine = create_engine(url, **_pool(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def writers_of(engine: Engine) -> Engine:
    """The same pool, its transactions writing. Only `ledger.work` and the migrations ask for this."""
    return engine.execution_options(writer=True)


def migrate(url: str) -> None:
    """Bring the database to the newest form of its tables, triggers included."""
    config = _alembic()
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


def revision_of(connection: Connection) -> str | None:
    """Return the form that the tables have, None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def lay_out_within(connection: Connection, revision: str) -> None:
    """Make empty tables of a form inside a transaction that goes on; tables of another form, without a row, give way.

    Raises UnknownForm where this version of the product does not know the form.
    """
    config = _alembic(connection)
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
        if revision_of(connection) not in {None, revision}:
            command.downgrade(config, "base")
        command.upgrade(config, revision)
    except CommandError as error:
        raise UnknownForm from error


def migrate_within(connection: Connection) -> None:
    """Bring tables with their rows to the newest form inside a transaction that goes on."""
    command.upgrade(_alembic(connection), "head")


class UnknownForm(Refusal):
    """Tables are of a form that another version of the product makes."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(N_("This is of another version of the program. Use that version, or a newer one."))


def _alembic(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _pool(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": 30, "check_same_thread": False}}
    return {"pool_pre_ping": True}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writer = connection.get_execution_options().get("writer", False)
    for pragma in _WRITING if writer else _READING:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writer", False):
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
