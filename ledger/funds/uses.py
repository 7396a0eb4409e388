"""What a statement line can be to a fund: an announced gift that has arrived."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ledger.books.rules.lines import Shown
from ledger.books.uses import Target, Use, register_use
from ledger.errors import N_
from ledger.funds.actions import receive_contribution
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund
from ledger.work import Work

MOST = 50


def _announced(session: Session, shown: Shown) -> list[Target]:
    query = (
        select(Contribution.id, Fund.code, Donor.code)
        .join(Fund, Fund.id == Contribution.fund_id)
        .join(Donor, Donor.id == Contribution.donor_id)
        .where(
            Contribution.stage == ContributionStage.ANNOUNCED,
            Contribution.currency == shown.currency,
            Contribution.minor == shown.minor,
            or_(Fund.cash_account == shown.cash, Contribution.currency != Fund.currency),
        )
        .order_by(Contribution.announced_at, Contribution.id)
        .limit(MOST)
    )
    return [Target(str(gift), f"{fund} · {donor}") for gift, fund, donor in session.execute(query)]


def _receive(work: Work, shown: Shown, value: str) -> None:
    receive_contribution(work, work.session.get_one(Contribution, UUID(value)), shown)


CONTRIBUTION = register_use(Use("contribution", N_("Contribution that was announced"), 1, _announced, _receive))
