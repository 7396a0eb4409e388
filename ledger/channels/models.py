"""Who pays from which account, as banks show it; and the tables that operators take. None of it is on the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import KEPT, PROTECTED, Base


class PayerAccount(Base):
    """The organisation's own side of a cash account: what a bank needs to take its payment files."""

    __tablename__ = "payer_account"
    __table_args__ = ({"info": KEPT},)

    cash: Mapped[str] = mapped_column(ForeignKey("cash_account.code"), primary_key=True)
    name: Mapped[str] = mapped_column(String(70))
    """The payer that banks and payees see: neutral."""
    number: Mapped[str] = mapped_column(String(34))
    bank: Mapped[str] = mapped_column(String(35))
    """A BIC, or the bank's number in the clearing system of its country."""
    country: Mapped[str] = mapped_column(String(2))
    service: Mapped[str] = mapped_column(String(4))
    charges: Mapped[str] = mapped_column(String(4))
    version: Mapped[str] = mapped_column(String(16))


class MobileProfile(Base):
    """The table that a mobile money operator, or another payer of many, takes."""

    __tablename__ = "mobile_profile"
    __table_args__ = ({"info": KEPT},)

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    content: Mapped[str] = mapped_column(String(8000))


class ChannelRules(Base):
    """What channels let through and how sure an arrival has to be, as others signed it; the newest version holds."""

    __tablename__ = "channel_rules"
    __table_args__ = ({"info": PROTECTED},)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
