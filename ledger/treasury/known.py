"""How what the treasury books is called where the books speak of it: by its reference, or by its statement line."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal
from ledger.books.abouts import Known, find_abouts
from ledger.statements.list_views import READERS
from ledger.statements.models import BankLine, BankStatement
from ledger.treasury.models import CashBooking, Exchange, Loss, Refund
from ledger.web.context import viewer


def _exchanges(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    rows = session.execute(select(Exchange.id, Exchange.reference).where(Exchange.id.in_(ids)))
    return {row.id: Known(row.reference, url_for("treasury.exchange", reference=row.reference)) for row in rows}


def _refunds(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    return _decided(session, Refund, ids)


def _losses(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    return _decided(session, Loss, ids)


def _decided(session: Session, model: type[Refund | Loss], ids: list[UUID]) -> dict[UUID, Known]:
    """What has no page of its own leads to the proposal that others signed."""
    rows = session.execute(
        select(model.id, model.reference, Proposal.reference.label("proposal"))
        .join(Proposal, Proposal.id == model.proposal_id)
        .where(model.id.in_(ids))
    )
    return {row.id: Known(row.reference, url_for("approvals.show", reference=row.proposal)) for row in rows}


def _transfers(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    """A transfer between funds is called as the proposal that was signed."""
    rows = session.execute(
        select(Proposal.subject, Proposal.reference).where(Proposal.kind == "transfer", Proposal.subject.in_(ids))
    )
    return {row.subject: Known(row.reference, url_for("approvals.show", reference=row.reference)) for row in rows}


def _bookings(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    """Numbers of the statement and of its line; linked for whoever reads statements."""
    rows = session.execute(
        select(CashBooking.id, CashBooking.statement, BankStatement.number, BankLine.number.label("line"))
        .join(BankLine, BankLine.id == CashBooking.statement)
        .join(BankStatement, BankStatement.id == BankLine.statement_id)
        .where(CashBooking.id.in_(ids))
    )
    reads = viewer().has(*READERS)
    return {
        row.id: Known(f"{row.number} / {row.line}", url_for("statements.line", ident=row.statement) if reads else "")
        for row in rows
    }


find_abouts("exchange", _exchanges)
find_abouts("refund", _refunds)
find_abouts("loss", _losses)
find_abouts("transfer", _transfers)
find_abouts("booking", _bookings)
