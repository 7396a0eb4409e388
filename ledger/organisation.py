"""The one organisation whose ledger this is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.base import PROTECTED, Base


class Organisation(Base):
    """Its name for the pages, its origin for what is signed, and its base currency."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"), {"info": PROTECTED})

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    origin: Mapped[str] = mapped_column(String(120))
    base_currency: Mapped[str] = mapped_column(String(3))
    log_key: Mapped[str] = mapped_column(String(250))
    demo: Mapped[bool]
    founded_at: Mapped[datetime]


def the_organisation(session: Session) -> Organisation | None:
    """Return the organisation, or None where `init` was not run yet."""
    return session.scalar(select(Organisation))


def base_currency(session: Session) -> str:
    """Return the currency in which the books are kept. Raises LookupError before founding."""
    found: str | None = session.scalar(select(Organisation.base_currency))
    if found is None:
        message = "the organisation is not founded yet"
        raise LookupError(message)
    return found
