"""Awards of one household that help for the same need on the same days: which, and whether somebody signed why."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.replay.overlaps import PROMISING_NOTHING, meet_one_need
from ledger.approvals.models import Decision, Proposal, ProposalStage, Verdict
from ledger.awards.models import Award
from ledger.beneficiaries.models import Beneficiary

PROMISING = ("award", "schedule", "loan_reschedule", "loan_grant")
"""Kinds of proposals that promise help for days."""


def meet(one: Award, other: Award) -> bool:
    """Whether two awards help for one need on one day, by the auditor's list of needs."""
    days = one.supports_from <= other.supports_until and other.supports_from <= one.supports_until
    return days and meet_one_need(one.purpose, other.purpose)


def households(session: Session) -> list[list[Award]]:
    """The awards of each household that promise something."""
    found: dict[UUID, list[Award]] = defaultdict(list)
    query = select(Beneficiary.household_id, Award).join(Award, Award.beneficiary == Beneficiary.pseudonym)
    for home, award in session.execute(query):
        if award.stage.value not in PROMISING_NOTHING:
            found[home].append(award)
    return list(found.values())


def beside(session: Session, award: UUID) -> frozenset[UUID]:
    """What an award overlaps with now."""
    (home,) = (home for home in households(session) if award in {one.id for one in home})
    mine = next(one for one in home if one.id == award)
    return frozenset(one.id for one in home if one.id != award and meet(mine, one))


def named_by(session: Session) -> dict[UUID, set[UUID]]:
    """What everybody who approved named, by the award that they approved it of."""
    signed: dict[UUID, list[set[UUID]]] = defaultdict(list)
    subjects: dict[UUID, UUID] = {}
    query = (
        select(Proposal.id, Proposal.subject, Decision.bytes)
        .join(Decision, (Decision.proposal_id == Proposal.id) & (Decision.revision == Proposal.revision))
        .where(
            Proposal.kind.in_(PROMISING),
            Proposal.stage == ProposalStage.APPROVED,
            Decision.verdict == Verdict.APPROVE,
        )
    )
    for proposal, subject, content in session.execute(query):
        overlap = json.loads(content)["overlap"]
        signed[proposal].append({UUID(one) for one in overlap["awards"]} if overlap and overlap["reason"] else set())
        subjects[proposal] = subject
    named: dict[UUID, set[UUID]] = defaultdict(set)
    for proposal, told in signed.items():
        named[subjects[proposal]] |= set.intersection(*told)
    return named


def hold_overlaps(session: Session) -> int:
    """H6: no award is live beside one that overlaps unless all who approved one of them named the other, with a reason.

    Returns how many pairs there are.
    """
    named, pairs = named_by(session), 0
    for home in households(session):
        live = [one for one in home if one.stage.value != "proposed"]
        for one, other in combinations(live, 2):
            if meet(one, other):
                pairs += 1
                assert other.id in named[one.id] or one.id in named[other.id], (one.reference, other.reference)
    return pairs
