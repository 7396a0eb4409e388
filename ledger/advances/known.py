"""How advances are called where the books speak of them."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.advances.models import Advance
from ledger.books.abouts import Known, find_abouts


def _known(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    rows = session.execute(select(Advance.id, Advance.reference).where(Advance.id.in_(ids)))
    return {row.id: Known(row.reference, url_for("advances.show", reference=row.reference)) for row in rows}


find_abouts("advance", _known)
