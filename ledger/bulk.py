"""Many rows in one go: what the library does for each row and each of its columns is done once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, LargeBinary, Table
from sqlalchemy.orm import Session

from ledger.base import Base

_Bind = Callable[[Any], Any]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows (two columns or more) that all have the columns of the first one, in their order.

    Triggers and constraints hold as for any other insert, and the same errors are raised.
    """
    if not rows:
        return
    connection = session.connection()
    names = tuple(rows[0])
    statement, binds = _prepared(Base.metadata.tables[model.__tablename__], names, connection.dialect)
    bound = _bound(rows, names, binds)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement, list(zip(*bound, strict=True)))
    else:
        connection.exec_driver_sql(statement, tuple(map(list, bound)))


def update_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows found by their `id`; all have it first, and then the columns that the first one changes.

    What the session has of these rows is not touched: whoever calls this has set it (`set_committed_value`).
    """
    if not rows:
        return
    connection = session.connection()
    names = tuple(rows[0])
    statement, binds = _prepared_change(Base.metadata.tables[model.__tablename__], names, connection.dialect)
    bound = _bound(rows, names, binds)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement, list(zip(*bound[1:], bound[0], strict=True)))
    else:
        connection.exec_driver_sql(statement, tuple(map(list, bound)))


def _bound(
    rows: Sequence[Mapping[str, Any]], names: tuple[str, ...], binds: tuple[_Bind | None, ...]
) -> list[Sequence[Any]]:
    """Column by column, as the driver takes values."""
    values = zip(*map(itemgetter(*names), rows), strict=True)
    return [one if bind is None else list(map(bind, one)) for one, bind in zip(values, binds, strict=True)]


@lru_cache(maxsize=64)
def _prepared(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Bind | None, ...]]:
    """One row after the other for SQLite, which is in this very process; column by column for PostgreSQL."""
    head = f"INSERT INTO {table.name} ({_listed(names)})"
    if dialect.name == "sqlite":
        return f"{head} VALUES ({_listed('?' for _name in names)})", _binds(table, names, dialect)
    return f"{head} SELECT * FROM {_arrays(table, names, dialect)}", _binds(table, names, dialect)


@lru_cache(maxsize=64)
def _prepared_change(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Bind | None, ...]]:
    """Likewise."""
    head, key = f"UPDATE {table.name} SET", names[0]
    if dialect.name == "sqlite":
        changed = _listed(f"{name} = ?" for name in names[1:])
        return f"{head} {changed} WHERE {key} = ?", _binds(table, names, dialect)
    changed = _listed(f"{name} = new.{name}" for name in names[1:])
    new = f"{_arrays(table, names, dialect)} AS new ({_listed(names)})"
    return f"{head} {changed} FROM {new} WHERE {table.name}.{key} = new.{key}", _binds(table, names, dialect)


def _arrays(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    return f"unnest({_listed(f'%s::{table.columns[name].type.compile(dialect)}[]' for name in names)})"


def _binds(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[_Bind | None, ...]:
    return tuple(_bind(table.columns[name].type, dialect) for name in names)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _bind(kind: Any, dialect: Dialect) -> _Bind | None:
    """What turns a value into the driver's; both drivers take bytes as they are."""
    if isinstance(kind, LargeBinary):
        return None
    made: _Bind | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return made
