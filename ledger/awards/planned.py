"""What the newest proposal of an award says is paid out, and paid back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ledger.approvals.models import Proposal
from ledger.approvals.queries import content_of, said
from ledger.awards.models import Award
from ledger.awards.rules.schedule import Planned, read

Plan = tuple[Planned, ...]


def plans_of(session: Session, award: Award) -> tuple[Plan, Plan]:
    """Return the instalments and the repayments that were proposed; a past award has none."""
    proposal = session.get(Proposal, award.proposal_id) if award.proposal_id else None
    if proposal is None or proposal.kind != "award":
        return (), ()
    content = said(content_of(session, proposal))["content"]
    return read(content["instalments"]), read(content["repayments"])
