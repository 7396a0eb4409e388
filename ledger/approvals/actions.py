"""Proposing, revising, withdrawing and deciding. A decision is a signature over exact bytes (H3, H4)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from ledger.approvals.kinds import Signer, kind_named, kind_of
from ledger.approvals.models import (
    Decision,
    Policy,
    PolicyRule,
    Proposal,
    ProposalContent,
    ProposalStage,
    Verdict,
)
from ledger.approvals.overlaps import Accepted, refuse_uncovered, refuse_unseen
from ledger.approvals.overlaps import written as written_overlap
from ledger.approvals.queries import content_of, policy_in_force, proposed_by, said
from ledger.approvals.rules import Requirement, canonical, digest, is_about, refuse_too_few, requirement, written
from ledger.approvals.trust import approvals_given, overlaps_accepted, trusted_content
from ledger.clock import moment_text
from ledger.errors import N_, NotFound, Refusal
from ledger.money import Money
from ledger.reference import new_reference
from ledger.signin.registry import refuse_strange_key
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class Matter:
    """What a proposal is about: the part of its bytes that every kind has."""

    kind: str
    subject: UUID
    content: dict[str, Any]
    money: Money | None = None
    base_minor: int | None = None
    fund: UUID | None = None
    beneficiary: str | None = None
    reason: str | None = None
    payment_envelope: str | None = None
    """SHA-256 in hex of the sealed payment details that the money goes to."""


def set_policy(work: Work, version: int, rules: tuple[Requirement, ...]) -> None:
    """Put a version of the policy in force."""
    for rule in rules:
        refuse_too_few(rule)
    work.session.add(Policy(version=version, at=work.at))
    work.session.flush()
    work.session.add_all(
        PolicyRule(version=version, kind=r.kind, from_minor=r.from_minor, needed=r.needed, role=r.role) for r in rules
    )
    work.record("policy.set", [], version=version, rules=[written(rule) for rule in rules])


def propose(work: Work, matter: Matter) -> Proposal:
    """Ask others to sign `matter`. The caller changes its own subject's stage in the same unit of work."""
    work.actor.require(*kind_named(matter.kind).proposers)
    proposal = Proposal(
        id=uuid4(),
        reference=new_reference("P"),
        kind=matter.kind,
        subject=matter.subject,
        stage=ProposalStage.OPEN,
        revision=1,
        opened_at=work.at,
    )
    work.session.add(proposal)
    work.session.flush()
    _write_revision(work, proposal, matter)
    return proposal


def revise(work: Work, proposal: Proposal, matter: Matter) -> Proposal:
    """Replace what is proposed: a new revision, on which nobody has signed yet (H4)."""
    work.actor.require(*kind_of(proposal).proposers)
    _refuse_settled(proposal)
    proposal.revision += 1
    _write_revision(work, proposal, matter)
    return proposal


def withdraw(work: Work, proposal: Proposal) -> None:
    """Take a proposal back. Only someone who made one of its revisions can."""
    _refuse_settled(proposal)
    if not proposed_by(work.session, proposal.id, work.actor.id):
        raise Refusal(N_("Only the person who proposed this can withdraw it."))
    proposal.stage, proposal.settled_at = ProposalStage.WITHDRAWN, work.at
    work.record(
        "proposal.withdrawn",
        [proposal.id, proposal.subject],
        proposal=str(proposal.id),
        revision=proposal.revision,
    )
    kind_of(proposal).let_go(work, proposal, said(content_of(work.session, proposal)))


def decide(
    work: Work,
    proposal: Proposal,
    verdict: Verdict,
    signer: Signer,
    seen_sha256: str,
    accepted: Accepted | None = None,
) -> Decision:
    """Sign yes or no to exactly what was seen, and carry the proposal out when enough have signed.

    `seen_sha256` is the hash of the content that the page showed: where a revision came in between, nothing is signed.
    `accepted` are the awards that it showed to overlap, and why that is right: where they are not those that overlap
    now, or somebody approved before without knowing of all of them, nothing is signed either.
    Raises Exchanged where the proposal, or a signature on it, is not what the log says.
    """
    content = trusted_content(work.session, proposal)
    _refuse_signer(work, proposal, content, seen_sha256)
    refuse_strange_key(work.session, work.actor.id, signer)
    kind, parsed = kind_of(proposal), said(content)
    if verdict is Verdict.APPROVE:
        kind.check_signer(work, proposal, parsed)
        _refuse_overlap(work, proposal, content, accepted)
    else:
        accepted = None
    message = canonical(_decision_content(work, content, verdict, signer, accepted))
    decision = Decision(
        proposal_id=proposal.id,
        revision=proposal.revision,
        person_id=work.actor.id,
        verdict=verdict,
        at=work.at,
        fingerprint=signer.fingerprint,
        bytes=message,
        signature=signer.sign(message),
    )
    work.session.add(decision)
    work.session.flush()
    work.record(
        "decision.signed",
        [proposal.id, proposal.subject, work.actor.id],
        proposal=str(proposal.id),
        revision=proposal.revision,
        decision=verdict.value,
        person=str(work.actor.id),
        bytes=message.decode(),
        signature=decision.signature,
    )
    # What is counted is what the log says, this signature as well.
    work.write_log()
    if verdict is Verdict.REFUSE:
        _settle(work, proposal, ProposalStage.REFUSED)
        kind.let_go(work, proposal, parsed)
    elif approvals_given(work.session, content, proposal) >= content.needed:
        _settle(work, proposal, ProposalStage.APPROVED)
        kind.carry_out(work, proposal, parsed, signer)
    return decision


def _settle(work: Work, proposal: Proposal, stage: ProposalStage) -> None:
    proposal.stage, proposal.settled_at = stage, work.at
    work.session.flush()
    work.record(
        f"proposal.{stage.value}",
        [proposal.id, proposal.subject],
        proposal=str(proposal.id),
        revision=proposal.revision,
    )


def _refuse_signer(work: Work, proposal: Proposal, content: ProposalContent, seen_sha256: str) -> None:
    if not work.actor.has(content.role):
        raise NotFound
    _refuse_settled(proposal)
    if content.sha256 != seen_sha256:
        raise Refusal(N_("This proposal was revised while you read it. Read the new revision, then decide."))
    if proposed_by(work.session, proposal.id, work.actor.id):
        raise Refusal(N_("You proposed this; two other people have to decide on it."))
    if is_about(proposal.kind, proposal.subject, work.actor.id):
        raise Refusal(N_("This is about yourself; other people have to decide on it."))
    if work.session.get(Decision, (proposal.id, proposal.revision, work.actor.id)):
        raise Refusal(N_("You have signed this already; another person has to sign as well."))


def _refuse_overlap(work: Work, proposal: Proposal, content: ProposalContent, accepted: Accepted | None) -> None:
    overlaps = kind_of(proposal).overlaps(work.session, proposal, said(content))
    refuse_unseen(overlaps, accepted)
    if overlaps:
        refuse_uncovered(overlaps, overlaps_accepted(work.session, content, proposal))


def _refuse_settled(proposal: Proposal) -> None:
    if proposal.stage is not ProposalStage.OPEN:
        raise Refusal(N_("This proposal is settled already; nothing can be signed or changed on it any more."))


def _write_revision(work: Work, proposal: Proposal, matter: Matter) -> None:
    version, rules = policy_in_force(work.session)
    rule = requirement(rules, matter.kind, matter.base_minor or 0)
    money = {"minor": matter.money.minor, "currency": matter.money.currency} if matter.money else None
    message = canonical(
        {
            "v": 1,
            "organisation": work.organisation,
            "proposal": str(proposal.id),
            "revision": proposal.revision,
            "kind": matter.kind,
            "subject": str(matter.subject),
            "reason": matter.reason,
            "money": money,
            "base_minor": matter.base_minor,
            "fund": str(matter.fund) if matter.fund else None,
            "beneficiary": matter.beneficiary,
            "payment_envelope": matter.payment_envelope,
            "content": matter.content,
        }
    )
    content = ProposalContent(
        proposal_id=proposal.id,
        revision=proposal.revision,
        kind=matter.kind,
        proposer_id=work.actor.id,
        at=work.at,
        bytes=message,
        sha256=digest(message),
        policy_version=version,
        needed=rule.needed,
        role=rule.role,
        minor=matter.money.minor if matter.money else None,
        currency=matter.money.currency if matter.money else None,
        fund_id=matter.fund,
        beneficiary=matter.beneficiary,
    )
    work.session.add(content)
    work.session.flush()
    work.record(
        "proposal.made",
        [s for s in (proposal.id, matter.subject, matter.fund, matter.beneficiary) if s],
        proposal=str(proposal.id),
        revision=proposal.revision,
        kind=matter.kind,
        bytes=message.decode(),
        sha256=content.sha256,
        policy=version,
        needed=rule.needed,
        role=rule.role.value,
    )


def _decision_content(
    work: Work, content: ProposalContent, verdict: Verdict, signer: Signer, accepted: Accepted | None
) -> dict[str, Any]:
    parsed = said(content)
    same = (
        "organisation",
        "proposal",
        "revision",
        "kind",
        "money",
        "fund",
        "beneficiary",
        "payment_envelope",
    )
    return {
        "v": 1,
        **{name: parsed[name] for name in same},
        "proposal_sha256": content.sha256,
        "policy": content.policy_version,
        "needed": content.needed,
        "decision": verdict.value,
        "overlap": written_overlap(accepted),
        "person": str(work.actor.id),
        "key": signer.fingerprint,
        "at": moment_text(work.at),
        "nonce": secrets.token_hex(16),
    }
