"""Splitting what is due into parts that its channel lets through: only where a limit forces it, to the last unit."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from ledger.actor import Role
from ledger.disbursements.actions.plan import write_down
from ledger.disbursements.actions.stage import enter
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.disbursements.parting import Parting, too_large
from ledger.errors import N_, Refusal
from ledger.money import split
from ledger.reference import new_reference
from ledger.work import Work


def split_due(work: Work, currency: str, channel: Channel, until: date) -> list[Disbursement]:
    """Split every payment due by a day that its channel does not let through whole; return the parts.

    Raises Refusal where no limit forces a split, and for a payment that would need too many parts.
    """
    work.actor.require(Role.FINANCE)
    found = too_large(work.session, currency, channel, until)
    if not found:
        raise Refusal(N_("Nothing that is due is above what this channel lets through at once; nothing is split."))
    refused = next((one.refused for one in found if one.refused is not None), None)
    if refused is not None:
        raise refused
    return [part for one in found for part in _split(work, channel, one)]


def _split(work: Work, channel: Channel, parting: Parting) -> list[Disbursement]:
    whole, minors = parting.whole, parting.minors
    made = [_part(whole, number, len(minors)) for number in range(1, len(minors) + 1)]
    for part, minor, base in zip(made, minors, split(whole.base_minor, minors), strict=True):
        part.minor, part.base_minor, part.forced_by = minor, base, parting.bound.reason
    enter(
        work,
        whole,
        DisbursementStage.SPLIT,
        channel=channel.value,
        reason=parting.bound.reason,
        parts=[{"disbursement": str(one.id), "reference": one.reference, "minor": one.minor} for one in made],
    )
    for part in made:
        write_down(work, part, parting.beneficiary)
    return made


def _part(whole: Disbursement, number: int, of: int) -> Disbursement:
    return Disbursement(
        id=uuid4(),
        reference=new_reference("D"),
        award_id=whole.award_id,
        number=whole.number,
        currency=whole.currency,
        due=whole.due,
        stage=DisbursementStage.PLANNED,
        split_of=whole.id,
        part=number,
        parts=of,
        slot=f"{whole.id.hex}/{number}",
        needed=whole.needed,
    )
