"""A file of past awards between its proposal and its approval, without a name of anybody in it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.awards.models import AwardKind
from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole


class ImportStage(enum.StrEnum):
    """Where an import stands."""

    PROPOSED = "proposed"
    CARRIED_OUT = "carried_out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_STANDING = text("stage IN ('proposed', 'carried_out')")


class AwardImport(Base):
    """One file. The same bytes are not taken twice (H13)."""

    __tablename__ = "award_import"
    __table_args__ = (
        Index(
            "uq_award_import_file",
            "file_sha256",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    file_sha256: Mapped[str] = mapped_column(String(64))
    stage: Mapped[ImportStage] = mapped_column(stage_type(ImportStage, "stage"))
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("proposal.id"))
    rows: Mapped[int]
    taken: Mapped[int]
    proposed_at: Mapped[datetime]


class ImportFund(Base):
    """The fund that a funder's past awards in one currency go to; `minor` is the opening contribution."""

    __tablename__ = "import_fund"
    __table_args__ = (whole("minor"), {"info": PROTECTED})

    import_id: Mapped[UUID] = mapped_column(ForeignKey("award_import.id"), primary_key=True)
    fund_id: Mapped[UUID] = mapped_column(primary_key=True)
    donor_code: Mapped[str] = mapped_column(String(80))
    fund_code: Mapped[str] = mapped_column(String(80))
    currency: Mapped[str] = mapped_column(String(3))
    minor: Mapped[int]
    opens: Mapped[date]
    closes: Mapped[date]


class ImportRow(Base):
    """One past award, its recipient known by pseudonym only."""

    __tablename__ = "import_row"
    __table_args__ = (whole("minor"), {"info": PROTECTED})

    import_id: Mapped[UUID] = mapped_column(ForeignKey("award_import.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[UUID]
    pseudonym: Mapped[str] = mapped_column(String(13))
    fund_id: Mapped[UUID]
    kind: Mapped[AwardKind] = mapped_column(stage_type(AwardKind, "kind"))
    purpose: Mapped[str] = mapped_column(String(8))
    minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    date: Mapped[date]
