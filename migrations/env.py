"""Alembic's entry: one transaction on a writing connection, then the triggers are checked."""

from __future__ import annotations

from alembic import context

import ledger.tables  # noqa: F401 - every table must be known
from ledger.base import Base
from ledger.database import open_engine, writers_of


def run() -> None:
    """Bring the database forward; all or nothing on both engines."""
    engine = writers_of(open_engine(context.config.get_main_option("sqlalchemy.url") or ""))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            transaction_per_migration=False,
        )
        with connection.begin(), context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
