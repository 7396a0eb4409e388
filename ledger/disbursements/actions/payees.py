"""Holding a run to the payees that were signed for, and opening them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from ledger.actor import Role
from ledger.awards.actions.moving import may_move
from ledger.awards.models import Award, AwardStage
from ledger.disbursements.models import Disbursement, DisbursementStage, PaymentCode, Run, RunStage
from ledger.disbursements.queries import lines_of
from ledger.disbursements.rules.lines import lines_sha256
from ledger.errors import N_, Refusal
from ledger.vault.actions.payees import take_back
from ledger.vault.queries.approved import Approved, approved_payees, released_lines
from ledger.vault.queries.locks import HeldLock, Opener, hold
from ledger.vault.rules.compartments import FINANCE
from ledger.vault.trouble import Tampered
from ledger.work import Work


def refuse_unsigned(work: Work, run: Run) -> dict[UUID, Approved]:
    """Refuse a run in which the payee of an award is not one that two people have signed for; return which they are.

    Raises Refusal where details were changed since, Tampered where the tables say one thing and the log another.
    """
    columns = (Award.id, Award.reference, Award.beneficiary, Award.payee_sha256, Award.payee_void, Award.stopped)
    query = select(*columns).join(Disbursement, Disbursement.award_id == Award.id).where(Disbursement.run_id == run.id)
    awards = work.session.execute(query.distinct()).all()
    void = sorted(award.reference for award in awards if award.payee_void)
    if void:
        raise Refusal(
            N_("Payment details were changed for %(awards)s. Others have to sign the new ones first."),
            awards=", ".join(void[:10]),
        )
    stopped = sorted(award.reference for award in awards if award.stopped)
    if stopped:
        raise Refusal(
            N_("%(awards)s are stopped. Take their payments out of the run, or abandon it and gather again."),
            awards=", ".join(stopped[:10]),
        )
    approved = approved_payees(work.session, (award.id for award in awards))
    for award in awards:
        signed = approved.get(award.id)
        if signed is None or (signed.pseudonym, signed.sha256) != (award.beneficiary, award.payee_sha256):
            raise Tampered("unsigned_payee", award.beneficiary, award.id)
    return approved


BATCH = 500
"""Ids in one query."""


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """One payment of a run: its code outside, its award, its amount in minor units, whose details were signed for."""

    code: str
    award: UUID
    minor: int
    currency: str
    approved: Approved


def open_payees(work: Work, opener: Opener, run: Run, form: str) -> tuple[HeldLock, list[PayeeLine]]:
    """Open the payees of a released run for its payment file; `form` says what is made of them.

    Returns finance's lock and the payments in the order of the file, for `vault.queries.payees.payees`, which may be
    read only once this unit of work is committed: the log knows of it before anything is shown.
    """
    work.actor.require(Role.FINANCE)
    if run.stage is not RunStage.RELEASED:
        raise Refusal(N_("Only a released run can be opened."))
    held = hold(work, opener, FINANCE)
    if released_lines(work.session, run.id) != lines_sha256(lines_of(work.session, run)):
        raise Tampered("exchanged_run", about=run.id)
    lines = payee_lines(work, run, refuse_unsigned(work, run))
    if len(lines) != work.session.scalar(select(func.count()).where(*_still_to_be_paid(run))):
        raise Tampered("missing_code", about=run.id)
    work.record("payees.opened", [run.id], run=str(run.id), count=len(lines), form=form)
    return held, lines


def payee_lines(work: Work, run: Run, approved: Mapping[UUID, Approved]) -> list[PayeeLine]:
    """Return the payments of a run that are not settled, by their codes: an order that says nothing."""
    query = (
        select(PaymentCode.code, Disbursement.award_id, Disbursement.minor, Disbursement.currency)
        .join(Disbursement, Disbursement.id == PaymentCode.disbursement_id)
        .where(*_still_to_be_paid(run))
        .order_by(PaymentCode.code)
    )
    return [PayeeLine(*row, approved[row.award_id]) for row in work.session.execute(query)]


def _still_to_be_paid(run: Run) -> tuple[ColumnElement[bool], ...]:
    waiting = (DisbursementStage.IN_RUN, DisbursementStage.SENT)
    return Disbursement.run_id == run.id, Disbursement.stage.in_(waiting)


@may_move
def _keep_in_run(work: Work, award: Award) -> None:
    """Refuse to move an award of which something is in a run: that was gathered to go out as it was signed."""
    inside = select(Run.reference).join(Disbursement, Disbursement.run_id == Run.id)
    inside = inside.where(Disbursement.award_id == award.id, Disbursement.stage == DisbursementStage.IN_RUN)
    reference = work.session.scalar(inside.limit(1))
    if reference is not None:
        raise Refusal(
            N_("Money of this award is in run %(run)s. Once it was sent, or taken out, the rest can go another way."),
            run=reference,
        )


def let_go_of_payee(work: Work, award: Award) -> None:
    """Take back what was passed to finance once nothing of an award is left to be paid.

    A copy of the database in the hands of somebody of finance then names those who wait for money, not all who ever
    got some. Where a payment comes back afterwards, two people sign for the payee again.
    """
    let_go_of_payees(work, [award])


def let_go_of_payees(work: Work, awards: Iterable[Award]) -> None:
    """Do so for many awards at once."""
    over = [award.id for award in awards if award.stage in {AwardStage.COMPLETED, AwardStage.CANCELLED}]
    for start in range(0, len(over), BATCH):
        part = over[start : start + BATCH]
        waiting = Disbursement.stage.in_((DisbursementStage.PLANNED, DisbursementStage.IN_RUN, DisbursementStage.SENT))
        query = select(Disbursement.award_id).where(Disbursement.award_id.in_(part), waiting)
        still = set(work.session.scalars(query))
        take_back(work, *(award for award in part if award not in still))


def refuse_void(disbursements: Iterable[Disbursement]) -> None:
    """Refuse to send where the payee's details were changed since they were signed for."""
    void = sorted(paid.reference for paid in disbursements if paid.award.payee_void)
    if void:
        raise Refusal(
            N_("Payment details were changed for %(payments)s. Others have to sign the new ones first."),
            payments=", ".join(void[:10]),
        )
