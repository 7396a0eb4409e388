"""Planning a disbursement when an instalment has become payable, and again when one came to nothing."""

from __future__ import annotations

from uuid import uuid4

from ledger.actor import Role
from ledger.awards.actions.carry_out import when_payable
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.channels.queries import needed_grade
from ledger.clock import day_text
from ledger.disbursements.models import Disbursement, DisbursementStage, PaymentCode
from ledger.disbursements.queries import live_payment
from ledger.errors import N_, Refusal
from ledger.reference import new_payment_code, new_reference
from ledger.work import Work


def plan(work: Work, award: Award, instalment: Instalment, old: Disbursement | None = None) -> Disbursement:
    """Plan one payment of an instalment; `old` is the one that came to nothing, to be made again."""
    paid_as = old if old is not None and old.split_of else instalment
    paid = Disbursement(
        id=uuid4(),
        reference=new_reference("D"),
        award_id=award.id,
        number=instalment.number,
        minor=paid_as.minor,
        base_minor=paid_as.base_minor,
        currency=award.currency,
        due=instalment.due,
        stage=DisbursementStage.PLANNED,
        needed=needed_grade(work.session, award.kind.value, instalment.base_minor),
    )
    if old is not None:
        paid.replaces, paid.split_of, paid.part, paid.parts, paid.slot, paid.forced_by = (
            old.id, old.split_of, old.part, old.parts, old.slot, old.forced_by,
        )  # fmt: skip
    write_down(work, paid, award.beneficiary)
    work.record(
        "disbursement.planned",
        [paid.id, award.id, award.beneficiary],
        disbursement=str(paid.id),
        reference=paid.reference,
        award=str(award.id),
        number=paid.number,
        minor=paid.minor,
        currency=award.currency,
        due=day_text(paid.due),
        replaces=str(paid.replaces) if paid.replaces else None,
    )
    return paid


def write_down(work: Work, paid: Disbursement, pseudonym: str) -> None:
    """Keep a planned payment, with the code by which it is known outside."""
    work.session.flush()
    work.session.add(paid)
    work.session.flush()
    work.session.add(PaymentCode(disbursement_id=paid.id, pseudonym=pseudonym, code=new_payment_code()))
    work.session.flush()


@when_payable
def _plan_first(work: Work, award: Award, instalment: Instalment) -> None:
    plan(work, award, instalment)


def make_again(work: Work, old: Disbursement) -> Disbursement:
    """Pay an instalment again whose payment failed or came back, by a new disbursement that names the old one."""
    work.actor.require(Role.FINANCE)
    if old.stage not in {DisbursementStage.FAILED, DisbursementStage.RETURNED}:
        raise Refusal(N_("Only a payment that failed or came back can be made again."))
    instalment = work.session.get(Instalment, (old.award_id, old.number))
    award = work.session.get(Award, old.award_id)
    if award is None or instalment is None or instalment.stage is InstalmentStage.CANCELLED:
        raise Refusal(N_("This instalment was cancelled; it cannot be paid any more."))
    if award.stage not in {AwardStage.APPROVED, AwardStage.ACTIVE}:
        raise Refusal(N_("This award was cancelled; what came back is given up by cancelling what is left."))
    if live_payment(work.session, old) is not None:
        raise Refusal(N_("This payment was made again already."))
    return plan(work, award, instalment, old)
