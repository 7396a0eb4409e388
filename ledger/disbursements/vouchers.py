"""Vouchers that were handed over and that no invoice of their issuer has shown yet. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, PaymentToken, Run


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What an issuer may still invoice of one run: how many vouchers, their minor units, since when they may be out."""

    place: str
    run: str
    currency: str
    count: int
    minor: int
    since: datetime


def outstanding(session: Session) -> list[Outstanding]:
    """Return what is out, by issuer and run, the oldest of each issuer first: read off what is on its way alone."""
    query = (
        select(
            PaymentToken.place, Run.reference, Run.currency, func.count(), func.sum(Disbursement.minor), Run.opened_at
        )
        .join(Disbursement, Disbursement.id == PaymentToken.disbursement_id)
        .join(Run, Run.id == Disbursement.run_id)
        .where(Disbursement.stage == DisbursementStage.SENT, Run.channel == Channel.VOUCHER)
        .group_by(PaymentToken.place, Run.reference, Run.currency, Run.opened_at)
        .order_by(PaymentToken.place, Run.opened_at, Run.reference)
    )
    return [
        Outstanding(place, run, currency, count, int(minor), since)
        for place, run, currency, count, minor, since in session.execute(query)
    ]
