"""The trigger texts for each engine: append-only tables, kept rows, guards (`guards`), kept figures (`figures`)."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint

from ledger.protect.figures import FIGURES
from ledger.protect.guard import Guard
from ledger.protect.guards import GUARDS

TRUNCATION = "BEFORE TRUNCATE"


def sqlite_triggers(metadata: MetaData) -> dict[str, str]:
    """Name → CREATE TRIGGER text of everything that SQLite shall refuse."""
    standing = [guard for table in metadata.sorted_tables for guard in _of_table(table)]
    texts = {
        guard.name: f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        f" WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.name}'); END"
        for guard in (*standing, *GUARDS)
    }
    for one in FIGURES:
        texts[one.name] = f"CREATE TRIGGER {one.name} {one.event} ON {one.table} BEGIN {one.of_each}; END"
    return texts


def postgresql_functions(metadata: MetaData) -> dict[str, tuple[str, str, str]]:
    """Name → (table, trigger clause, function body) of everything that PostgreSQL shall refuse."""
    texts: dict[str, tuple[str, str, str]] = {}
    for table in metadata.sorted_tables:
        for guard in _of_table(table, unique_keys=False):
            texts[guard.name] = (guard.table, f"BEFORE {guard.event}", _refusal(guard))
        if table.info.get("protected") or table.info.get("kept"):
            name = f"{table.name}_never_truncated"
            texts[name] = (table.name, TRUNCATION, _raise(name))
    for guard in GUARDS:
        texts[guard.name] = (guard.table, f"BEFORE {guard.event}", _refusal(guard))
    for one in FIGURES:
        texts[one.name] = (one.table, one.event, f"BEGIN {one.of_many}; RETURN NULL; END")
    return texts


def _of_table(table: Table, *, unique_keys: bool = True) -> list[Guard]:
    guards: list[Guard] = []
    if table.info.get("protected") or table.info.get("unchanged"):
        guards.append(Guard(f"{table.name}_never_changed", table.name, "UPDATE", "1 = 1"))
        # INSERT OR REPLACE deletes the row in its way: refuse it on every unique key before that.
        guards += _replacement_guards(table) if unique_keys else []
    if table.info.get("protected") or table.info.get("kept"):
        guards.append(Guard(f"{table.name}_never_deleted", table.name, "DELETE", "1 = 1"))
    return guards


def _replacement_guards(table: Table) -> list[Guard]:
    keys = [c for c in table.constraints if isinstance(c, PrimaryKeyConstraint | UniqueConstraint)]
    names = sorted(([column.name for column in key.columns] for key in keys), key=str)
    plain = [[c.name for c in index.columns] for index in table.indexes if _plain_unique(index)]
    return [
        Guard(
            f"{table.name}_stands_by_{'_'.join(columns)}",
            table.name,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table.name} WHERE " + " AND ".join(f"{c} = NEW.{c}" for c in columns) + ")",
        )
        for columns in names + plain
    ]


def _plain_unique(index: Index) -> bool:
    return bool(index.unique) and index.dialect_options["sqlite"].get("where") is None


def _refusal(guard: Guard) -> str:
    result = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"BEGIN IF {guard.condition} THEN RAISE EXCEPTION '{guard.name}'"
        f" USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{guard.name}';"
        f" END IF; RETURN {result}; END"
    )


def _raise(name: str) -> str:
    return f"BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation'; END"
