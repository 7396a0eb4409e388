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
    _send(session, model, rows, _insertion)


def update_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows found by their last column, a key; those before it are what changes.

    What the session has of these rows is not touched: whoever calls this has set it (`set_committed_value`).
    """
    _send(session, model, rows, _change)


def _send(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], written: Callable[..., str]) -> None:
    """Send one row after the other to SQLite, which is in this very process; column by column to PostgreSQL."""
    if not rows:
        return
    connection, names = session.connection(), tuple(rows[0])
    statement, binds = _prepared(Base.metadata.tables[model.__tablename__], names, connection.dialect, written)
    values = zip(*map(itemgetter(*names), rows), strict=True)
    bound = [one if bind is None else list(map(bind, one)) for one, bind in zip(values, binds, strict=True)]
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement, list(zip(*bound, strict=True)))
    else:
        connection.exec_driver_sql(statement, tuple(map(list, bound)))


@lru_cache(maxsize=64)
def _prepared(
    table: Table, names: tuple[str, ...], dialect: Dialect, written: Callable[..., str]
) -> tuple[str, tuple[_Bind | None, ...]]:
    return written(table, names, dialect), _binds(table, names, dialect)


def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    head = f"INSERT INTO {table.name} ({_listed(names)})"
    if dialect.name == "sqlite":
        return f"{head} VALUES ({_listed('?' for _name in names)})"
    return f"{head} SELECT * FROM {_arrays(table, names, dialect)}"


def _change(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    head, key = f"UPDATE {table.name} SET", names[-1]
    if dialect.name == "sqlite":
        return f"{head} {_listed(f'{name} = ?' for name in names[:-1])} WHERE {key} = ?"
    changed = _listed(f"{name} = new.{name}" for name in names[:-1])
    new = f"{_arrays(table, names, dialect)} AS new ({_listed(names)})"
    return f"{head} {changed} FROM {new} WHERE {table.name}.{key} = new.{key}"


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
