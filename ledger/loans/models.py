"""Loans as they stand, one for each award that is lent, and the parts in which they are paid back."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.awards.models import Award
from ledger.base import KEPT, Base, stage_type, whole


class LoanStage(enum.StrEnum):
    """Where a loan stands."""

    PROMISED = "promised"
    RUNNING = "running"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"
    GRANTED = "granted"
    CANCELLED = "cancelled"


_RUNNING = text("stage = 'running'")


class Loan(Base):
    """What was lent with an award, and what became of it. All amounts are in minor units of the award's currency.

    What was lent is outstanding until it is paid back, written off or turned into a grant (H6).
    """

    __tablename__ = "loan"
    __table_args__ = (
        CheckConstraint(
            "lent_minor = outstanding_minor + repaid_minor + written_off_minor + granted_minor",
            name="all_accounted_for",
        ),
        CheckConstraint(
            "outstanding_minor >= 0 AND repaid_minor >= 0 AND written_off_minor >= 0 AND granted_minor >= 0",
            name="never_more_than_lent",
        ),
        CheckConstraint("recovered_minor BETWEEN 0 AND written_off_minor", name="recovered_from_the_loss"),
        CheckConstraint("allowance_minor BETWEEN 0 AND outstanding_minor", name="allowance_within_the_loan"),
        CheckConstraint("(stage = 'running') = (outstanding_minor > 0)", name="runs_while_outstanding"),
        CheckConstraint("(oldest_due IS NOT NULL) = (outstanding_minor > 0)", name="due_while_outstanding"),
        CheckConstraint("NOT suspended OR stage = 'running'", name="suspended_while_running"),
        *(whole(f"{name}_minor") for name in ("lent", "repaid", "written_off", "granted", "recovered")),
        *(whole(name) for name in ("outstanding_minor", "outstanding_base", "allowance_minor", "allowance_base")),
        # A list is read off these in its order, and its count and total off the last, without touching the rows.
        Index("ix_loan_opened", "opened_at", "award_id"),
        Index("ix_loan_stage_opened", "stage", "opened_at", "award_id"),
        Index("ix_loan_oldest_due", "oldest_due", "award_id"),
        Index("ix_loan_sums", "stage", "currency", "outstanding_minor"),
        # The figures of the portfolio are read off this one: as many entries as there are loans that run.
        Index(
            "ix_loan_portfolio",
            "currency",
            "oldest_due",
            "rescheduled",
            "suspended",
            "outstanding_minor",
            "allowance_minor",
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        {"info": KEPT},
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"), primary_key=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    stage: Mapped[LoanStage] = mapped_column(stage_type(LoanStage, "stage"))
    opened_at: Mapped[datetime]
    lent_on: Mapped[date | None]
    lent_minor: Mapped[int] = mapped_column(default=0)
    repaid_minor: Mapped[int] = mapped_column(default=0)
    written_off_minor: Mapped[int] = mapped_column(default=0)
    granted_minor: Mapped[int] = mapped_column(default=0)
    recovered_minor: Mapped[int] = mapped_column(default=0)
    """What came back later of what was written off."""
    outstanding_minor: Mapped[int] = mapped_column(default=0)
    outstanding_base: Mapped[int] = mapped_column(default=0)
    """What stands on 1400 for it in base."""
    allowance_minor: Mapped[int] = mapped_column(default=0)
    allowance_base: Mapped[int] = mapped_column(default=0)
    oldest_due: Mapped[date | None]
    """The day of the oldest part of which something is unpaid: days late are counted from it."""
    rescheduled: Mapped[int] = mapped_column(default=0)
    """How often it was rescheduled; it stays in the portfolio at risk ever after."""
    suspended: Mapped[bool] = mapped_column(default=False)

    award: Mapped[Award] = relationship(viewonly=True)


class LoanDue(Base):
    """A part of a loan that is paid back on a day. Plan 0 was signed first, each rescheduling makes a new one."""

    __tablename__ = "loan_due"
    __table_args__ = (
        CheckConstraint("minor > 0 AND paid_minor + moved_minor BETWEEN 0 AND minor", name="paid_at_most_once"),
        CheckConstraint("on_time_minor BETWEEN 0 AND paid_minor", name="on_time_of_what_was_paid"),
        CheckConstraint("paid_minor >= 0 AND moved_minor >= 0", name="never_below_nothing"),
        CheckConstraint("spared_minor BETWEEN 0 AND moved_minor", name="spared_of_what_was_moved"),
        *(whole(name) for name in ("minor", "paid_minor", "on_time_minor", "moved_minor", "spared_minor")),
        Index("ix_loan_due_due", "due"),
        {"info": KEPT},
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("loan.award_id"), primary_key=True)
    plan: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    due: Mapped[date]
    minor: Mapped[int]
    paid_minor: Mapped[int] = mapped_column(default=0)
    on_time_minor: Mapped[int] = mapped_column(default=0)
    """What of it was paid by its day."""
    moved_minor: Mapped[int] = mapped_column(default=0)
    """What of it will not be paid here: moved to a later plan, written off, or turned into a grant."""
    spared_minor: Mapped[int] = mapped_column(default=0)
    """What of that was moved before its day, so that it never fell due."""

    @property
    def rest(self) -> int:
        """What of it is still to be paid."""
        return self.minor - self.paid_minor - self.moved_minor
