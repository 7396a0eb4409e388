"""Reading intermediaries and advances."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from ledger.advances.models import Advance, AdvanceStage, Intermediary
from ledger.books.models import Posting, SubAccount
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


def held_by(session: Session, code: str) -> list[tuple[UUID, str, int]]:
    """Return what an intermediary holds by the books: fund, currency, minor units; whatever it came from."""
    newest = select(func.max(Posting.version)).where(Posting.sub_account_id == SubAccount.id).correlate(SubAccount)
    query = (
        select(SubAccount.fund_id, SubAccount.currency, Posting.balance)
        .join(Posting, Posting.sub_account_id == SubAccount.id)
        .where(SubAccount.account == ADVANCES, SubAccount.holder == code)
        .where(Posting.version == newest.scalar_subquery(), Posting.balance != 0)
        .order_by(SubAccount.fund_id, SubAccount.currency)
    )
    return [(row.fund_id, row.currency, row.balance) for row in session.execute(query)]
