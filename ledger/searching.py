"""Finding references by how they begin, along their index: a list of a hundred thousand is not walked through."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

_NARROW = re.compile(r"[A-Z]-[0-9A-Z][0-9A-Z-]*")
"""The beginning of a reference that leaves few rows: with one letter behind its kind, a thirty-second part."""


class _Begins(FunctionElement[bool]):
    """A column that fits the pattern of the engine: the first is SQLite's, the second everybody else's."""

    # No boolean to the compiler, which would write `= 1` behind it for SQLite: then no index answers it.
    type = NullType()  # type: ignore[assignment]
    inherit_cache = True


@compiles(_Begins, "sqlite")
def _glob(element: Any, compiler: Any, **words: Any) -> str:
    # SQLite looks along an index for GLOB, which tells large from small letters, and not for LIKE.
    column, pattern, _ = element.clauses
    return f"{compiler.process(column, **words)} GLOB {compiler.process(pattern, **words)}"


@compiles(_Begins)
def _like(element: Any, compiler: Any, **words: Any) -> str:
    column, _, pattern = element.clauses
    return f"{compiler.process(column, **words)} LIKE {compiler.process(pattern, **words)}"


def is_narrow(text: str) -> bool:
    """Say whether a text is the beginning of a reference that leaves few rows: then it is searched for first."""
    return _NARROW.fullmatch(text.strip().upper()) is not None


def begins(column: Any, text: str) -> ColumnElement[bool]:
    """Return the condition that a reference begins with what somebody typed."""
    typed = text.strip().upper()
    if is_narrow(typed):
        return _Begins(column, f"{typed}*", f"{typed}%")
    found: ColumnElement[bool] = column.startswith(typed, autoescape=True)
    return found
