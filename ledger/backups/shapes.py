"""The shape of a table in a backup: its columns and what each holds, in words that no engine and no version owns.

A file says its shapes itself. So a ledger goes from one engine to the other, and comes back into the tables that it was
taken from even where the product's own have changed since.
"""

from __future__ import annotations

import base64
import enum
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, Enum, Integer, LargeBinary, String, Table, Text, Uuid
from sqlalchemy.sql.expression import TableClause, column, table
from sqlalchemy.types import TypeEngine

from ledger.base import Moment
from ledger.errors import Misuse


class Holding(enum.StrEnum):
    """What a column holds."""

    UUID = "uuid"
    BYTES = "bytes"
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"


_TYPES: dict[Holding, TypeEngine[Any]] = {
    Holding.UUID: Uuid(),
    Holding.BYTES: LargeBinary(),
    Holding.DAY: Date(),
    Holding.FLAG: Boolean(),
    Holding.NUMBER: BigInteger(),
    Holding.TEXT: Text(),
}

_KNOWN: tuple[tuple[type[TypeEngine[Any]], Holding], ...] = (
    (Uuid, Holding.UUID),
    (LargeBinary, Holding.BYTES),
    (Date, Holding.DAY),
    (Boolean, Holding.FLAG),
    (Integer, Holding.NUMBER),
    # A code or a moment is kept as the text that stands in the table.
    (Enum, Holding.TEXT),
    (Moment, Holding.TEXT),
    (String, Holding.TEXT),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table by its name, with its columns in order."""

    name: str
    columns: tuple[tuple[str, Holding], ...]

    @classmethod
    def of(cls, origin: Table) -> Self:
        """Read the shape off one of the product's own tables. Raises Misuse for a type that no backup knows."""
        return cls(origin.name, tuple((one.name, _holding(one.type)) for one in origin.columns))

    @property
    def clause(self) -> TableClause:
        """The table as it is read and written: with plain values, whatever the product makes of them."""
        return table(self.name, *(column(name, _TYPES[holding]) for name, holding in self.columns))

    def line(self, row: Sequence[Any]) -> bytes:
        """Write a row as one line of JSON."""
        values = [_write(value) for value in row]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def row(self, line: bytes) -> dict[str, Any]:
        """Read a row. Raises ValueError or TypeError where it is not of this shape."""
        values: Any = json.loads(line)
        if not isinstance(values, list) or len(values) != len(self.columns):
            raise ValueError("a row is not of its table's shape")
        return {
            name: None if value is None else _READ[holding](value)
            for (name, holding), value in zip(self.columns, values, strict=True)
        }


def _holding(kind: TypeEngine[Any]) -> Holding:
    for known, holding in _KNOWN:
        if isinstance(kind, known):
            return holding
    message = f"no backup knows how to keep a {type(kind).__name__}"
    raise Misuse(message)


def _write(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, UUID | date) else value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a whole number was expected")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("yes or no was expected")
    return value


_READ: dict[Holding, Callable[[Any], Any]] = {
    Holding.UUID: lambda value: UUID(_text(value)),
    Holding.BYTES: lambda value: base64.b64decode(_text(value), validate=True),
    Holding.DAY: lambda value: date.fromisoformat(_text(value)),
    Holding.FLAG: _flag,
    Holding.NUMBER: _number,
    Holding.TEXT: _text,
}
