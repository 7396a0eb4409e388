"""Statements and their lines. No line holds a word of what the bank wrote beside it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole
from ledger.funds.models import Fund


class LineStage(enum.StrEnum):
    """Where a line stands: it waits, an entry shows what it was, or it was put aside until the bank answers."""

    OPEN = "open"
    MATCHED = "matched"
    SET_ASIDE = "set_aside"


class TableProfile(Base):
    """How the tables of a cash account's bank are read, if it sends tables: a profile as JSON."""

    __tablename__ = "table_profile"
    __table_args__ = ({"info": KEPT},)

    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"), primary_key=True)
    profile: Mapped[str] = mapped_column(Text)


class BankStatement(Base):
    """One statement of one account: it opens where the one before it has closed."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        UniqueConstraint("cash_account", "number"),
        CheckConstraint("first <= last", name="begins_before_it_ends"),
        whole("opening"),
        whole("closing"),
        {"info": PROTECTED},
    )

    id: Mapped[UUID] = key_column()
    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    number: Mapped[int]
    """Ours: from 1 without gap, by account."""
    bank_number: Mapped[int]
    bank_page: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    opening: Mapped[int]
    closing: Mapped[int]
    count: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    lines_sha256: Mapped[str] = mapped_column(String(64))
    imported_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime]


class BankLine(Base):
    """One movement. `disbursement_id` is the payment whose code stood beside it; `why` says what it waits for."""

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("statement_id", "number"),
        CheckConstraint("minor <> 0", name="more_than_nothing"),
        CheckConstraint("(stage = 'matched') = (used_as IS NOT NULL)", name="used_once_matched"),
        Index("ix_bank_line_waiting", "stage", "cash_account", "day"),
        whole("minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("bank_statement.id"))
    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    number: Mapped[int]
    day: Mapped[date]
    minor: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(4))
    stage: Mapped[LineStage] = mapped_column(stage_type(LineStage, "stage"))
    why: Mapped[str | None] = mapped_column(String(40))
    disbursement_id: Mapped[UUID | None] = mapped_column(ForeignKey("disbursement.id"), index=True)
    used_as: Mapped[str | None] = mapped_column(String(40))

    statement: Mapped[BankStatement] = relationship(viewonly=True)


class BankStanding(Base):
    """How many lines of an account stand at a stage, and what they sum up to, kept by a trigger."""

    __tablename__ = "bank_standing"
    __table_args__ = ({"info": KEPT},)

    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"), primary_key=True)
    stage: Mapped[LineStage] = mapped_column(stage_type(LineStage, "stage"), primary_key=True)
    count: Mapped[int]
    minor: Mapped[int]


class BankClaim(Base):
    """What the bank owes for what it should not have debited: the line that shows it, and the one that settles it.

    One that was written off is a loss of its fund from then on; what comes back later makes up for the loss.
    """

    __tablename__ = "bank_claim"
    __table_args__ = (CheckConstraint("minor > 0", name="more_than_nothing"), whole("minor"), {"info": KEPT})

    line_id: Mapped[UUID] = mapped_column(ForeignKey("bank_line.id"), primary_key=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    minor: Mapped[int]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("bank_line.id"), unique=True)
    lost_on: Mapped[date | None]
    lost_by: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"), unique=True)

    line: Mapped[BankLine] = relationship(foreign_keys=[line_id], viewonly=True)
    fund: Mapped[Fund] = relationship(viewonly=True)

    @property
    def stage(self) -> str:
        """Where it stands, as pages call it."""
        if self.settled_by:
            return "settled"
        return "open" if self.lost_on is None else "written_off"
