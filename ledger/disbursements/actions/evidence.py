"""Recording by what somebody knows that a payment arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.clock import day_text
from ledger.disbursements.models import Disbursement, DisbursementStage, Evidence
from ledger.disbursements.proof import grade_of
from ledger.disbursements.rules.evidence import WAYS
from ledger.errors import N_, Refusal
from ledger.work import Work

_OUT = (DisbursementStage.SENT, DisbursementStage.CONFIRMED)


def record_evidence(work: Work, disbursements: Sequence[Disbursement], way: str, on: date) -> None:
    """Record one way by which the person who acts knows that payments arrived, on a day."""
    work.actor.require(Role.OFFICER, Role.FINANCE, Role.APPROVER)
    if way not in WAYS:
        raise Refusal(N_("Choose how it is known."), field="way")
    if on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="day")
    for paid in disbursements:
        _record(work, paid, way, on)


def _record(work: Work, paid: Disbursement, way: str, on: date) -> None:
    if paid.stage not in _OUT:
        raise Refusal(N_("%(reference)s is not on its way; nothing can have arrived."), reference=paid.reference)
    mine = select(Evidence.id).where(
        Evidence.disbursement_id == paid.id, Evidence.way == way, Evidence.person_id == work.actor.id
    )
    if work.session.scalar(mine):
        raise Refusal(
            N_("You recorded that for %(reference)s already; another person has to record the other half."),
            reference=paid.reference,
        )
    work.session.add(
        Evidence(id=uuid4(), disbursement_id=paid.id, way=way, person_id=work.actor.id, seen_on=on, at=work.at)
    )
    work.session.flush()
    paid.grade = grade_of(work.session, paid)
    work.session.flush()
    work.record(
        "evidence.recorded",
        [paid.id, paid.award_id],
        disbursement=str(paid.id),
        way=way,
        date=day_text(on),
    )
