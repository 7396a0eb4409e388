"""Reading what stewards have proposed, for those who do not see other proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal, ProposalContent, ProposalStage
from ledger.approvals.queries import proposal_by_reference
from ledger.errors import NotFound
from ledger.signin.queries import names_of

KINDS = ("appointment", "roles", "key_reset", "policy")


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A steward's proposal, as their page shows it. `about` is empty for a newcomer and for a policy."""

    reference: str
    kind: str
    about: str
    proposer: UUID
    at: datetime
    stage: ProposalStage

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""
        return self.stage is ProposalStage.OPEN


def stewards_proposals(session: Session, limit: int = 30) -> list[ProposalLine]:
    """Return what stewards proposed, newest first."""
    query = (
        select(Proposal, ProposalContent)
        .join(
            ProposalContent,
            (ProposalContent.proposal_id == Proposal.id) & (ProposalContent.revision == Proposal.revision),
        )
        .where(Proposal.kind.in_(KINDS))
        .order_by(Proposal.opened_at.desc(), Proposal.id)
        .limit(limit)
    )
    rows = session.execute(query).all()
    names = names_of(session, [proposal.subject for proposal, _ in rows])
    return [ProposalLine(p.reference, p.kind, names.get(p.subject, ""), c.proposer_id, c.at, p.stage) for p, c in rows]


def stewards_proposal(session: Session, reference: str) -> Proposal:
    """Return a proposal of a steward. Raises NotFound for any other."""
    found = proposal_by_reference(session, reference)
    if found.kind not in KINDS:
        raise NotFound
    return found


def waiting_about(session: Session, person: UUID) -> list[tuple[str, datetime]]:
    """Return kind and moment of what waits for a signature and is about somebody."""
    query = (
        select(Proposal.kind, Proposal.opened_at)
        .where(Proposal.subject == person, Proposal.stage == ProposalStage.OPEN, Proposal.kind.in_(KINDS))
        .order_by(Proposal.opened_at)
    )
    return [(row.kind, row.opened_at) for row in session.execute(query)]
