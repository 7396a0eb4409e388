"""Stopping what is still to be paid of an award, which takes one person, and going on, which takes two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.actions.reviewing import RUNNING
from ledger.awards.models import Award
from ledger.errors import N_, NotFound, Refusal
from ledger.vocabulary import STOPS
from ledger.work import Work


def stop_award(work: Work, award: Award, reason: str) -> None:
    """Stop an award: nothing more of it is recognised, gathered, released or handed to be paid."""
    work.actor.require(Role.OFFICER, Role.APPROVER, Role.FINANCE)
    refuse_unless_running(award)
    if award.stopped:
        raise Refusal(N_("This award is stopped already."))
    if reason not in STOPS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    award.stopped = True
    work.session.flush()
    work.record("award.stopped", [award.id, award.beneficiary], award=str(award.id), reason=reason)


def propose_resumption(work: Work, award: Award) -> Proposal:
    """Ask another person to sign that a stopped award goes on. Starting again takes two."""
    refuse_unless_running(award)
    _refuse_going_on(award)
    refuse_asked_already(work, award, "award_resume")
    matter = Matter(
        kind="award_resume",
        subject=award.id,
        content={"award": str(award.id)},
        fund=award.fund_id,
        beneficiary=award.beneficiary,
    )
    return approvals.propose(work, matter)


def refuse_unless_running(award: Award) -> None:
    """Refuse what can only be done while something of an award is still to be paid."""
    if award.stage not in RUNNING:
        raise Refusal(N_("This award is at a stage where that cannot be done any more."))


def refuse_asked_already(work: Work, award: Award, kind: str) -> None:
    """Refuse to ask for the same about an award a second time while the first waits."""
    waiting = exists().where(Proposal.subject == award.id, Proposal.kind == kind, Proposal.stage == ProposalStage.OPEN)
    if work.session.scalar(select(waiting)):
        raise Refusal(N_("This was proposed already and waits for signatures. Withdraw that proposal first."))


def award_of(work: Work, proposal: Proposal) -> Award:
    """Return the award that a proposal is about. Raises NotFound."""
    award = work.session.get(Award, proposal.subject)
    if award is None:
        raise NotFound
    return award


def _refuse_going_on(award: Award) -> None:
    if not award.stopped:
        raise Refusal(N_("This award is not stopped."))


def _carry_out(work: Work, proposal: Proposal, _said: dict[str, Any], _signer: Signer) -> None:
    award = award_of(work, proposal)
    refuse_unless_running(award)
    _refuse_going_on(award)
    award.stopped, award.resumed_by = False, proposal.id
    work.session.flush()
    subjects = [award.id, award.beneficiary, proposal.id]
    work.record("award.resumed", subjects, award=str(award.id), proposal=str(proposal.id))


def nothing(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Nothing was changed by asking, and nobody is ruled out beyond H3."""


register(Kind("award_resume", frozenset({Role.OFFICER}), _carry_out, nothing, nothing))
