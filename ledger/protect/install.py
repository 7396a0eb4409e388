"""Installing the triggers, and finding out whether they stand as they should."""

from __future__ import annotations

from sqlalchemy import Connection, text

from ledger.base import Base
from ledger.protect.figures import TRANSITIONS
from ledger.protect.roles import grant_rights
from ledger.protect.triggers import TRUNCATION, postgresql_functions, sqlite_triggers

_PREFIX = "almoner_"
_EACH = {
    TRUNCATION: "FOR EACH STATEMENT",
    **{event: f"{seen} FOR EACH STATEMENT" for event, seen in TRANSITIONS.items()},
}
"""How often a trigger fires, by its clause; all others once for each row."""


def install(connection: Connection) -> None:
    """Drop and create every trigger. A migration calls this last: batch mode drops triggers silently."""
    put_aside(connection)
    if connection.dialect.name == "sqlite":
        _install_sqlite(connection)
    else:
        _install_postgresql(connection)
        grant_rights(connection, Base.metadata)


def put_aside(connection: Connection) -> None:
    """Drop every trigger, inside a transaction that installs them again: a restore writes what they would refuse."""
    if connection.dialect.name == "sqlite":
        for name in _found_sqlite(connection):
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    else:
        rows = connection.execute(text(_TRIGGERS))
        for name, table in [(row.name, row.tablename) for row in rows]:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}" ON "{table}"')


def differences(connection: Connection) -> list[str]:
    """Say what is missing, changed or too much, one sentence each; an empty list means all stands."""
    if connection.dialect.name == "sqlite":
        wanted = sqlite_triggers(Base.metadata)
        found = _found_sqlite(connection)
    else:
        wanted = {name: body for name, (_, _, body) in postgresql_functions(Base.metadata).items()}
        found = _found_postgresql(connection)
    missing = [f"trigger {name} is missing" for name in sorted(wanted.keys() - found.keys())]
    changed = [
        f"trigger {name} is not as it was made"
        for name in sorted(wanted)
        if found.get(name, wanted[name]) != wanted[name]
    ]
    extra = [f"trigger {name} does not belong here" for name in sorted(found.keys() - wanted.keys())]
    return missing + changed + extra


def _install_sqlite(connection: Connection) -> None:
    for statement in sqlite_triggers(Base.metadata).values():
        connection.exec_driver_sql(statement)


def _found_sqlite(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: row.sql for row in rows}


def _install_postgresql(connection: Connection) -> None:
    functions = postgresql_functions(Base.metadata)
    for name, (table, clause, body) in functions.items():
        each = _EACH.get(clause, "FOR EACH ROW")
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {_PREFIX}{name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path FROM CURRENT AS $body${body}$body$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} {clause} ON {table} {each} EXECUTE FUNCTION {_PREFIX}{name}()"
        )
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


_TRIGGERS = """
SELECT t.tgname AS name, c.relname AS tablename, t.tgenabled AS enabled, p.prosrc AS body
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname = current_schema()
"""


def _found_postgresql(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text(_TRIGGERS))
    return {row.name: row.body if row.enabled == "A" else f"not always enabled ({row.enabled})" for row in rows}
