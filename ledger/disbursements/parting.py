"""What a channel does not let through whole: which payments, in how many parts, on which days. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award, AwardKind
from ledger.banking.limits import Limit, days, parts
from ledger.channels.queries import rules_in_force
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.disbursements.queries import gathered_on
from ledger.errors import Refusal


@dataclass(frozen=True, slots=True)
class Parting:
    """A payment above a limit: its parts in minor units, and after how many days each can go; or why it cannot be."""

    whole: Disbursement
    minors: list[int]
    days: list[int] = field(default_factory=list)
    refused: Refusal | None = None

    @property
    def beneficiary(self) -> str:
        """Whom it pays."""
        return self.whole.award.beneficiary


def limit_on(session: Session, channel: Channel, currency: str) -> Limit:
    """Return what a channel lets through in a currency by the rules in force."""
    return rules_in_force(session)[1].limit_of(channel.value, currency)


def too_large(session: Session, currency: str, channel: Channel, until: date) -> list[Parting]:
    """Return what is due by a day and above what its channel lets through at once, oldest first, with its parts.

    A loan is lent whole.
    """
    limit = limit_on(session, channel, currency)
    most = min((one for one in (limit.payment, limit.day) if one is not None), default=None)
    if most is None:
        return []
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
    return [_parting(one, limit) for one in session.scalars(query)]


def parts_of(session: Session, whole: Disbursement) -> list[Disbursement]:
    """Return the parts that a payment was split into, and those made again, in their order."""
    query = select(Disbursement).where(Disbursement.split_of == whole.id)
    return list(session.scalars(query.order_by(Disbursement.part, Disbursement.reference)))


def placed(session: Session, found: list[Parting], limit: Limit, channel: Channel, today: date) -> list[Parting]:
    """Say on which day each part can go, 0 for today, by what a day takes and what was gathered today already."""
    minors = [minor for one in found for minor in one.minors]
    spent = 0 if limit.day is None else gathered_on(session, channel, limit.currency, today)
    on = iter(days(minors, limit, spent))
    return [Parting(one.whole, one.minors, [next(on) for _minor in one.minors], one.refused) for one in found]


def _parting(whole: Disbursement, limit: Limit) -> Parting:
    try:
        return Parting(whole, [part.minor for part in parts(whole.minor, limit)])
    except Refusal as refusal:
        return Parting(whole, [], refused=refusal)
