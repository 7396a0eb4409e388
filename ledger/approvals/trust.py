"""What is believed of a proposal only because the log says so: its content, and who has signed it.

Whoever writes to the database can add a proposal, a revision or a signature that nobody made. Before somebody signs,
what they sign is held to `proposal.made`; before something is carried out, signatures are counted from
`decision.signed`, each checked under the key that its signer had at that place in the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals import overlaps
from ledger.approvals.models import Proposal, ProposalContent, Verdict
from ledger.approvals.queries import content_of, decisions_on
from ledger.approvals.rules import digest
from ledger.errors import N_, Alarming
from ledger.keys import sshsig
from ledger.keys.sshsig import BadSignature
from ledger.log.models import LogEntry, LogSubject
from ledger.log.standing import Said
from ledger.signin.registry import signing_key_before


class Exchanged(Alarming):
    """A proposal, or a signature on it, is not what the log says."""

    def __init__(self, what: str, proposal: UUID) -> None:
        """Say nothing about which of them it was."""
        super().__init__(
            N_("This proposal is not the one that the log knows. Nothing was signed; tell an auditor."),
            what,
            about=proposal,
        )


def trusted_content(session: Session, proposal: Proposal) -> ProposalContent:
    """Return the content of the revision that stands, as it was proposed. Raises Exchanged, or NotFound."""
    content = content_of(session, proposal)
    made = next(_said_of(session, proposal, "proposal.made"), None)
    expected = {
        "revision": content.revision,
        "kind": content.kind,
        "sha256": digest(content.bytes),
        "policy": content.policy_version,
        "needed": content.needed,
        "role": content.role.value,
    }
    if made is None or any(made.data[name] != value for name, value in expected.items()):
        raise Exchanged("exchanged_proposal", proposal.id)
    row = (str(content.proposer_id), content.sha256, proposal.kind)
    if row != (made.actor, made.data["sha256"], made.data["kind"]):
        raise Exchanged("exchanged_proposal", proposal.id)
    return content


def approvals_given(session: Session, content: ProposalContent, proposal: Proposal) -> int:
    """Count the people whose signed approval of the revision that stands is on the log.

    Raises Exchanged where a row says that somebody approved, and the log does not bear it out.
    """
    said = [one for one in _said_of(session, proposal, "decision.signed") if _approves(session, one, content)]
    rows = {str(one.person_id) for one in decisions_on(session, proposal) if one.verdict is Verdict.APPROVE}
    if rows != {one.actor for one in said}:
        raise Exchanged("exchanged_decision", proposal.id)
    return len(rows)


def overlaps_accepted(session: Session, content: ProposalContent, proposal: Proposal) -> list[frozenset[UUID]]:
    """Return, for each signed approval of the revision that stands, which awards it says to overlap."""
    said = [one for one in _said_of(session, proposal, "decision.signed") if _approves(session, one, content)]
    return [overlaps.read(json.loads(one.data["bytes"])["overlap"]) for one in said]


def _approves(session: Session, said: Said, content: ProposalContent) -> bool:
    signed = json.loads(said.data["bytes"])
    expected = {
        "proposal": str(content.proposal_id),
        "revision": content.revision,
        "proposal_sha256": content.sha256,
        "decision": Verdict.APPROVE.value,
        "person": said.actor,
    }
    key = signing_key_before(session, UUID(said.actor), said.seq)
    if key is None or any(signed[name] != value for name, value in expected.items()):
        return False
    try:
        sshsig.verify(key, said.data["bytes"].encode(), said.data["signature"])
    except BadSignature:
        return False
    return True


def _said_of(session: Session, proposal: Proposal, verb: str) -> Iterator[Said]:
    # By the subject first: a proposal has few entries, but the log has many of these verbs.
    query = (
        select(LogEntry)
        .join(LogSubject, LogSubject.seq == LogEntry.seq)
        .where(LogSubject.subject == str(proposal.id), LogEntry.verb == verb)
        .order_by(LogSubject.seq.desc())
    )
    for entry in session.scalars(query):
        yield Said(entry.seq, entry.at, entry.actor, entry.verb, json.loads(entry.bytes)["data"])
