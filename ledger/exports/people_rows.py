"""Rows of the tables about people, proposals, decisions and the log itself. No names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Decision, Proposal, ProposalContent
from ledger.beneficiaries.models import Beneficiary
from ledger.clock import day_text, moment_text
from ledger.log.models import LogEntry, LogSubject
from ledger.signin.models import Person, RoleGrant

Row = list[Any]
BATCH = 1000


def users(session: Session, _size: int) -> Iterator[Row]:
    """Return who holds or held which role from when to when; one that was ended holds until that day."""
    query = select(RoleGrant, Person.code).join(Person, Person.id == RoleGrant.person_id)
    for grant, code in session.execute(
        query.order_by(RoleGrant.person_id, RoleGrant.role, RoleGrant.since, RoleGrant.until)
    ):
        yield [grant.person_id, code, grant.role, day_text(grant.since), day_text(grant.until)]


def beneficiaries(session: Session, _size: int) -> Iterator[Row]:
    """Return pseudonyms and households."""
    query = select(Beneficiary.pseudonym, Beneficiary.household_id).order_by(Beneficiary.pseudonym)
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield list(row)


def proposals(session: Session, _size: int) -> Iterator[Row]:
    """Return each proposal at the revision that stands."""
    query = (
        select(
            Proposal.id, Proposal.kind, Proposal.stage, Proposal.revision, ProposalContent.needed,
            ProposalContent.sha256, ProposalContent.proposer_id,
        )
        .join(
            ProposalContent,
            (ProposalContent.proposal_id == Proposal.id) & (ProposalContent.revision == Proposal.revision),
        )
        .order_by(Proposal.id)
    )  # fmt: skip
    for row in session.execute(query.execution_options(yield_per=BATCH)):
        yield list(row)


def decisions(session: Session, _size: int) -> Iterator[Row]:
    """Return each signature with its place in the log."""
    query = select(Decision).order_by(Decision.proposal_id, Decision.revision, Decision.person_id)
    signed = iter(session.scalars(query.execution_options(yield_per=BATCH)))
    while batch := list(islice(signed, BATCH)):
        places = _places_of(session, {one.proposal_id for one in batch})
        for one in batch:
            overlap = json.loads(one.bytes)["overlap"] or {"awards": [], "reason": None}
            yield [
                one.proposal_id,
                one.revision,
                one.person_id,
                one.verdict,
                " ".join(overlap["awards"]),
                overlap["reason"],
                moment_text(one.at),
                one.fingerprint,
                places[str(one.proposal_id), one.revision, str(one.person_id)],
            ]


def _places_of(session: Session, proposals: set[UUID]) -> dict[tuple[str, int, str], int]:
    """Return where the decisions on these proposals stand in the log."""
    query = (
        select(LogEntry.seq, LogEntry.bytes)
        .join(LogSubject, LogSubject.seq == LogEntry.seq)
        .where(LogSubject.subject.in_([str(one) for one in proposals]), LogEntry.verb == "decision.signed")
    )
    places = {}
    for row in session.execute(query):
        data = json.loads(row.bytes)["data"]
        places[data["proposal"], data["revision"], data["person"]] = row.seq
    return places


def log(session: Session, size: int) -> Iterator[Row]:
    """Return the log's columns; its bytes stand in the tiles."""
    query = select(LogEntry.seq, LogEntry.at, LogEntry.work, LogEntry.actor, LogEntry.verb, LogEntry.leaf_hash)
    ordered = query.where(LogEntry.seq < size).order_by(LogEntry.seq).execution_options(yield_per=BATCH)
    for row in session.execute(ordered):
        yield [row.seq, moment_text(row.at), row.work, row.actor, row.verb, row.leaf_hash.hex()]
