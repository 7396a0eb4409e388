"""The head of a backup's file: what it holds, of which log, how far, when, in which tables."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from typing import Any, Self

import rfc8785
from sqlalchemy import Table
from sqlalchemy.orm import Session

from ledger.backups.shapes import Holding, Shape
from ledger.backups.trouble import Unusable
from ledger.base import Base
from ledger.clock import moment_text
from ledger.database import revision_of
from ledger.errors import N_
from ledger.log.entries import head_of
from ledger.log.tiles import root_at
from ledger.work import Store

VERSION = 1


class Half(enum.StrEnum):
    """Which of the two files of a backup it is."""

    LEDGER = "ledger"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What a file says of itself; believed only when its sums are signed."""

    holds: Half
    origin: str
    size: int
    """How many entries the log had."""
    root: str
    """The root over them, in hex."""
    revision: str
    """The form of the tables (the migration that made them)."""
    at: str
    shapes: tuple[Shape, ...]

    @classmethod
    def of(cls, session: Session, store: Store, holds: Half) -> Self:
        """Describe the moment that a session sees."""
        size = head_of(session).size
        return cls(
            holds=holds,
            origin=store.organisation,
            size=size,
            root=root_at(session, size).hex(),
            revision=str(revision_of(session.connection())),
            at=moment_text(store.clock.now()),
            shapes=shapes_of(holds),
        )

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a head. Raises Unusable."""
        try:
            said: Any = json.loads(content)
            if said["v"] != VERSION:
                raise Unusable(N_("This file is of a newer version of this program. Restore it with that version."))
            return cls(
                holds=Half(said["holds"]),
                origin=str(said["origin"]),
                size=int(said["size"]),
                root=str(said["root"]),
                revision=str(said["revision"]),
                at=str(said["at"]),
                shapes=tuple(_shape(name, columns) for name, columns in said["tables"]),
            )
        except (ValueError, TypeError, KeyError) as error:
            raise Unusable(N_("This file is no backup of a ledger.")) from error

    def encode(self) -> bytes:
        """Write it as it stands in the file."""
        said: dict[str, Any] = {
            "v": VERSION,
            "holds": self.holds.value,
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "revision": self.revision,
            "at": self.at,
            "tables": [[shape.name, [list(one) for one in shape.columns]] for shape in self.shapes],
        }
        return rfc8785.dumps(said)


def shapes_of(holds: Half) -> tuple[Shape, ...]:
    """Return the tables that a file holds, each after those that it points to.

    Tables about beneficiaries are kept apart from all others; sessions and counters are kept nowhere.
    """
    tables = [table for table in Base.metadata.sorted_tables if is_backed_up(table)]
    sealed = holds is Half.SEALED
    return tuple(Shape.of(table) for table in tables if bool(table.info.get("vault")) is sealed)


def is_backed_up(table: Table) -> bool:
    """Whether a table's rows are in a backup."""
    return not table.info.get("housekeeping") or bool(table.info.get("backed_up"))


def _shape(name: Any, columns: Any) -> Shape:
    if not isinstance(name, str):
        raise TypeError("a table has a name")
    return Shape(name, tuple((str(column), Holding(holding)) for column, holding in columns))
