"""The log's tables. Rows are written once, by `ledger.work`, and never changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import HOUSEKEEPING, PROTECTED, Base, key_column


class LogEntry(Base):
    """One entry: its exact bytes, and columns that repeat them for searching."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_verb_seq", "verb", "seq"),
        Index("ix_log_entry_actor_seq", "actor", "seq"),
        {"info": PROTECTED},
    )

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    work: Mapped[UUID]
    actor: Mapped[str] = mapped_column(String(36))
    verb: Mapped[str] = mapped_column(String(64))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    bytes: Mapped[bytes] = mapped_column(LargeBinary)


class LogSubject(Base):
    """What an entry is about, so that each thing's page can tell its story."""

    __tablename__ = "log_subject"
    __table_args__ = ({"info": PROTECTED},)

    subject: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class LogTile(Base):
    """A full tile of 256 hashes; `root` is its one hash in the level above (C2SP tlog-tiles)."""

    __tablename__ = "log_tile"
    __table_args__ = ({"info": PROTECTED},)

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))


class Checkpoint(Base):
    """A signed head of the log; each is a continuation of all before (H8)."""

    __tablename__ = "checkpoint"
    __table_args__ = ({"info": PROTECTED},)

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(Text)


class UnitOfWork(Base):
    """A request that was carried out, and where it led: sent again, it leads there and does nothing (H13)."""

    __tablename__ = "unit_of_work"
    __table_args__ = ({"info": HOUSEKEEPING},)

    id: Mapped[UUID] = key_column()
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(36))
    location: Mapped[str] = mapped_column(String(200), default="")
    same: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of what was sent from a page, under a key that is not here: two pages that say the same have the same."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """How long the log was before it, in entries."""
