"""What is left of a channel's limits, and what of what is due stays behind for one of them. Writes nothing.

A payment counts on the day on which its run was opened, unless it failed; those of a run that was given up are in none.
One that came back counts, since the channel carried it. A payee is a beneficiary: whose account it was is sealed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ledger.awards.models import Award
from ledger.banking.limits import Bound, Limit
from ledger.banking.room import MONTHLY, Room, Short, Used, frees
from ledger.channels.queries import rules_in_force
from ledger.channels.used import when_counted
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run
from ledger.disbursements.queries import BATCH, due_ids

_SUM = func.sum(Disbursement.minor)
_SPANS = ((Bound.DAY, Bound.PAYEE_DAY), (Bound.MONTH, Bound.PAYEE_MONTH))


@dataclass(frozen=True, slots=True)
class Asked:
    """A payment that is due: its id and reference, whom it pays, and minor units."""

    id: UUID
    reference: str
    beneficiary: str
    minor: int


@dataclass(frozen=True, slots=True)
class Held:
    """A payment that stays behind, and what of a limit is too little for it; None: it has to be split first."""

    asked: Asked
    short: Short | None


def limit_on(session: Session, channel: Channel, currency: str) -> Limit:
    """Return what a channel lets through in a currency by the rules in force."""
    return rules_in_force(session)[1].limit_of(channel.value, currency)


@when_counted
def used_by(session: Session, limit: Limit, day: date) -> Used:
    """Count what has gone of a limit on a day and in its month, of what it bounds: read off the runs of that time."""
    used: dict[tuple[Bound, str], int] = {}
    for whole, each in _SPANS:
        if each in limit.bounds:
            used.update({(each, payee): minor for payee, minor in _by_payee(session, limit, whole, day).items()})
            used[whole, ""] = sum(minor for (bound, _payee), minor in used.items() if bound is each)
        elif whole in limit.bounds:
            used[whole, ""] = int(session.scalar(_gathered(select(_SUM), limit, whole, day)) or 0)
    return used


def _by_payee(session: Session, limit: Limit, bound: Bound, day: date) -> dict[str, int]:
    query = _gathered(select(Award.beneficiary, _SUM), limit, bound, day).join(Award, Award.id == Disbursement.award_id)
    return {payee: int(minor) for payee, minor in session.execute(query.group_by(Award.beneficiary))}


def _gathered(query: Any, limit: Limit, bound: Bound, day: date) -> Any:
    since = day.replace(day=1) if bound in MONTHLY else day
    return (
        query.select_from(Run)
        .join(Disbursement, Disbursement.run_id == Run.id)
        .where(
            Run.channel == Channel(limit.channel),
            Run.currency == limit.currency,
            Run.opened_at >= _begin(since),
            Run.opened_at < _begin(frees(bound, day)),
            Disbursement.stage != DisbursementStage.FAILED,
        )
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def within(session: Session, limit: Limit, due: Sequence[UUID], today: date) -> tuple[list[UUID], list[Held]]:
    """Part what is due, in its order, into what a channel lets through today and what stays behind."""
    if not limit.bounds:
        return list(due), []
    room, most = Room(limit, used_by(session, limit, today), today), limit.least
    through, held = list[UUID](), list[Held]()
    for one in asked_for(session, due):
        short = room.short(one.beneficiary, one.minor)
        if most is not None and one.minor > most[1]:
            held.append(Held(one, None))
        elif short is not None:
            held.append(Held(one, short))
        else:
            room.take(one.beneficiary, one.minor)
            through.append(one.id)
    return through, held


def above(session: Session, limit: Limit, day: date, lines: Sequence[Asked]) -> bool:
    """Whether a run that was opened on a day holds more than a limit lets through beside what else went by then."""
    used, payees = used_by(session, limit, day), {one.beneficiary for one in lines} | {""}
    largest = {(Bound.PAYMENT, ""): max((one.minor for one in lines), default=0)}
    counted = [(bound, minor) for (bound, payee), minor in {**used, **largest}.items() if payee in payees]
    return any(bound in limit.bounds and minor > limit.bounds[bound] for bound, minor in counted)


def asked_for(session: Session, ids: Sequence[UUID]) -> list[Asked]:
    """Return payments in the order of their ids, a few hundred at a time."""
    found: dict[UUID, Asked] = {}
    query = select(Disbursement.id, Disbursement.reference, Award.beneficiary, Disbursement.minor).join(
        Award, Award.id == Disbursement.award_id
    )
    for start in range(0, len(ids), BATCH):
        part = query.where(Disbursement.id.in_(ids[start : start + BATCH]))
        found.update({row.id: Asked(*row) for row in session.execute(part)})
    return [found[ident] for ident in ids]


def held_back(session: Session, currency: str, channel: Channel, until: date, today: date) -> list[Held]:
    """Return what a limit would leave behind of what is due by a day, if it were gathered today."""
    limit = limit_on(session, channel, currency)
    return within(session, limit, due_ids(session, currency, until, channel), today)[1] if limit.bounds else []
