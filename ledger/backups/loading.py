"""Putting the rows of a backup's files into empty tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Inspector, LargeBinary, String, bindparam, insert, inspect, select, update
from sqlalchemy.exc import DataError, IntegrityError, NoSuchTableError
from sqlalchemy.sql.expression import TableClause, column, table

from ledger.backups.shapes import Shape
from ledger.backups.trouble import Unusable
from ledger.backups.unpacking import BackupFile
from ledger.errors import N_

Row = dict[str, Any]
_LOG = table("log_entry", column("seq"), column("verb", String()), column("bytes", LargeBinary()))


def load(connection: Connection, file: BackupFile, wanted: Callable[[Row], bool]) -> None:
    """Insert every wanted row of a file, in its order. Raises Unusable where it does not fit the tables here."""
    try:
        _load(connection, file, wanted)
    except (DataError, IntegrityError) as error:
        raise Unusable(N_("The rows of this file do not fit together.")) from error


def _load(connection: Connection, file: BackupFile, wanted: Callable[[Row], bool]) -> None:
    tables = inspect(connection)
    if connection.dialect.name == "postgresql":
        # Or the server keeps in memory what it has to look up at the end, and no trigger can be installed before that.
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for shape in file.head.shapes:
        _check_columns(tables, shape)
        # A row may point to another of its own table that comes later.
        pointing: dict[str, list[Row]] = {name: [] for name in _columns_pointing_inside(tables, shape.name)}
        key = tables.get_pk_constraint(shape.name)["constrained_columns"]
        for rows in file.rows_of(shape):
            chosen = [row for row in rows if wanted(row)]
            for name in pointing:
                pointing[name] += _taken_out(chosen, key, name)
            if chosen:
                connection.execute(insert(shape.clause), chosen)
        for name, later in pointing.items():
            _point(connection, shape.clause, key, name, later)


def log_key_in(connection: Connection) -> str:
    """Return the verifier key that the log which was loaded was founded with. Raises Unusable."""
    content = connection.scalar(select(_LOG.c.bytes).where(_LOG.c.seq == 0))
    if content is None:
        raise Unusable(N_("This file has no log in it."))
    return str(json.loads(content)["data"]["log_key"])


def erased_in(connection: Connection) -> set[str]:
    """Return every beneficiary of whom the log that was loaded says that they were erased."""
    found = connection.scalars(select(_LOG.c.bytes).where(_LOG.c.verb == "beneficiary.erased"))
    return {json.loads(content)["data"]["beneficiary"] for content in found}


def _check_columns(tables: Inspector, shape: Shape) -> None:
    try:
        there = {one["name"] for one in tables.get_columns(shape.name)}
    except NoSuchTableError:
        there = set()
    if there != {name for name, _holding in shape.columns}:
        raise Unusable(N_("The table %(table)s is not of the form that this file says it has."), table=shape.name)


def _columns_pointing_inside(tables: Inspector, name: str) -> list[str]:
    keys = tables.get_foreign_keys(name)
    return [one for key in keys if key["referred_table"] == name for one in key["constrained_columns"]]


def _taken_out(rows: list[Row], key: list[str], name: str) -> Iterator[Row]:
    for row in rows:
        if row[name] is not None:
            yield {**{f"key_{one}": row[one] for one in key}, "points_to": row[name]}
            row[name] = None


def _point(connection: Connection, clause: TableClause, key: list[str], name: str, later: list[Row]) -> None:
    change = update(clause).values({clause.c[name]: bindparam("points_to")})
    for one in key:
        change = change.where(clause.c[one] == bindparam(f"key_{one}"))
    if later:
        connection.execute(change, later)
