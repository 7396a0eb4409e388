"""Beneficiaries by pseudonym, their households, and the coarse profile that can be erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import KEPT, Base, key_column


class Household(Base):
    """The people around a beneficiary who share support."""

    __tablename__ = "household"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)


class Beneficiary(Base):
    """A person who is helped, known here by a random pseudonym only."""

    __tablename__ = "beneficiary"
    __table_args__ = ({"info": KEPT},)

    pseudonym: Mapped[str] = mapped_column(String(13), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    registered_at: Mapped[datetime]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Profile(Base):
    """Coarse codes about a beneficiary. The log holds only a salted hash of it, the salt stands here."""

    __tablename__ = "profile"

    pseudonym: Mapped[str] = mapped_column(ForeignKey("beneficiary.pseudonym"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    country: Mapped[str] = mapped_column(String(2))
    gender: Mapped[str] = mapped_column(String(12))
    age: Mapped[str] = mapped_column(String(12))
    group: Mapped[str] = mapped_column("field_of_work", String(24))
    threat: Mapped[str] = mapped_column(String(24))
