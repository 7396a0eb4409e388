"""What every table is made of: names of constraints, column types, and what is protected."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Dialect, Enum, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column

from ledger.clock import moment_from, moment_text

PROTECTED = {"protected": True}
"""`__table_args__` info of a table that is never changed and never deleted from (H2, H8)."""

KEPT = {"kept": True}
"""Info of a table whose rows change by stage but are never deleted."""

VAULT = {"vault": True}
"""Info of a table about beneficiaries whose rows are backed up apart, and deleted when one is erased."""

UNCHANGED = {**VAULT, "unchanged": True}
"""Info of such a table whose rows, while they are there, are never changed."""

HOUSEKEEPING = {"housekeeping": True}
"""Info of a table that holds no state of the ledger (sessions, counters): changed without a log entry."""


PREPARED = {**HOUSEKEEPING, "backed_up": True}
"""Info of a table of what somebody has made and is waiting for: changed without a log entry, and yet not to be lost."""


class Moment(TypeDecorator[datetime]):
    """A UTC moment in whole seconds, kept as the text that the log holds."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the moment."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read the moment."""
        return None if value is None else moment_from(value)


def stage_type(kind: type[enum.Enum], name: str) -> Enum:
    """A column of an enum's values, held to them by a named CHECK on both engines."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def whole(column: str) -> CheckConstraint:
    """Refuse anything but an integer in a column of minor units; SQLite would take a float otherwise (H14)."""
    return CheckConstraint(f"{column} IS NULL OR typeof({column}) = 'integer'", name=f"{column}_whole").ddl_if(
        dialect="sqlite"
    )


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        UUID: Uuid,
        int: BigInteger,
    }


def key_column() -> Any:
    """The random id that is a table's primary key."""
    return mapped_column(Uuid, primary_key=True)
