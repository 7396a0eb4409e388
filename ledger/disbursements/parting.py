"""What a channel does not let through whole: which payments, in how many parts, on which days. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award, AwardKind
from ledger.banking.limits import Bound, Limit, parts
from ledger.banking.room import Room
from ledger.disbursements.limiting import limit_on, used_by
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.errors import Refusal


@dataclass(frozen=True, slots=True)
class Parting:
    """A payment above a limit: which bound forces it apart, its parts in minor units, and on which day each can go.

    Or why it cannot be.
    """

    whole: Disbursement
    bound: Bound
    minors: list[int]
    days: list[date] = field(default_factory=list)
    refused: Refusal | None = None

    @property
    def beneficiary(self) -> str:
        """Whom it pays."""
        return self.whole.award.beneficiary


def too_large(session: Session, currency: str, channel: Channel, until: date) -> list[Parting]:
    """Return what is due by a day and above what its channel lets through at once, oldest first, with its parts.

    A loan is lent whole.
    """
    limit = limit_on(session, channel, currency)
    if limit.least is None:
        return []
    bound, most = limit.least
    query = (
        select(Disbursement)
        .join(Award, Award.id == Disbursement.award_id)
        .options(joinedload(Disbursement.award))
        .where(
            Disbursement.stage == DisbursementStage.PLANNED,
            Disbursement.due <= until,
            Disbursement.currency == currency,
            Disbursement.minor > most,
            Award.channel == channel.value,
            Award.kind != AwardKind.MICRO_LOAN,
        )
        .order_by(Disbursement.due, Disbursement.id)
    )
    return [_parting(one, limit, bound) for one in session.scalars(query)]


def parts_of(session: Session, whole: Disbursement) -> list[Disbursement]:
    """Return the parts that a payment was split into, and those made again, in their order."""
    query = select(Disbursement).where(Disbursement.split_of == whole.id)
    return list(session.scalars(query.order_by(Disbursement.part, Disbursement.reference)))


def placed(session: Session, found: list[Parting], limit: Limit, today: date) -> list[Parting]:
    """Say on which day each part can go, from today on, by what a day and a month take and what has gone already."""
    room = Room(limit, used_by(session, limit, today), today)
    return [replace(one, days=[room.place(one.beneficiary, minor) for minor in one.minors]) for one in found]


def _parting(whole: Disbursement, limit: Limit, bound: Bound) -> Parting:
    try:
        return Parting(whole, bound, [part.minor for part in parts(whole.minor, limit)])
    except Refusal as refusal:
        return Parting(whole, bound, [], refused=refusal)
