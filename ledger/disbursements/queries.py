"""Reading runs and disbursements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ledger.approvals.models import ProposalContent
from ledger.awards.models import Award, AwardKind, Instalment, InstalmentStage
from ledger.disbursements.models import (
    Channel,
    Disbursement,
    DisbursementStage,
    PaymentCode,
    Run,
)
from ledger.errors import NotFound
from ledger.log.queries import moments_of

LIVE = (
    DisbursementStage.PLANNED,
    DisbursementStage.IN_RUN,
    DisbursementStage.SENT,
    DisbursementStage.CONFIRMED,
)


BATCH = 500
"""Ids in one query."""


def run_by_reference(session: Session, reference: str) -> Run:
    """Return the run. Raises NotFound."""
    found = session.scalar(select(Run).where(Run.reference == reference))
    if found is None:
        raise NotFound
    return found


def disbursement_by_reference(session: Session, reference: str) -> Disbursement:
    """Return the disbursement with its award, fund and run. Raises NotFound."""
    query = select(Disbursement).where(Disbursement.reference == reference)
    found = session.scalar(
        query.options(joinedload(Disbursement.award).joinedload(Award.fund), joinedload(Disbursement.run))
    )
    if found is None:
        raise NotFound
    return found


def live_payment(session: Session, paid: Disbursement) -> UUID | None:
    """Return what pays the same instalment, or the same part of it, and has not come to nothing; or None."""
    same = (Disbursement.award_id == paid.award_id, Disbursement.number == paid.number, Disbursement.slot == paid.slot)
    return session.scalar(select(Disbursement.id).where(*same, Disbursement.stage.in_(LIVE)))


def due_ids(session: Session, currency: str, until: date, channel: Channel, fund: UUID | None = None) -> list[UUID]:
    """Return what is due by a day, of one fund or all, to payees who were signed for by this channel, oldest first."""
    query = (
        select(Disbursement.id)
        .join(Award, Award.id == Disbursement.award_id)
        .where(
            Disbursement.stage == DisbursementStage.PLANNED,
            Disbursement.due <= until,
            Disbursement.currency == currency,
            Award.payee_void.is_(False),
            Award.stopped.is_(False),
            Award.channel == channel.value,
        )
    )
    if channel is Channel.CASH:
        # A loan is lent from an account of the organisation's own.
        query = query.where(Award.kind != AwardKind.MICRO_LOAN)
    if fund is not None:
        query = query.where(Award.fund_id == fund)
    # Within the limits of a channel, an emergency goes first.
    return list(session.scalars(query.order_by(Award.emergency.desc(), Disbursement.due, Disbursement.id)))


@dataclass(frozen=True, slots=True)
class Due:
    """What could be gathered in one currency for one channel."""

    currency: str
    channel: str
    count: int
    minor: int
    oldest: date
    since: datetime | None
    """Since when somebody waits for money at all, where an emergency to whom nothing was sent is among it."""


def due_by_currency(session: Session, until: date) -> list[Due]:
    """Sum what is planned and due by a day, by currency and channel."""
    query = (
        select(
            Disbursement.currency,
            Award.channel,
            func.count().label("count"),
            func.sum(Disbursement.minor).label("minor"),
            func.min(Disbursement.due).label("oldest"),
            func.min(Award.requested_at).filter(Award.sent_at.is_(None)).label("since"),
        )
        .join(Award, Award.id == Disbursement.award_id)
        .where(Disbursement.stage == DisbursementStage.PLANNED, Disbursement.due <= until, Award.stopped.is_(False))
        .group_by(Disbursement.currency, Award.channel)
        .order_by(Disbursement.currency, Award.channel)
    )
    found = [
        Due(row.currency, row.channel, row[2], int(row.minor), row.oldest, row.since) for row in session.execute(query)
    ]
    return sorted(found, key=lambda one: (one.since is None, one.since))


def lines_of(session: Session, run: Run) -> list[tuple[UUID, int, str]]:
    """Return id, minor units and currency of every disbursement in a run."""
    query = select(Disbursement.id, Disbursement.minor, Disbursement.currency).where(Disbursement.run_id == run.id)
    return [(row.id, row.minor, row.currency) for row in session.execute(query)]


def proposers_in(session: Session, run: Run) -> set[UUID]:
    """Return everyone who proposed any revision of an award that is paid in this run (H11)."""
    query = (
        select(ProposalContent.proposer_id)
        .join(Award, Award.proposal_id == ProposalContent.proposal_id)
        .join(Disbursement, Disbursement.award_id == Award.id)
        .where(Disbursement.run_id == run.id)
        .distinct()
    )
    return set(session.scalars(query))


def on_its_way(session: Session, run: Run) -> bool:
    """Whether anything in a run still waits or is on its way."""
    stages = (DisbursementStage.IN_RUN, DisbursementStage.SENT)
    query = select(exists().where(Disbursement.run_id == run.id, Disbursement.stage.in_(stages)))
    return bool(session.scalar(query))


def live_of(session: Session, award: Award) -> dict[int, list[Disbursement]]:
    """Return the live disbursements of each instalment that has any: one, or parts of one."""
    query = select(Disbursement).where(Disbursement.award_id == award.id, Disbursement.stage.in_(LIVE))
    found: dict[int, list[Disbursement]] = {}
    for one in session.scalars(query.order_by(Disbursement.number, Disbursement.part)):
        found.setdefault(one.number, []).append(one)
    return found


def sent_moments(session: Session, award: Award) -> list[datetime]:
    """Return when the money of an emergency was sent that is out, neither failed nor returned; nothing of another."""
    if award.requested_at is None:
        return []
    out = (DisbursementStage.SENT, DisbursementStage.CONFIRMED)
    query = select(Disbursement.id).where(Disbursement.award_id == award.id, Disbursement.stage.in_(out))
    return moments_of(session, "disbursement.sent", session.scalars(query))


def was_split(session: Session, award: Award, number: int) -> bool:
    """Whether the payment of an instalment was split into parts."""
    split = (Disbursement.award_id == award.id, Disbursement.number == number)
    return bool(session.scalar(select(exists().where(*split, Disbursement.split_of.is_not(None)))))


def paid_in_full(session: Session, awards: Sequence[UUID]) -> list[UUID]:
    """Return those awards of which every instalment is confirmed or cancelled, in their order."""
    paid = select(func.coalesce(func.sum(Disbursement.minor), 0)).where(
        Disbursement.award_id == Instalment.award_id,
        Disbursement.number == Instalment.number,
        Disbursement.stage == DisbursementStage.CONFIRMED,
    )
    over = (InstalmentStage.CANCELLED, InstalmentStage.REPLACED)
    unpaid = select(Instalment.award_id).where(
        Instalment.stage.not_in(over),
        paid.correlate(Instalment).scalar_subquery() < Instalment.minor,
    )
    found: list[UUID] = []
    for start in range(0, len(awards), BATCH):
        part = awards[start : start + BATCH]
        left = set(session.scalars(unpaid.where(Instalment.award_id.in_(part)).distinct()))
        found += [award for award in part if award not in left]
    return found


def payments_by_code(session: Session, codes: Iterable[str]) -> dict[str, Disbursement]:
    """Return the payments that are known outside by these codes, with award, fund and run."""
    wanted, found = list(codes), dict[str, Disbursement]()
    for start in range(0, len(wanted), BATCH):
        query = (
            select(PaymentCode.code, Disbursement)
            .join(Disbursement, Disbursement.id == PaymentCode.disbursement_id)
            .where(PaymentCode.code.in_(wanted[start : start + BATCH]))
        )
        found.update((code, paid) for code, paid in session.execute(query))
    join_awards(session, list(found.values()))
    return found


def join_awards(session: Session, payments: Sequence[Disbursement]) -> None:
    """Give many payments their awards with the funds, and their runs: each is read once, not beside each payment."""
    awards = {award.id: award for award in _awards(session, {paid.award_id for paid in payments})}
    runs: dict[UUID | None, Run | None] = {None: None}
    for paid in payments:
        if paid.run_id not in runs:
            runs[paid.run_id] = session.get(Run, paid.run_id)
        set_committed_value(paid, "award", awards[paid.award_id])
        set_committed_value(paid, "run", runs[paid.run_id])


def _awards(session: Session, ids: set[UUID]) -> Iterator[Award]:
    wanted = list(ids)
    for start in range(0, len(wanted), BATCH):
        query = select(Award).options(joinedload(Award.fund)).where(Award.id.in_(wanted[start : start + BATCH]))
        yield from session.scalars(query)


def cash_of(paid: Disbursement) -> str:
    """Return the cash account of its run; that of its fund for a past payment."""
    return paid.run.cash_account if paid.run else paid.award.fund.cash_account


def payment_code(session: Session, paid: Disbursement) -> str | None:
    """Return the code by which a payment is known outside; None where the payee was erased, or for a past one."""
    return session.scalar(select(PaymentCode.code).where(PaymentCode.disbursement_id == paid.id))


def minors_of(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    """Return the minor units of disbursements, a few hundred at a time."""
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), BATCH):
        query = select(Disbursement.id, Disbursement.minor).where(Disbursement.id.in_(ids[start : start + BATCH]))
        found.update({row.id: row.minor for row in session.execute(query)})
    return found


def on_its_way_with(session: Session, code: str) -> int:
    """Return what an intermediary is to pay, or has paid and not accounted for, in minor units of their advance."""
    query = (
        select(func.sum(Disbursement.minor))
        .join(Run, Run.id == Disbursement.run_id)
        .where(Run.channel == Channel.CASH, Run.cash_account == code)
        .where(Disbursement.stage.in_([DisbursementStage.IN_RUN, DisbursementStage.SENT]))
    )
    return int(session.scalar(query) or 0)
