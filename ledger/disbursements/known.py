"""How payments are called where the books speak of them."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.abouts import Known, find_abouts
from ledger.disbursements.models import Disbursement


def _known(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    rows = session.execute(select(Disbursement.id, Disbursement.reference).where(Disbursement.id.in_(ids)))
    return {row.id: Known(row.reference, url_for("disbursements.show", reference=row.reference)) for row in rows}


find_abouts("disbursement", _known)
