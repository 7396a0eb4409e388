"""What is sealed about a beneficiary in a history: envelopes signed by their writer, and erasure."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid

NAMESPACE = "envelope@almoner.v1"
DETAILS = ("contact", "identity", "payment")


def seal(history: History, who: str, compartment: str, /, by: str = "Olga", **changed: Any) -> str:
    """Seal a record in a unit of work of its own, and return the id of its envelope."""
    history.work(by)
    return write_envelope(history, who, compartment, by, **changed)


def write_envelope(history: History, who: str, compartment: str, /, by: str = "Olga", **changed: Any) -> str:
    """Write an envelope in the unit of work at hand; `changed` replaces members of what its writer signs."""
    before = history.newest.get((who, compartment), {"version": 0})
    ident = uid(f"envelope {who} {compartment} {len(history.entries)}")
    said = {
        "envelope": ident,
        "beneficiary": who,
        "compartment": compartment,
        "version": before["version"] + 1,
        "sha256": hashlib.sha256(ident.encode()).hexdigest(),
    }
    history.newest[who, compartment] = said
    signed = deeds.statement(history, by, NAMESPACE, {**said, **changed})
    history.write("envelope.sealed", **said, **signed)
    return ident


def register(history: History, who: str, by: str = "Olga") -> None:
    """Register a beneficiary with sealed details of each kind."""
    history.work(by)
    deeds.write_beneficiary(history, who)
    for compartment in DETAILS:
        write_envelope(history, who, compartment, by)


def propose_erasure(history: History, who: str, by: str = "Kit", **changed: Any) -> str:
    """Propose to erase somebody's records, and return the proposal."""
    history.work(by)
    ident, erasure = uid(f"proposal to erase {who}"), uid(f"erasure {who}")
    content = {"erasure": erasure, "beneficiary": who}
    proposal = {"proposal": ident, "kind": "erasure", "subject": erasure, "beneficiary": who, "reason": "asked"}
    deeds.make_proposal(history, {**proposal, "content": content, **changed})
    return ident


def erase(history: History, who: str, envelopes: int, by: str = "Ada") -> None:
    """Let another sign that somebody's records are erased."""
    proposal = propose_erasure(history, who)
    deeds.decide(history, proposal, by)
    deeds.settle(history, proposal, "approved")
    history.write("beneficiary.erased", beneficiary=who, proposal=proposal, envelopes=envelopes)
