"""What is sealed about a beneficiary in a history: envelopes signed by their writer, and erasure."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, paid_by, uid

NAMESPACE = "envelope@almoner.v1"
DETAILS = ("contact", "identity", "payment")
HANDS = {"cash": "intermediary"}
"""Into whose hands a channel pays here, where it is not the beneficiary's."""


def seal(history: History, who: str, compartment: str, /, by: str = "Olga", **changed: Any) -> str:
    """Seal a record in a unit of work of its own, and return the id of its envelope."""
    history.work(by)
    return write_envelope(history, who, compartment, by, **changed)


def write_envelope(history: History, who: str, compartment: str, /, by: str = "Olga", **changed: Any) -> str:
    """Write an envelope in the unit of work at hand; `changed` replaces members of what its writer signs."""
    return write_way(history, who, compartment, 1 if compartment == "payment" else None, by, **changed)


def seal_way(history: History, who: str, way: int, channel: str = "bank") -> str:
    """Seal payment details of one of a beneficiary's ways to be paid, in a unit of work of its own."""
    history.work("Olga")
    return write_way(history, who, "payment", way, channel=channel)


def way_by(history: History, who: str, way: int, channel: str) -> int:
    """Return this way where it is by this channel, or nothing is known of it; else another one that is sealed."""
    known = [one["way"] for key, one in history.newest.items() if key[0] == who and one["way"] is not None]
    if history.newest.get((who, paid_by(way)), {"channel": channel})["channel"] == channel:
        return way
    seal_way(history, who, 1 + max(known), channel)
    return 1 + max(known)


def write_way(
    history: History,
    who: str,
    compartment: str,
    way: int | None,
    /,
    by: str = "Olga",
    channel: str = "bank",
    **changed: Any,
) -> str:
    """Write an envelope that is about this way to be paid, by a channel; None where it is about none."""
    known = [
        one["version"] for key, one in history.newest.items() if key[0] == who and one["compartment"] == compartment
    ]
    ident = uid(f"envelope {who} {compartment} {len(history.entries)}")
    said = {
        "envelope": ident,
        "beneficiary": who,
        "compartment": compartment,
        "version": 1 + max(known, default=0),
        "way": way,
        "channel": None if way is None else channel,
        "paid_to": None if way is None else HANDS.get(channel, "beneficiary"),
        "sha256": hashlib.sha256(ident.encode()).hexdigest(),
    }
    history.newest[who, compartment if way is None else paid_by(way)] = said
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
