"""Payment details that change while an award runs: what was approved falls, and two others sign the new ones."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.models import Award, AwardStage
from ledger.beneficiaries.actions.details import when_payment_changes
from ledger.errors import N_, NotFound, Refusal
from ledger.vault.actions.erase import may_object
from ledger.vault.actions.payees import Whose, pass_payee, payment_envelope, take_back
from ledger.vault.models import Envelope
from ledger.work import Work

_RUNNING = (AwardStage.APPROVED, AwardStage.ACTIVE)


@when_payment_changes
def _void(work: Work, envelope: Envelope) -> None:
    """Void what was approved for the old details of a way, and ask others to sign the new ones, award by award."""
    query = select(Award).where(Award.beneficiary == envelope.pseudonym, Award.stage.in_(_RUNNING))
    paid_so = query.where(Award.way == envelope.way)
    for award in work.session.scalars(paid_so.order_by(Award.reference)).all():
        award.payee_void = True
        take_back(work, award.id)
        work.session.flush()
        work.record(
            "payee.voided",
            [award.id, award.beneficiary, envelope.id],
            award=str(award.id),
            envelope=str(envelope.id),
        )
        _ask(work, award, envelope)


def sign_again(work: Work, award: Award) -> None:
    """Ask others to sign for the payee of a running award again: what they signed before was refused, or is over."""
    work.actor.require(Role.OFFICER)
    if award.stage not in _RUNNING or not award.payee_void or _waiting(work, award) is not None:
        raise Refusal(N_("The payment details of this award do not wait for that."))
    _ask(work, award, payment_envelope(work, *_whose(award)))


@may_object
def _keep_while_running(work: Work, pseudonym: str) -> None:
    """Refuse to erase somebody who is still to be paid: cancel or finish their awards first."""
    stages = (AwardStage.DRAFTED, AwardStage.PROPOSED, *_RUNNING)
    query = select(Award.reference).where(Award.beneficiary == pseudonym, Award.stage.in_(stages)).limit(1)
    running = work.session.scalar(query)
    if running is not None:
        raise Refusal(N_("Award %(award)s still runs. Finish or cancel it first."), award=running)


def _ask(work: Work, award: Award, envelope: Envelope) -> None:
    matter = Matter(
        kind="payee",
        subject=award.id,
        content={
            "award": str(award.id),
            "way": envelope.way,
            "envelope": str(envelope.id),
            "channel": envelope.channel,
            "paid_to": envelope.paid_to,
        },
        fund=award.fund_id,
        beneficiary=award.beneficiary,
        payment_envelope=envelope.sha256,
    )
    proposal = _waiting(work, award)
    if proposal is None:
        approvals.propose(work, matter)
    else:
        approvals.revise(work, proposal, matter)


def _waiting(work: Work, award: Award) -> Proposal | None:
    query = select(Proposal).where(
        Proposal.subject == award.id, Proposal.kind == "payee", Proposal.stage == ProposalStage.OPEN
    )
    return work.session.scalar(query)


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], signer: Signer) -> None:
    award = work.session.get(Award, proposal.subject)
    if award is None:
        raise NotFound
    pass_payee(work, signer, award.id, _whose(award), said["payment_envelope"])
    award.payee_sha256, award.payee_void = said["payment_envelope"], False
    award.channel, award.paid_to = said["content"]["channel"], said["content"]["paid_to"]


def _whose(award: Award) -> Whose:
    """Whose payment details they are: an award keeps its way to be paid. An award of the past has none."""
    if award.way is None:
        raise NotFound
    return award.beneficiary, award.way


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Nothing is paid until details are recorded that two people sign."""


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3."""


register(Kind("payee", frozenset({Role.OFFICER}), _carry_out, _let_go, _anyone))
