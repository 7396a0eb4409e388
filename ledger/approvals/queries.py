"""Reading proposals, their revisions and signatures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from ledger.actor import Actor
from ledger.approvals.models import (
    Decision,
    Proposal,
    ProposalContent,
    ProposalStage,
)
from ledger.approvals.rules import ABOUT_SOMEBODY, Requirement, read
from ledger.approvals.urgent import urgent
from ledger.errors import NotFound
from ledger.log.standing import said_with


def policy_in_force(session: Session) -> tuple[int, list[Requirement]]:
    """Return the newest policy's version and rules, as the log set them: a row can be added by who writes to tables."""
    said = said_with(session, "policy.set")
    if not said:
        return 0, []
    return said[-1].data["version"], [read(rule) for rule in said[-1].data["rules"]]


def proposal_by_reference(session: Session, reference: str) -> Proposal:
    """Return the proposal with this reference. Raises NotFound."""
    found = session.scalar(select(Proposal).where(Proposal.reference == reference))
    if found is None:
        raise NotFound
    return found


def content_of(session: Session, proposal: Proposal) -> ProposalContent:
    """Return the content of the revision that stands."""
    found = session.get(ProposalContent, (proposal.id, proposal.revision))
    if found is None:
        raise NotFound
    return found


def said(content: ProposalContent) -> dict[str, Any]:
    """Parse the signed bytes of a revision."""
    parsed: dict[str, Any] = json.loads(content.bytes)
    return parsed


def decisions_on(session: Session, proposal: Proposal) -> list[Decision]:
    """Return the signatures that count: those on the revision that stands, oldest first."""
    query = select(Decision).where(Decision.proposal_id == proposal.id, Decision.revision == proposal.revision)
    return list(session.scalars(query.order_by(Decision.at, Decision.person_id)))


def proposed_by(session: Session, proposal_id: UUID, person: UUID) -> bool:
    """Whether this person made any revision of the proposal (H3)."""
    query = select(exists().where(ProposalContent.proposal_id == proposal_id, ProposalContent.proposer_id == person))
    return bool(session.scalar(query))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a signature."""

    reference: str
    kind: str
    at: datetime
    minor: int | None
    currency: str | None
    given: int
    needed: int
    subject: UUID
    since: datetime | None = None
    """Since when somebody waits for help with it, of an emergency."""


def waiting_for(session: Session, actor: Actor, limit: int = 50) -> list[Waiting]:
    """Return the open proposals that this person may sign and has not: emergencies first, then the oldest.

    None that is about themselves is among them.
    """
    revision = aliased(ProposalContent)
    mine = select(revision.proposal_id).where(revision.proposal_id == Proposal.id, revision.proposer_id == actor.id)
    signed = select(Decision.proposal_id).where(
        Decision.proposal_id == Proposal.id, Decision.revision == Proposal.revision, Decision.person_id == actor.id
    )
    given = (
        select(func.count(Decision.person_id))
        .where(Decision.proposal_id == Proposal.id, Decision.revision == Proposal.revision)
        .correlate(Proposal)
        .scalar_subquery()
    )
    hurried = urgent()
    query = (
        select(Proposal, ProposalContent, given, hurried.c.since)
        .select_from(Proposal)
        .join(
            ProposalContent,
            (ProposalContent.proposal_id == Proposal.id) & (ProposalContent.revision == Proposal.revision),
        )
        .join(hurried, hurried.c.subject == Proposal.subject, isouter=True)
        .where(
            Proposal.stage == ProposalStage.OPEN,
            ProposalContent.role.in_(actor.roles),
            ~mine.correlate(Proposal).exists(),
            ~signed.correlate(Proposal).exists(),
            or_(Proposal.kind.not_in(ABOUT_SOMEBODY), Proposal.subject != actor.id),
        )
        .order_by(hurried.c.since.is_(None), hurried.c.since, ProposalContent.at)
        .limit(limit)
    )
    return [
        Waiting(p.reference, p.kind, c.at, c.minor, c.currency, count, c.needed, p.subject, since)
        for p, c, count, since in session.execute(query)
    ]
