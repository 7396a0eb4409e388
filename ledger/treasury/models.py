"""Exchanges, refunds, losses, gifts that came another way, and what was booked from statements."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole
from ledger.funds.models import Contribution, Donor, Fund


class Booked(enum.StrEnum):
    """What a statement line was booked as; the value is the event in the books."""

    CHARGE = "bank_charge"
    INTEREST = "interest"
    LOSS = "loss"
    RECOVERED = "money_recovered"
    HANDED_IN = "advance_returned"


class CashBooking(Base):
    """Money on a statement line that has no other story: a charge, interest, a loss, money given back or handed in."""

    __tablename__ = "cash_booking"
    __table_args__ = (CheckConstraint("minor > 0", name="more_than_nothing"), whole("minor"), {"info": PROTECTED})

    id: Mapped[UUID] = key_column()
    what: Mapped[Booked] = mapped_column(stage_type(Booked, "what"))
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    minor: Mapped[int]
    on: Mapped[date]
    statement: Mapped[UUID] = mapped_column(unique=True)
    """The line of the statement, which is booked once."""
    about: Mapped[UUID | None] = mapped_column(index=True)
    """The loss that was approved, the award whose money came back, or the sub-account of who took it in for us."""


class ExchangeStage(enum.StrEnum):
    """An exchange is in the books once both of its sides are on a statement."""

    ANNOUNCED = "announced"
    HALF = "half"
    DONE = "done"
    CANCELLED = "cancelled"


class Exchange(Base):
    """Currency bought or sold, or money moved between two accounts, for one fund."""

    __tablename__ = "exchange"
    __table_args__ = (
        CheckConstraint("sold_minor > 0 AND bought_minor > 0", name="more_than_nothing"),
        CheckConstraint("sold_cash <> bought_cash", name="between_two_accounts"),
        whole("sold_minor"),
        whole("bought_minor"),
        Index("ix_exchange_stage", "stage"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    sold_cash: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    sold_currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    sold_minor: Mapped[int]
    bought_cash: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    bought_currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    bought_minor: Mapped[int]
    day: Mapped[date]
    stage: Mapped[ExchangeStage] = mapped_column(stage_type(ExchangeStage, "stage"))
    announced_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    announced_at: Mapped[datetime]
    sold_line: Mapped[UUID | None] = mapped_column(unique=True)
    sold_on: Mapped[date | None]
    bought_line: Mapped[UUID | None] = mapped_column(unique=True)
    bought_on: Mapped[date | None]

    fund: Mapped[Fund] = relationship()


class RefundStage(enum.StrEnum):
    """A refund is due from its approval on, and paid when a statement shows it; or cancelled, where it is kept."""

    DUE = "due"
    PAID = "paid"
    CANCELLED = "cancelled"


class Refund(Base):
    """Money that goes back to a donor, approved by another than who proposed it."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        whole("minor"),
        whole("base_minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    donor_id: Mapped[UUID] = mapped_column(ForeignKey("donor.id"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    minor: Mapped[int]
    base_minor: Mapped[int]
    """What is owed in base, as it was decided."""
    stage: Mapped[RefundStage] = mapped_column(stage_type(RefundStage, "stage"))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), unique=True)
    paid_on: Mapped[date | None]

    fund: Mapped[Fund] = relationship()
    donor: Mapped[Donor] = relationship()


class Loss(Base):
    """Money that is gone, with its reason, approved by another; booked once a statement shows it, or given up."""

    __tablename__ = "loss"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("booked_on IS NULL OR NOT given_up", name="booked_or_given_up"),
        whole("minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    fund_id: Mapped[UUID] = mapped_column(ForeignKey("fund.id"))
    cash_account: Mapped[str] = mapped_column(ForeignKey("cash_account.code"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    minor: Mapped[int]
    reason: Mapped[str] = mapped_column(String(24))
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), unique=True)
    booked_on: Mapped[date | None]
    given_up: Mapped[bool] = mapped_column(default=False)
    """Whether the money was there after all, or is gone by another amount: nobody waits for its line any more."""

    fund: Mapped[Fund] = relationship()


class GiftCondition(Base):
    """What a gift depends on, and how much of what was received in advance is not earned yet."""

    __tablename__ = "gift_condition"
    __table_args__ = (
        CheckConstraint("left_minor >= 0", name="never_below_nothing"),
        whole("left_minor"),
        {"info": KEPT},
    )

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(24))
    left_minor: Mapped[int]

    gift: Mapped[Contribution] = relationship()


class ConditionMet(Base):
    """Somebody's word that a condition is met for a part of a gift; another person earns it."""

    __tablename__ = "condition_met"
    __table_args__ = (
        CheckConstraint("minor > 0", name="more_than_nothing"),
        CheckConstraint("earned_by <> said_by", name="earned_by_another"),
        CheckConstraint("earned_on IS NULL OR NOT taken_back", name="earned_or_taken_back"),
        whole("minor"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id"), index=True)
    minor: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(24))
    said_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]
    earned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    earned_on: Mapped[date | None]
    taken_back: Mapped[bool] = mapped_column(default=False)
    """Whether it was said in error, or is not believed: then it stands in nobody's way."""

    gift: Mapped[Contribution] = relationship()


class DigitalGift(Base):
    """How a gift came in digital currency, and at what rate it was turned into the money that is booked.

    The log holds the transaction's id as a salted hash: on an open network it names the sender.
    """

    __tablename__ = "digital_gift"
    __table_args__ = ({"info": PROTECTED},)

    contribution_id: Mapped[UUID] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    asset: Mapped[str] = mapped_column(String(12))
    network: Mapped[str] = mapped_column(String(24))
    amount: Mapped[str] = mapped_column(String(32))
    transaction_id: Mapped[str] = mapped_column(String(128), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    rate: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
