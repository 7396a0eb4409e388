"""A running award that is paid by another of the beneficiary's ways from now on: two others sign, nothing is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.awards.actions.stopping import award_of, nothing, refuse_asked_already, refuse_unless_running
from ledger.awards.models import Award, AwardKind
from ledger.errors import N_, NotFound, Refusal
from ledger.vault.actions.payees import pass_payee, payment_envelope
from ledger.vault.models import Envelope
from ledger.work import Work

Objection = Callable[[Work, Award], None]
_objections: list[Objection] = []


def may_move(act: Objection) -> Objection:
    """Register what a slice above refuses to have moved to another way to be paid, with a sentence."""
    _objections.append(act)
    return act


def propose_move(work: Work, award: Award, way: int) -> Proposal:
    """Ask others to sign that what is still to be paid of an award is paid by another of the beneficiary's ways.

    Raises Refusal where there is no such way, where money of it is in a run, where other details of it wait for
    signatures, or where that was proposed already; NotFound for an award of the past.
    """
    work.actor.require(Role.OFFICER)
    _refuse_now(work, award)
    refuse_asked_already(work, award, "award_way")
    if way == award.way:
        raise Refusal(N_("This award is paid by that way already. Choose another one."), field="way")
    envelope = payment_envelope(work, award.beneficiary, way)
    _refuse_hands(award, envelope)
    matter = Matter(
        kind="award_way",
        subject=award.id,
        content={
            "award": str(award.id),
            "replaces": award.way,
            "way": envelope.way,
            "envelope": str(envelope.id),
            "channel": envelope.channel,
            "paid_to": envelope.paid_to,
        },
        fund=award.fund_id,
        beneficiary=award.beneficiary,
        payment_envelope=envelope.sha256,
    )
    return approvals.propose(work, matter)


def _refuse_now(work: Work, award: Award) -> None:
    """Refuse while something about the award does not let it be moved."""
    refuse_unless_running(award)
    if award.way is None:
        raise NotFound
    refuse_asked_already(work, award, "payee")
    for objection in _objections:
        objection(work, award)


def _refuse_hands(award: Award, envelope: Envelope) -> None:
    """Refuse to let an intermediary pay out a loan."""
    if award.kind is AwardKind.MICRO_LOAN and envelope.channel == "cash":
        raise Refusal(
            N_("A loan is paid into an account or by mobile money. Choose such a way to be paid."), field="way"
        )


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], signer: Signer) -> None:
    award, content = award_of(work, proposal), said["content"]
    _refuse_now(work, award)
    if award.way != content["replaces"]:
        raise Refusal(N_("This award is paid by another way since. It has to be proposed again."))
    award.way, award.moved_by = content["way"], proposal.id
    award.channel, award.paid_to = content["channel"], content["paid_to"]
    award.payee_sha256, award.payee_void = said["payment_envelope"], False
    work.session.flush()
    subjects = [award.id, award.beneficiary, proposal.id]
    work.record("award.moved", subjects, award=str(award.id), way=content["way"], proposal=str(proposal.id))
    pass_payee(work, signer, award.id, (award.beneficiary, content["way"]), said["payment_envelope"])


register(Kind("award_way", frozenset({Role.OFFICER}), _carry_out, nothing, nothing))
