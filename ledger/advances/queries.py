"""Reading intermediaries and advances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from ledger.advances.models import Advance, AdvanceStage, Intermediary
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.rules.chart import ADVANCES
from ledger.errors import NotFound

OPEN = (AdvanceStage.PROPOSED, AdvanceStage.APPROVED, AdvanceStage.PAID)
"""Stages of an advance that keeps its intermediary from another one."""


def intermediary_by_code(session: Session, code: str) -> Intermediary:
    """Return the intermediary. Raises NotFound."""
    found = session.scalar(select(Intermediary).where(Intermediary.code == code))
    if found is None:
        raise NotFound
    return found


def intermediaries_by_code() -> Select[Intermediary]:
    """Select every intermediary by code."""
    return select(Intermediary).order_by(Intermediary.code)


def all_intermediaries(session: Session) -> list[Intermediary]:
    """Return every intermediary by code."""
    return list(session.scalars(intermediaries_by_code()))


def advance_by_reference(session: Session, reference: str) -> Advance:
    """Return the advance with intermediary and fund. Raises NotFound."""
    query = select(Advance).where(Advance.reference == reference)
    found = session.scalar(query.options(joinedload(Advance.intermediary), joinedload(Advance.fund)))
    if found is None:
        raise NotFound
    return found


def advances_where(*stages: AdvanceStage, intermediary: UUID | None = None) -> Select[Advance]:
    """Select advances with intermediary and fund, newest first."""
    query = select(Advance).options(joinedload(Advance.intermediary), joinedload(Advance.fund))
    query = query.order_by(Advance.proposed_at.desc(), Advance.id)
    if stages:
        query = query.where(Advance.stage.in_(stages))
    return query.where(Advance.intermediary_id == intermediary) if intermediary else query


def open_advance(session: Session, intermediary: UUID) -> Advance | None:
    """Return the advance that an intermediary has proposed, approved or in their hands; at most one."""
    return session.scalar(advances_where(*OPEN, intermediary=intermediary))


def in_hand(session: Session, code: str) -> Advance | None:
    """Return the advance that an intermediary holds now, by their code."""
    query = advances_where(AdvanceStage.PAID).join(Intermediary, Intermediary.id == Advance.intermediary_id)
    return session.scalar(query.where(Intermediary.code == code))


def oldest_open(session: Session, most: int) -> list[Advance]:
    """Return the advances in other hands, the oldest first."""
    query = advances_where(AdvanceStage.PAID).order_by(None).order_by(Advance.paid_on, Advance.id)
    return list(session.scalars(query.limit(most)))


PAID_OUT = "advance"
"""The event by which an advance reaches its intermediary."""

TAKEN, HANDED_IN = "award", "booking"
"""What postings to 1300 are about by which somebody takes money of loans for us, and hands it in: no advance."""


@dataclass(frozen=True, slots=True)
class Held:
    """Money in an intermediary's hands, of a fund and currency."""

    fund: UUID
    currency: str
    minor: int


def held_by(session: Session, code: str) -> list[Held]:
    """Return what an intermediary holds of advances by the books: money of loans that they took is left out."""
    return _in_hands(session, code, Posting.kind.not_in((TAKEN, HANDED_IN)))


def collected_by(session: Session, code: str, until: date) -> list[Held]:
    """Return what an intermediary took of loans until a day and has not handed in, the oldest being handed in first."""
    taken = and_(Posting.kind == TAKEN, Posting.date <= until)
    return [one for one in _in_hands(session, code, or_(Posting.kind == HANDED_IN, taken)) if one.minor > 0]


@dataclass(frozen=True, slots=True)
class Moved:
    """Money of an advance that went into or out of other hands, and what they then held of it, in minor units."""

    number: int
    date: date
    event: str
    kind: str
    ref: UUID
    minor: int
    left: int


def moved_of(session: Session, advance: Advance) -> list[Moved]:
    """Return what became of the money of an advance by the books, oldest first.

    Its intermediary has one at a time: what they pay out belongs to it until the next one reaches them.
    """
    theirs = (
        select(Entry.number, Entry.date, Entry.event, Posting.kind, Posting.ref, Posting.minor)
        .join(Posting, Posting.entry_id == Entry.id)
        .join(SubAccount, SubAccount.id == Posting.sub_account_id)
        .where(SubAccount.account == ADVANCES, SubAccount.holder == advance.intermediary.code)
        .where(Posting.kind.not_in((TAKEN, HANDED_IN)))
        .order_by(Entry.number, Posting.line)
    )
    reached = theirs.where(Entry.event == PAID_OUT).with_only_columns(Entry.number).limit(1)
    first = session.scalar(reached.where(Posting.ref == advance.id))
    if first is None:
        return []
    following = session.scalar(reached.where(Entry.number > first))
    its_own = theirs.where(Entry.number >= first)
    its_own = its_own if following is None else its_own.where(Entry.number < following)
    found, left = list[Moved](), 0
    for number, day, event, kind, ref, minor in session.execute(its_own):
        left += minor
        found.append(Moved(number, day, event, kind, ref, minor, left))
    return found


def _in_hands(session: Session, code: str, which: ColumnElement[bool]) -> list[Held]:
    total = func.sum(Posting.minor)
    query = (
        select(SubAccount.fund_id, SubAccount.currency, total)
        .join(Posting, Posting.sub_account_id == SubAccount.id)
        .where(SubAccount.account == ADVANCES, SubAccount.holder == code, which)
        .group_by(SubAccount.fund_id, SubAccount.currency)
        .having(total != 0)
        .order_by(SubAccount.fund_id, SubAccount.currency)
    )
    return [Held(fund, currency, int(minor)) for fund, currency, minor in session.execute(query)]
