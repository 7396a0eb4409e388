"""Awards, promises of support to one beneficiary, and their instalments."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole
from ledger.funds.models import Fund


class AwardKind(enum.StrEnum):
    """What sort of support; what becomes of a loan stands in a slice of its own."""

    EMERGENCY_GRANT = "emergency_grant"
    STIPEND = "stipend"
    FAMILY_SUPPORT = "family_support"
    MICRO_LOAN = "micro_loan"


class AwardStage(enum.StrEnum):
    """Where an award stands."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    APPROVED = "approved"
    ACTIVE = "active"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Recognition(enum.StrEnum):
    """When a promise is owed: on notification, or by instalment after a review. A loan never is: it is lent."""

    NOTIFICATION = "notification"
    INSTALMENT = "instalment"
    DISBURSEMENT = "disbursement"


class InstalmentStage(enum.StrEnum):
    """Where an instalment stands in the books."""

    PLANNED = "planned"
    RECOGNISED = "recognised"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    """Other instalments of the same sum stand in its place, as others have signed."""


class Outcome(enum.StrEnum):
    """What the short review of safety and need before an instalment says."""

    PASSED = "passed"
    POSTPONED = "postponed"
    NOT_PASSED = "not_passed"


_ASKED_FOR = text("requested_at IS NOT NULL")


class Award(Base):
    """A promise of support. Its figures stand still once it is approved; a trigger holds them."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("supports_from <= supports_until", name="helps_for_days"),
        whole("minor"),
        # A list is read off these in its order, and its count and total off the last two, without touching the rows.
        Index("ix_award_stage_at", "stage", "drafted_at", "id"),
        Index("ix_award_drafted_at", "drafted_at", "id"),
        Index("ix_award_sums", "currency", "minor"),
        Index("ix_award_stage_sums", "stage", "currency", "minor"),
        Index("ix_award_fund_stage", "fund_id", "stage"),
        CheckConstraint("emergency = (requested_at IS NOT NULL)", name="clock_of_an_emergency"),
        Index("ix_award_requested", "requested_at", sqlite_where=_ASKED_FOR, postgresql_where=_ASKED_FOR),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    kind: Mapped[AwardKind] = mapped_column(stage_type(AwardKind, "kind"))
    beneficiary: Mapped[str] = mapped_column(ForeignKey("beneficiary.pseudonym"), index=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    purpose: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(24))
    supports_from: Mapped[date]
    supports_until: Mapped[date]
    """The days that it helps for, both included: what overlaps with them is seen by who approves."""
    minor: Mapped[int]
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    emergency: Mapped[bool]
    requested_at: Mapped[datetime | None]
    """When somebody asked for help, of an emergency: its clock runs from there."""
    sent_at: Mapped[datetime | None]
    """When the first money of an emergency was sent that is out, neither failed nor returned: its clock stops there."""
    recognition: Mapped[Recognition] = mapped_column(stage_type(Recognition, "recognition"))
    stage: Mapped[AwardStage] = mapped_column(stage_type(AwardStage, "stage"))
    drafted_at: Mapped[datetime]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    way: Mapped[int | None]
    """By which of the beneficiary's ways to be paid it is paid; null for an award of the past."""
    payee_sha256: Mapped[str | None] = mapped_column(String(64))
    """The payment envelope that was proposed or approved; null for an award of the past."""
    paid_to: Mapped[str | None] = mapped_column(String(16))
    """Whose hands that payee is: the beneficiary's own, a provider's, an intermediary's."""
    channel: Mapped[str | None] = mapped_column(String(16))
    """By which channel that payee is paid, as it was signed; null for an award of the past."""
    payee_void: Mapped[bool] = mapped_column(default=False)
    """Whether those details were changed since: nothing is paid until others have signed the new ones."""
    stopped: Mapped[bool] = mapped_column(default=False)
    """Whether one person has stopped it: nothing more is recognised or released until another has signed."""
    resumed_by: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    """The proposal by which it goes on after it was stopped last; a trigger asks for it."""
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    """The proposal by which it is paid by this way, where that is not the one of its own; a trigger asks for it."""

    fund: Mapped[Fund] = relationship()


class Instalment(Base):
    """One planned payment of an award."""

    __tablename__ = "instalment"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        whole("minor"),
        whole("base_minor"),
        whole("given_up"),
        whole("given_up_base"),
        Index("ix_instalment_stage_due", "stage", "due"),
        Index("ix_instalment_stage_review", "stage", "review_from"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    due: Mapped[date]
    minor: Mapped[int]
    base_minor: Mapped[int] = mapped_column(default=0)
    """What it stands at in the books: as promised, from its recognition on as owed; 0 before approval."""
    stage: Mapped[InstalmentStage] = mapped_column(stage_type(InstalmentStage, "stage"))
    given_up: Mapped[int] = mapped_column(default=0)
    """Minor units of it that were cancelled: less than all where parts of it were paid."""
    given_up_base: Mapped[int] = mapped_column(default=0)
    review_from: Mapped[date | None]
    """The day from which its review waits for an officer; null where none is asked for, or it was not passed."""
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    """The changed schedule that planned it; null for one of the award's own proposal."""

    award: Mapped[Award] = relationship()


class Review(Base):
    """What an officer said in the short review of safety and need before an instalment."""

    __tablename__ = "review"
    __table_args__ = (
        ForeignKeyConstraint(["award_id", "number"], ["instalment.award_id", "instalment.number"]),
        CheckConstraint("(outcome = 'passed') = (reason IS NULL)", name="reason_unless_passed"),
        CheckConstraint("(outcome = 'postponed') = (again_on IS NOT NULL)", name="day_when_postponed"),
        {"info": PROTECTED},
    )

    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    log_seq: Mapped[int] = mapped_column(primary_key=True)
    """Its place in the log: what was said in one second has an order."""
    outcome: Mapped[Outcome] = mapped_column(stage_type(Outcome, "outcome"))
    reason: Mapped[str | None] = mapped_column(String(24))
    again_on: Mapped[date | None]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
