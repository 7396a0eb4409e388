"""H3 and H4 of a decision: different people, none of them a proposer, signing exactly this."""

import hashlib
from typing import Any

from audit.replay.overlaps import check_overlap
from audit.replay.reading import Reading, attempt
from audit.replay.records import Decision, Proposal
from audit.replay.statements import FREE, Purpose, check_statement

SIGNED = Purpose("decision@almoner.v1", "H4", ("at", "nonce", "overlap"))
ABOUT_PEOPLE = frozenset({"access", "appointment", "key_reset", "roles"})
"""Kinds of proposal on which whoever they are about signs no decision."""


def sign(reading: Reading, data: dict[str, Any]) -> None:
    """Take one person's signed decision."""
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if proposal is None:
        return
    ident, person = data["proposal"], data["person"]
    what = f"the decision of {person} on proposal {ident}"
    reading.checks["H13"] += 1
    digest = hashlib.sha256(data["bytes"].encode("utf-8")).digest()
    if digest in reading.nonces:
        reading.find("H13", f"{what} is carried out a second time")
        return
    reading.nonces.add(digest)
    reading.unit.decided.add(ident)
    if proposal.stage != "open":
        reading.find("H7", f"{what} comes after it was {proposal.stage}")
    reading.checks["H11"] += 1
    if proposal.role not in reading.roles:
        reading.find("H11", f"{what} is made without the role {proposal.role}")
    check_person(reading, proposal, what, person)
    signed = check_bytes(reading, proposal, what, data)
    decision = Decision(
        ident,
        data["revision"],
        person,
        data["decision"],
        signed.get("at", ""),
        signed.get("key", ""),
        reading.seq,
        *named_in(signed),
    )
    attempt(reading, check_overlap, proposal, what, decision)
    proposal.decisions.append(decision)
    reading.state.decisions.append(decision)
    start_clock(reading, proposal, data["decision"])
    reading.later(check_settled, ident)


def named_in(signed: dict[str, Any]) -> tuple[list[str], str | None]:
    """Give the awards that a decision names as overlapping, and its reason; what has another shape was found before."""
    overlap = signed.get("overlap")
    if overlap is None or not FREE["overlap"](overlap):
        return [], None
    return overlap["awards"], overlap["reason"]


def start_clock(reading: Reading, proposal: Proposal, verdict: str) -> None:
    """Note when the first of those who have to has approved what stands of an emergency."""
    award = reading.state.awards.get(proposal.subject)
    if proposal.kind != "award" or verdict != "approve" or award is None or award.clock is None:
        return
    if award.clock.first_signed_at is None:
        award.clock.first_signed_at = reading.at


def check_person(reading: Reading, proposal: Proposal, what: str, person: str) -> None:
    """H3: nobody decides what they proposed, or what is about themselves, and nobody decides twice."""
    reading.checks["H3"] += 1
    if person in proposal.proposers:
        reading.find("H3", f"{what} is made by one of its proposers")
    elif proposal.kind in ABOUT_PEOPLE and person == proposal.subject:
        reading.find("H3", f"{what} is made by the one it is about")
    elif any(earlier.person == person for earlier in proposal.decisions):
        reading.find("H3", f"{what} is the second by the same person")


def check_bytes(reading: Reading, proposal: Proposal, what: str, data: dict[str, Any]) -> dict[str, Any]:
    """H4: the signed bytes say what the latest revision of the proposal says, and who signs it."""
    full = proposal.signed
    due = {
        "proposal": data["proposal"],
        "revision": proposal.revision,
        "kind": proposal.kind,
        "proposal_sha256": proposal.sha256,
        "money": full["money"],
        "fund": full["fund"],
        "beneficiary": full["beneficiary"],
        "payment_envelope": full["payment_envelope"],
        "policy": proposal.policy,
        "needed": proposal.needed,
        "decision": data["decision"],
    }
    signed = check_statement(reading, SIGNED, what, data, due)
    if (data["person"], data["revision"]) != (reading.actor, proposal.revision):
        reading.find("H4", f"{what} is entered for another person or revision than it was signed")
    elif data["decision"] not in {"approve", "refuse"}:
        reading.find("H4", f"{what} says neither yes nor no")
    return signed


def check_settled(reading: Reading, ident: str) -> None:
    """H7: a proposal is settled in the unit of work of the decision that settles it."""
    proposal = reading.state.proposals[ident]
    reading.checks["H7"] += 1
    if proposal.stage != "open":
        return
    if any(one.decision == "refuse" for one in proposal.decisions):
        reading.find("H7", f"proposal {ident} stays open after a refusal")
    elif len(proposal.decisions) >= proposal.needed:
        reading.find("H7", f"proposal {ident} stays open though it has all its approvals")
