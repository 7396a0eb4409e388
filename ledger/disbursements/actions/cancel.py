"""Giving up what is left of an award, everything that is not paid and not on its way; or a part of one instalment."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.actor import Role
from ledger.awards.actions.carry_out import hand_on
from ledger.awards.actions.instalments import Rest, give_up, reduce_by
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment, InstalmentStage
from ledger.awards.queries import instalments_of
from ledger.disbursements.actions.payees import let_go_of_payee
from ledger.disbursements.actions.stage import move
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.disbursements.queries import live_of, was_split
from ledger.errors import N_, Refusal
from ledger.work import Work

OVER = {InstalmentStage.CANCELLED, InstalmentStage.REPLACED}
_RUNNING = {AwardStage.APPROVED, AwardStage.ACTIVE, AwardStage.CANCELLED}


def cancel_rest(work: Work, award: Award, reason: str) -> None:
    """Cancel every instalment that is neither paid nor on its way. Stopping needs one person only."""
    work.actor.require(Role.OFFICER, Role.FINANCE)
    if award.stage not in _RUNNING:
        raise Refusal(N_("This award is at a stage where that cannot be done any more."))
    live = live_of(work.session, award)
    left = []
    for instalment in instalments_of(work.session, award):
        if instalment.stage in OVER:
            continue
        out = []
        for disbursement in live.get(instalment.number, ()):
            if disbursement.stage is DisbursementStage.PLANNED:
                move(work, disbursement, DisbursementStage.CANCELLED)
            else:
                out.append(disbursement)
        rest = _rest(instalment, out)
        if rest.minor:
            left.append(rest)
    give_up(work, award, left, reason)
    let_go_of_payee(work, award)


def _rest(instalment: Instalment, out: Sequence[Disbursement]) -> Rest:
    """What is left of an instalment beside the payments that are out, of which there are several in parts."""
    minor = instalment.minor - instalment.given_up - sum(one.minor for one in out)
    base = instalment.base_minor - instalment.given_up_base - sum(one.base_minor for one in out)
    return Rest(instalment, minor, base)


def reduce_instalment(work: Work, award: Award, number: int, minor: int, reason: str) -> None:
    """Take so much off one instalment that is neither paid nor on its way. Promising less needs one person only.

    A payment that was planned is planned anew. Raises Refusal for a loan, which is lent as it was signed.
    """
    work.actor.require(Role.OFFICER, Role.FINANCE)
    instalment = work.session.get(Instalment, (award.id, number))
    if award.stage not in {AwardStage.APPROVED, AwardStage.ACTIVE}:
        raise Refusal(N_("This award is at a stage where that cannot be done any more."))
    if award.kind is AwardKind.MICRO_LOAN:
        raise Refusal(N_("A loan is lent as it was signed, or cancelled."))
    if instalment is None or instalment.stage in OVER:
        raise Refusal(N_("This instalment was cancelled; it cannot be reduced any more."), field="number")
    live = live_of(work.session, award).get(number, [])
    if was_split(work.session, award, number):
        raise Refusal(N_("This instalment is paid in parts. Cancel what is left of it instead."), field="number")
    planned = live[0] if live else None
    if planned is not None:
        if planned.stage is not DisbursementStage.PLANNED:
            raise Refusal(N_("This instalment is paid or on its way; it cannot be reduced any more."), field="number")
        move(work, planned, DisbursementStage.CANCELLED)
    reduce_by(work, award, instalment, minor, reason)
    if planned is not None:
        hand_on(work, award, instalment)
