"""Giving up what is left of an award: everything that is not paid and not on its way."""

from __future__ import annotations

from ledger.actor import Role
from ledger.awards.actions.instalments import give_up
from ledger.awards.models import Award, AwardStage
from ledger.awards.queries import instalments_of
from ledger.disbursements.actions.payees import let_go_of_payee
from ledger.disbursements.actions.stage import move
from ledger.disbursements.models import DisbursementStage
from ledger.disbursements.queries import live_of
from ledger.errors import N_, Refusal
from ledger.work import Work

_RUNNING = {AwardStage.APPROVED, AwardStage.ACTIVE, AwardStage.CANCELLED}


def cancel_rest(work: Work, award: Award, reason: str) -> None:
    """Cancel every instalment that is neither paid nor on its way. Stopping needs one person only."""
    work.actor.require(Role.OFFICER, Role.FINANCE)
    if award.stage not in _RUNNING:
        raise Refusal(N_("This award is at a stage where that cannot be done any more."))
    live = live_of(work.session, award)
    left = []
    for instalment in instalments_of(work.session, award):
        disbursement = live.get(instalment.number)
        if instalment.stage.value == "cancelled":
            continue
        if disbursement is None:
            left.append(instalment)
        elif disbursement.stage is DisbursementStage.PLANNED:
            move(work, disbursement, DisbursementStage.CANCELLED)
            left.append(instalment)
    give_up(work, award, left, reason)
    let_go_of_payee(work, award)
