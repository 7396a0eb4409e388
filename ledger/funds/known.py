"""How gifts are called where the books speak of them: by the fund that they went into."""

from __future__ import annotations

from uuid import UUID

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.abouts import Known, find_abouts
from ledger.funds.models import Contribution, Donor, Fund


def _known(session: Session, ids: list[UUID]) -> dict[UUID, Known]:
    rows = session.execute(
        select(Contribution.id, Donor.code, Fund.code.label("fund"))
        .join(Donor, Donor.id == Contribution.donor_id)
        .join(Fund, Fund.id == Contribution.fund_id)
        .where(Contribution.id.in_(ids))
    )
    return {row.id: Known(row.code, url_for("funds.show", code=row.fund)) for row in rows}


find_abouts("contribution", _known)
