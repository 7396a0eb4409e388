"""Beneficiaries by pseudonym, their households, and the coarse profile that can be erased."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import KEPT, VAULT, Base, key_column


class Household(Base):
    """The people around a beneficiary who share support."""

    __tablename__ = "household"
    __table_args__ = ({"info": KEPT},)

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)


class Beneficiary(Base):
    """A person who is helped, known here by a random pseudonym only."""

    __tablename__ = "beneficiary"
    __table_args__ = (
        # The list is read off this one in its order.
        Index("ix_beneficiary_registered_at", "registered_at", "pseudonym"),
        {"info": KEPT},
    )

    pseudonym: Mapped[str] = mapped_column(String(13), primary_key=True)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    registered_at: Mapped[datetime]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The case's second officer, who is shown whenever the contact is opened."""
    erase_on: Mapped[date | None]
    """The day from which sealed records are due to be erased."""


class Consent(Base):
    """What a beneficiary has agreed to: which version of the text, in which scope, from when until when."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_pseudonym", "pseudonym", "recorded_at"), {"info": VAULT})

    id: Mapped[UUID] = key_column()
    pseudonym: Mapped[str] = mapped_column(ForeignKey("beneficiary.pseudonym"))
    version: Mapped[str] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(24))
    given_on: Mapped[date]
    recorded_at: Mapped[datetime]
    withdrawn_on: Mapped[date | None]


class Profile(Base):
    """Coarse codes about a beneficiary. The log holds only a salted hash of it, the salt stands here."""

    __tablename__ = "profile"
    __table_args__ = ({"info": VAULT},)

    pseudonym: Mapped[str] = mapped_column(ForeignKey("beneficiary.pseudonym"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    country: Mapped[str] = mapped_column(String(2))
    gender: Mapped[str] = mapped_column(String(12))
    age: Mapped[str] = mapped_column(String(12))
    group: Mapped[str] = mapped_column("field_of_work", String(24))
    threat: Mapped[str] = mapped_column(String(24))
