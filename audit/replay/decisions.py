"""H3 and H4 of a decision: different people, none of them a proposer, signing exactly this."""

import hashlib
from typing import Any

from audit.replay.reading import Reading
from audit.replay.records import Decision, Proposal
from audit.replay.signed import compare, read_signed

NAMESPACE = "decision@almoner.v1"
MEMBERS = frozenset(
    {
        "at",
        "beneficiary",
        "decision",
        "fund",
        "key",
        "kind",
        "money",
        "needed",
        "nonce",
        "organisation",
        "payment_envelope",
        "person",
        "policy",
        "proposal",
        "proposal_sha256",
        "revision",
        "v",
    }
)


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
    check_signature(reading, what, data)
    decision = Decision(
        ident,
        data["revision"],
        person,
        data["decision"],
        signed.get("at", ""),
        signed.get("key", ""),
        reading.seq,
    )
    proposal.decisions.append(decision)
    reading.state.decisions.append(decision)
    reading.later(check_settled, ident)


def check_person(reading: Reading, proposal: Proposal, what: str, person: str) -> None:
    """H3: nobody decides what they proposed, and nobody decides twice."""
    reading.checks["H3"] += 1
    if person in proposal.proposers:
        reading.find("H3", f"{what} is made by one of its proposers")
    elif any(earlier.person == person for earlier in proposal.decisions):
        reading.find("H3", f"{what} is the second by the same person")


def check_bytes(reading: Reading, proposal: Proposal, what: str, data: dict[str, Any]) -> dict[str, Any]:
    """H4: the signed bytes say what the latest revision of the proposal says, and who signs it."""
    signed = read_signed(reading, what, data["bytes"])
    if signed is None:
        return {}
    person = reading.state.people.get(reading.actor)
    full = proposal.signed
    due = {
        "v": 1,
        "organisation": reading.state.origin,
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
        "person": reading.actor,
        "key": "" if person is None else person.fingerprint,
    }
    agrees = compare(reading, what, signed, due)
    if agrees and (data["person"], data["revision"]) != (
        reading.actor,
        proposal.revision,
    ):
        reading.find("H4", f"{what} is entered for another person or revision than it was signed")
    elif signed.keys() != MEMBERS:
        names = ", ".join(sorted(signed.keys() ^ MEMBERS))
        reading.find("H4", f"{what} lacks or adds members: {names}")
    elif signed["at"] > reading.at or data["decision"] not in {"approve", "refuse"}:
        reading.find(
            "H4",
            f"{what} is signed later than it was entered, or says neither yes nor no",
        )
    return signed


def check_signature(reading: Reading, what: str, data: dict[str, Any]) -> None:
    """H4: the signature holds over the bytes under the registered key of the person."""
    checker = reading.checker
    person = reading.state.people.get(data["person"])
    if person is None:
        reading.find("H4", f"{what} is signed by a person without a registered key")
    elif checker is None or not checker.available:
        reading.unchecked += 1
    else:
        reading.checks["signature"] += 1
        message = data["bytes"].encode("utf-8")
        if not checker.ssh(person.signing_key, message, data["signature"], NAMESPACE):
            reading.find("H4", f"{what} does not bear the signature of that person's key")


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
