"""Intermediaries, and the money that they hold for the organisation."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import KEPT, Base, key_column, stage_type, whole
from ledger.funds.models import Fund


class IntermediaryKind(enum.StrEnum):
    """What sort of intermediary it is."""

    PARTNER = "partner"
    AGENT = "agent"
    COLLEAGUE = "colleague"
    OTHER = "other"


class AdvanceStage(enum.StrEnum):
    """Where an advance stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    PAID = "paid"
    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


_OPEN = text("stage IN ('proposed', 'approved', 'paid')")


class Intermediary(Base):
    """Who carries money to people that no bank reaches. The label stays in the database; the log knows code and kind.

    The code stands in the books as the holder of account 1300.
    """

    __tablename__ = "intermediary"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    code: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[IntermediaryKind] = mapped_column(stage_type(IntermediaryKind, "kind"))
    label: Mapped[str] = mapped_column(String(80))
    registered_at: Mapped[datetime]


class Advance(Base):
    """Money of one fund in the hands of one intermediary; they hold one at a time."""

    __tablename__ = "advance"
    __table_args__ = (
        Index("uq_advance_open", "intermediary_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("left_minor >= 0 AND left_minor <= minor", name="never_more_than_was_advanced"),
        CheckConstraint("charged_minor >= 0 AND charged_minor <= fee_minor", name="fee_as_signed"),
        CheckConstraint("(stage = 'settled') = (settled_on IS NOT NULL)", name="settled_on_a_day"),
        CheckConstraint("stage <> 'settled' OR left_minor = 0", name="settled_with_nothing_left"),
        whole("minor"),
        whole("left_minor"),
        whole("fee_minor"),
        whole("charged_minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    intermediary_id: Mapped[UUID] = mapped_column(ForeignKey("intermediary.id"))
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    minor: Mapped[int]
    fee_minor: Mapped[int]
    """The most that the intermediary may keep for the service, as it was signed."""
    left_minor: Mapped[int]
    """What they have not accounted for yet; nothing before it is paid."""
    charged_minor: Mapped[int]
    stage: Mapped[AdvanceStage] = mapped_column(stage_type(AdvanceStage, "stage"))
    proposed_at: Mapped[datetime]
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    paid_on: Mapped[date | None]
    settled_on: Mapped[date | None]

    intermediary: Mapped[Intermediary] = relationship()
    fund: Mapped[Fund] = relationship()
