"""Who gives; the pot with its restriction; one gift into it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole


class ContributionStage(enum.StrEnum):
    """A gift is announced by one person and received, in the books, by another's word.

    One on a condition is conditional until the money is there, held in advance until the condition is met in full,
    and received then; refunded, where none of it was earned and all of it went back. One that never comes is withdrawn.
    """

    ANNOUNCED = "announced"
    CONDITIONAL = "conditional"
    IN_ADVANCE = "in_advance"
    RECEIVED = "received"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"


class Donor(Base):
    """Who gives. The name stays in the database; the log knows the code."""

    __tablename__ = "donor"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class DonorReader(Base):
    """A person who may see the figures of a donor's own funds."""

    __tablename__ = "donor_reader"
    __table_args__ = (UniqueConstraint("donor_id", "person_id"), {"info": KEPT})

    id: Mapped[UUID] = key_column()
    donor_id: Mapped[UUID] = mapped_column(ForeignKey("donor.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Fund(Base):
    """The pot: one currency, its dates, and the purposes that it is restricted to (none: any)."""

    __tablename__ = "fund"
    __table_args__ = (CheckConstraint("opens <= closes", name="opens_before_it_closes"), {"info": KEPT})

    id: Mapped[UUID] = key_column()
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    donor_id: Mapped[UUID | None] = mapped_column(ForeignKey("donor.id"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    opens: Mapped[date]
    closes: Mapped[date]
    purposes: Mapped[str] = mapped_column(String(200))

    donor: Mapped[Donor | None] = relationship()

    @property
    def purpose_codes(self) -> list[str]:
        """The codes that it is restricted to; an empty list means any purpose."""
        return self.purposes.split()


class Contribution(Base):
    """One gift into a fund."""

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("received_by <> announced_by", name="received_by_another"),
        whole("minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    donor_id: Mapped[UUID] = mapped_column(ForeignKey("donor.id"))
    minor: Mapped[int]
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    stage: Mapped[ContributionStage] = mapped_column(stage_type(ContributionStage, "stage"))
    announced_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    announced_at: Mapped[datetime]
    received_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    received_on: Mapped[date | None]

    fund: Mapped[Fund] = relationship()
    donor: Mapped[Donor] = relationship()


class RateMethod(enum.StrEnum):
    """At which rates spending in another currency is told on a fund's statement."""

    AVERAGE = "average"
    PUBLISHED = "published"
    TRANCHES = "tranches"


class Budget(Base):
    """What was agreed with a donor about a fund's statement, version by version; the newest is in force."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("fund_id", "version"), {"info": PROTECTED})

    id: Mapped[UUID] = key_column()
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    version: Mapped[int]
    method: Mapped[RateMethod] = mapped_column(stage_type(RateMethod, "method"))
    approved_on: Mapped[date]
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), unique=True)

    lines: Mapped[list[BudgetLine]] = relationship(order_by="BudgetLine.number", viewonly=True)


class BudgetLine(Base):
    """How much a fund may spend on some purposes, in minor units of the fund's currency."""

    __tablename__ = "budget_line"
    __table_args__ = (CheckConstraint("minor > 0", name="more_than_nothing"), whole("minor"), {"info": PROTECTED})

    budget_id: Mapped[UUID] = mapped_column(ForeignKey("budget.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    items: Mapped[str] = mapped_column(String(200))
    minor: Mapped[int]

    @property
    def item_codes(self) -> list[str]:
        """The codes of what it is for."""
        return self.items.split()
