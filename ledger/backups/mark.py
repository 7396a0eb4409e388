"""The mark of a restore that is not finished: while it stands in a home, nothing is served from there.

The mark names the unit of work in which the restore is stored, so that after a crash it can be told from the database
alone whether all of it was stored or nothing.
"""

from __future__ import annotations

import enum
import os
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, inspect, make_url, select

from ledger.backups.folder import keep_names
from ledger.backups.trouble import Unusable
from ledger.database import open_engine
from ledger.errors import N_
from ledger.log.models import UnitOfWork
from ledger.settings import Settings

_FORMS = "alembic_version"


class Standing(enum.Enum):
    """What a database holds before a restore."""

    EMPTY = enum.auto()
    STORED = enum.auto()
    """All that an earlier attempt of this restore has stored."""
    OTHER = enum.auto()


def standing_of(url: str, request: UUID | None) -> Standing:
    """Look what a database holds. A file that is not there is not made."""
    path = database_file(url)
    if path is not None and not path.exists():
        return Standing.EMPTY
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return _look(connection, request)
    finally:
        engine.dispose()


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def read_mark(settings: Settings) -> UUID | None:
    """Return the unit of work of the restore that is not finished here; None where none is. Raises Unusable."""
    if not settings.restore_mark.exists():
        return None
    try:
        return UUID(settings.restore_mark.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise Unusable(
            N_("%(path)s is not readable. Empty this home and its database, and restore again."),
            path=settings.restore_mark,
        ) from error


def set_mark(settings: Settings, request: UUID) -> None:
    """Say that a restore begins here, before anything else is written."""
    # Whole under its name or not there, like everything else.
    beside = _beside(settings)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"{request}\n")
        file.flush()
        os.fsync(file.fileno())
    beside.rename(settings.restore_mark)
    keep_names(settings.home)


def clear_mark(settings: Settings) -> None:
    """Say that a restore is finished here."""
    settings.restore_mark.unlink(missing_ok=True)
    _beside(settings).unlink(missing_ok=True)
    keep_names(settings.home)


def _beside(settings: Settings) -> Path:
    return settings.restore_mark.with_suffix(".part")


def _look(connection: Connection, request: UUID | None) -> Standing:
    names = set(inspect(connection).get_table_names())
    if request is not None and UnitOfWork.__tablename__ in names:
        found = connection.execute(select(UnitOfWork.id).where(UnitOfWork.id == request)).first()
        if found is not None:
            return Standing.STORED
    quoted = [connection.dialect.identifier_preparer.quote(name) for name in sorted(names - {_FORMS})]
    some_row = " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in quoted)
    full = bool(quoted) and bool(connection.exec_driver_sql(f"SELECT {some_row}").scalar())
    return Standing.OTHER if full else Standing.EMPTY
