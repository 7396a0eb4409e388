"""What every test compiles is compiled once: the texts of statements, and the templates of pages.

The libraries keep what they compiled for each opened database and for each application, and a test opens one of each,
uses it for a second and throws it away. Without this, more than half of a test's time goes into compiling the same
statements and templates anew. What is kept hangs on the statement or the template alone, never on what is in a database.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

_SIZE = 5000


class _Alike:
    """Two of a kind are one and the same to what was compiled."""

    compiled: LRUCache[Any, Any]

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Let a database that was opened use what was compiled for others."""
        engine._compiled_cache = cls.compiled


class SQLite(_Alike, SQLiteDialect_pysqlite):
    """SQLite as the product opens it."""

    supports_statement_cache = True
    compiled = LRUCache(_SIZE)


class PostgreSQL(_Alike, PGDialect_psycopg):
    """PostgreSQL as the product opens it."""

    supports_statement_cache = True
    compiled = LRUCache(_SIZE)


class Templates(BytecodeCache):
    """Templates as they were compiled; the library holds each to the text of its source."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from this very text."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


def compile_once() -> None:
    """From now on, let every opened database and every application use what was compiled for others."""
    registry.register("sqlite", __name__, "SQLite")
    registry.register("postgresql.psycopg", __name__, "PostgreSQL")
    Flask.jinja_options = {"bytecode_cache": Templates()}
