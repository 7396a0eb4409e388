"""Runs and disbursements: an instalment becomes money that leaves, once."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.awards.models import Award
from ledger.base import KEPT, PROTECTED, VAULT, Base, key_column, stage_type, whole


class RunStage(enum.StrEnum):
    """Where a run stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    RELEASED = "released"
    SETTLED = "settled"
    ABANDONED = "abandoned"


class DisbursementStage(enum.StrEnum):
    """Where a disbursement stands."""

    PLANNED = "planned"
    IN_RUN = "in_run"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    SPLIT = "split"
    """Its parts are paid in its place, since its channel lets no more through at once."""


class Channel(enum.StrEnum):
    """How money travels."""

    BANK = "bank"
    MOBILE_MONEY = "mobile_money"
    CASH = "cash"
    VOUCHER = "voucher"
    DIGITAL = "digital"


_UNPROVED = text("grade < needed")
_LIVE = text("stage IN ('planned', 'in_run', 'sent', 'confirmed')")


class Run(Base):
    """A batch of disbursements that go out together through one channel from one cash account."""

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("released_by <> prepared_by", name="released_by_another"),
        Index("ix_run_stage_opened", "stage", "opened_at"),
        # What a channel has carried in a day or a month is counted off the runs of that time alone.
        Index("ix_run_channel_opened", "channel", "currency", "opened_at"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    channel: Mapped[Channel] = mapped_column(stage_type(Channel, "channel"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    cash_account: Mapped[str] = mapped_column(String(16))
    """The cash account it is paid from; of a run of cash, the code of the intermediary who pays. A trigger holds it."""
    stage: Mapped[RunStage] = mapped_column(stage_type(RunStage, "stage"))
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))


class Disbursement(Base):
    """One payment of an instalment. What is alive of an instalment never exceeds it (H6): one, or parts of one."""

    __tablename__ = "disbursement"
    __table_args__ = (
        ForeignKeyConstraint(["award_id", "number"], ["instalment.award_id", "instalment.number"]),
        Index(
            "uq_disbursement_live",
            "award_id",
            "number",
            "slot",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        # What became of an instalment, dead payments included: without it each look goes through all that were paid.
        Index("ix_disbursement_of_instalment", "award_id", "number"),
        # A list is read off these in its order, and its count and total off the last two, without touching the rows.
        Index("ix_disbursement_stage_due", "stage", "due", "id"),
        Index("ix_disbursement_due", "due", "id"),
        Index("ix_disbursement_sums", "currency", "minor"),
        Index("ix_disbursement_stage_sums", "stage", "currency", "minor"),
        CheckConstraint(
            "(stage IN ('in_run', 'sent', 'confirmed', 'failed', 'returned')) = (run_id IS NOT NULL)"
            " OR stage = 'confirmed'",
            name="in_a_run_when_on_its_way",
        ),
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("part BETWEEN 1 AND parts AND (split_of IS NULL) = (parts = 1)", name="one_of_its_parts"),
        CheckConstraint("(split_of IS NULL) = (forced_by IS NULL)", name="part_for_a_reason"),
        CheckConstraint("grade BETWEEN 0 AND 5 AND needed BETWEEN 0 AND 5", name="grade_on_the_scale"),
        Index(
            "ix_disbursement_unproved", "stage", "settled_on", "id", sqlite_where=_UNPROVED, postgresql_where=_UNPROVED
        ),
        whole("minor"),
        whole("base_minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    number: Mapped[int]
    minor: Mapped[int]
    base_minor: Mapped[int]
    """What is owed by it in base, as it was recognised."""
    cost_minor: Mapped[int | None]
    """What the money cost in base, once it left."""
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    due: Mapped[date]
    stage: Mapped[DisbursementStage] = mapped_column(stage_type(DisbursementStage, "stage"))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("run.id"), index=True)
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("disbursement.id"), unique=True)
    split_of: Mapped[UUID | None] = mapped_column(ForeignKey("disbursement.id"), index=True)
    """The payment that it is a part of, since a channel's limit forced that."""
    part: Mapped[int] = mapped_column(default=1)
    parts: Mapped[int] = mapped_column(default=1)
    forced_by: Mapped[str | None] = mapped_column(String(20))
    """Which bound of its channel's limit made it a part, as the log says it."""
    slot: Mapped[str] = mapped_column(String(40), default="")
    """Which part of what it is; empty for a whole payment: of each, one is alive."""
    settled_on: Mapped[date | None]
    grade: Mapped[int] = mapped_column(default=0)
    """How sure it is that it arrived, 5 to 0, by what was recorded."""
    needed: Mapped[int] = mapped_column(default=0)
    """The grade it needs, by the rules in force when it was planned; nothing is asked of a payment of the past."""

    award: Mapped[Award] = relationship(foreign_keys=[award_id], viewonly=True)
    run: Mapped[Run | None] = relationship(viewonly=True)


class FileStage(enum.StrEnum):
    """Where a payment file stands."""

    MADE = "made"
    LOST = "lost"


_MADE = text("stage = 'made'")


class PaymentFile(Base):
    """A file of a run's payments that was handed over: not its content, which is kept nowhere, but its hash.

    Besides it stands what its bytes hang on and the payees do not say: the moment in it, and whose table it is.

    A run has one. A second one is made only where others have signed that the first was lost before it was sent.
    """

    __tablename__ = "payment_file"
    __table_args__ = (
        Index("uq_payment_file_made", "run_id", unique=True, sqlite_where=_MADE, postgresql_where=_MADE),
        CheckConstraint("count > 0 AND minor > 0", name="more_than_nothing"),
        whole("minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id"))
    form: Mapped[str] = mapped_column(String(16))
    sha256: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    minor: Mapped[int]
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    stage: Mapped[FileStage] = mapped_column(stage_type(FileStage, "stage"))
    dated: Mapped[datetime]
    """The moment that is written into it: when its payees were opened."""
    profile: Mapped[str] = mapped_column(String(16), default="")
    """The code of the operator whose table it is; empty for every other form."""
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("payment_file.id"), unique=True)


class TokenKey(Base):
    """The one secret that commitments are made with: who does not have it can try no numbers against the log."""

    __tablename__ = "token_key"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), {"info": PROTECTED})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


class PaymentToken(Base):
    """Which voucher, or which transaction, a payment was: by a commitment, never by its number."""

    __tablename__ = "payment_token"
    __table_args__ = ({"info": PROTECTED},)

    disbursement_id: Mapped[UUID] = mapped_column(ForeignKey("disbursement.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(16))
    """The code of the issuer of vouchers; the network of a transaction."""
    commitment: Mapped[str] = mapped_column(String(64), index=True)


class Evidence(Base):
    """Something by which one person of the organisation knows that a payment reached the payee."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("disbursement_id", "way", "person_id"), {"info": PROTECTED})

    id: Mapped[UUID] = key_column()
    disbursement_id: Mapped[UUID] = mapped_column(ForeignKey("disbursement.id"))
    way: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seen_on: Mapped[date]
    at: Mapped[datetime]


class PaymentCode(Base):
    """What a payment is called outside: a random number, since a bank's clerk reads references too.

    It joins somebody's bank statement to their pseudonym, so it stands neither on the log nor in a bundle, and goes
    with their sealed records.
    """

    __tablename__ = "payment_code"
    __table_args__ = ({"info": VAULT},)

    disbursement_id: Mapped[UUID] = mapped_column(ForeignKey("disbursement.id"), primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(13), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
