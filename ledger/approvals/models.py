"""Proposals, what each revision says, who signed it, and the policy that says how many must."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.actor import Role
from ledger.approvals.rules import LEAST
from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole


class ProposalStage(enum.StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Verdict(enum.StrEnum):
    """What a decision says."""

    APPROVE = "approve"
    REFUSE = "refuse"


_LEAST = " ".join(f"WHEN '{kind}' THEN {least}" for kind, least in LEAST.items())
_ENOUGH = f"needed >= CASE kind {_LEAST} ELSE 1 END"
"""H3, as the rules have it, for whatever is written into a table."""


class Policy(Base):
    """A version of the rules on how many approvals are needed; the highest version is in force."""

    __tablename__ = "policy"
    __table_args__ = ({"info": PROTECTED},)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class PolicyRule(Base):
    """For a kind of proposal from an amount in base currency on: how many approvals, by which role."""

    __tablename__ = "policy_rule"
    __table_args__ = (
        CheckConstraint(_ENOUGH, name="enough_approvals"),
        {"info": PROTECTED},
    )

    version: Mapped[int] = mapped_column(ForeignKey("policy.version"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    from_minor: Mapped[int] = mapped_column(primary_key=True)
    needed: Mapped[int]
    role: Mapped[Role] = mapped_column(stage_type(Role, "role"))


class Proposal(Base):
    """What one person asks others to sign. Only its stage and its revision ever change."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_stage_kind", "stage", "kind"), {"info": KEPT})

    id: Mapped[UUID] = key_column()
    reference: Mapped[str] = mapped_column(String(13), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[UUID] = mapped_column(index=True)
    stage: Mapped[ProposalStage] = mapped_column(stage_type(ProposalStage, "stage"))
    revision: Mapped[int]
    opened_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class ProposalContent(Base):
    """The exact bytes of one revision, with the figures that pages show of it."""

    __tablename__ = "proposal_content"
    __table_args__ = (
        CheckConstraint(_ENOUGH, name="enough_approvals"),
        whole("minor"),
        {"info": PROTECTED},
    )

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    proposer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    bytes: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    policy_version: Mapped[int] = mapped_column(ForeignKey("policy.version"))
    needed: Mapped[int]
    role: Mapped[Role] = mapped_column(stage_type(Role, "role"))
    minor: Mapped[int | None]
    currency: Mapped[str | None] = mapped_column(String(8))
    fund_id: Mapped[UUID | None]
    beneficiary: Mapped[str | None] = mapped_column(String(13))


class Decision(Base):
    """One person's signed yes or no to exactly one revision (H3, H4)."""

    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "revision"], ["proposal_content.proposal_id", "proposal_content.revision"]
        ),
        {"info": PROTECTED},
    )

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    verdict: Mapped[Verdict] = mapped_column(stage_type(Verdict, "verdict"))
    at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(60))
    bytes: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[str] = mapped_column(Text)
