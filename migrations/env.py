"""Alembic's entry: one transaction on a writing connection, or the one that is open already."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

import ledger.tables  # noqa: F401 - every table must be known
from ledger.base import Base
from ledger.database import open_engine, writers_of


def run() -> None:
    """Bring the database forward; all or nothing on both engines."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    engine = writers_of(open_engine(context.config.get_main_option("sqlalchemy.url") or ""))
    with engine.connect() as connection, connection.begin():
        _run_on(connection)
    engine.dispose()


def _run_on(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_type=True, transaction_per_migration=False
    )
    with context.begin_transaction():
        context.run_migrations()


run()
