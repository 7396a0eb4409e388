"""Erasing a person: everything sealed about them goes, the ledger and every proof stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalContent, ProposalStage
from ledger.base import Base
from ledger.errors import N_, Refusal
from ledger.vault.actions.traces import clear_traces
from ledger.vault.models import Envelope, Tombstone, Unscrubbed
from ledger.vault.queries.trust import refuse_unknown
from ledger.vault.rules.reasons import ERASURE_REASONS
from ledger.work import Work

Objection = Callable[[Work, str], None]
_objections: list[Objection] = []


def may_object(act: Objection) -> Objection:
    """Register what a slice above refuses to have erased, with a sentence."""
    _objections.append(act)
    return act


def propose_erasure(work: Work, pseudonym: str, reason: str) -> Proposal:
    """Ask another to sign that everything sealed about a beneficiary is erased.

    Raises Refusal where somebody's award still runs, where they were erased before, or where it is proposed already;
    NotFound for a pseudonym that is nobody's.
    """
    work.actor.require(Role.CUSTODIAN)
    refuse_unknown(work.session, pseudonym)
    if reason not in ERASURE_REASONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    _refuse_unripe(work, pseudonym)
    waiting = (
        select(Proposal.id)
        .join(ProposalContent, ProposalContent.proposal_id == Proposal.id)
        .where(Proposal.kind == "erasure", Proposal.stage == ProposalStage.OPEN)
        .where(ProposalContent.beneficiary == pseudonym)
    )
    if work.session.scalar(waiting) is not None:
        raise Refusal(N_("This erasure is proposed already; another person has to sign it."))
    ident = uuid4()
    content = {"erasure": str(ident), "beneficiary": pseudonym}
    return approvals.propose(work, Matter("erasure", ident, content, beneficiary=pseudonym, reason=reason))


def is_erased(work: Work, pseudonym: str) -> bool:
    """Whether a beneficiary was erased."""
    return work.session.get(Tombstone, pseudonym) is not None


def delete_sealed(work: Work, pseudonym: str) -> int:
    """Delete every row about a person from the tables that are kept apart; return how many envelopes went."""
    count = work.session.scalar(select(func.count()).where(Envelope.pseudonym == pseudonym)) or 0
    for table in reversed(Base.metadata.sorted_tables):
        if table.info.get("vault"):
            work.session.execute(delete(table).where(table.c.pseudonym == pseudonym))
    return count


def _refuse_unripe(work: Work, pseudonym: str) -> None:
    if is_erased(work, pseudonym):
        raise Refusal(N_("This beneficiary was erased already."))
    for act in _objections:
        act(work, pseudonym)


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    pseudonym = said["beneficiary"]
    _refuse_unripe(work, pseudonym)
    count = delete_sealed(work, pseudonym)
    work.session.add(Tombstone(pseudonym=pseudonym, at=work.at, proposal_id=proposal.id))
    work.session.add(Unscrubbed(pseudonym=pseudonym, since=work.at))
    work.session.flush()
    work.record(
        "beneficiary.erased",
        [pseudonym, proposal.id],
        beneficiary=pseudonym,
        proposal=str(proposal.id),
        envelopes=count,
    )
    work.afterwards.append(clear_traces)


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Nothing was deleted yet."""


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Rule out nobody beyond H3."""


register(Kind("erasure", frozenset({Role.CUSTODIAN}), _carry_out, _let_go, _anyone))
