"""datapackage.json: what each table's columns hold, for any tool that reads Frictionless Tabular Data Packages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.exports.tables import TABLES, Table


def datapackage(tables: Sequence[Table] = TABLES) -> dict[str, Any]:
    """Describe all tables (Frictionless Tabular Data Package)."""
    return {
        "name": "almoner-bundle-tables",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table.name,
                "path": f"tables/{table.name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
                "schema": _schema(table),
            }
            for table in tables
        ],
    }


def _schema(table: Table) -> dict[str, Any]:
    """Describe the columns of a table (Frictionless Table Schema)."""
    columns = [column.partition(":") for column in table.columns.split()]
    schema: dict[str, Any] = {
        "fields": [{"name": name, "type": kind or "string"} for name, _, kind in columns],
        "primaryKey": table.key.split(),
        "missingValues": [""],
    }
    if table.links:
        schema["foreignKeys"] = [_foreign_key(table.name, link) for link in table.links.split()]
    return schema


def _foreign_key(name: str, link: str) -> dict[str, Any]:
    column, _, target = link.partition(">")
    table, _, there = target.partition(".")
    # A table that refers to itself names no resource.
    return {"fields": [column], "reference": {"resource": "" if table == name else table, "fields": [there]}}
