"""Signed statements: what a person has signed says exactly what its entry says, under their key.

A decision (H4), a sealed envelope (H9), a consent to an opening (H10), a lift of a lock-down (H11).
"""

from dataclasses import dataclass
from typing import Any

from audit import shapes
from audit.replay.reading import Reading
from audit.replay.signed import compare, read_signed

OVERLAP: shapes.Shape = {"awards": shapes.list_of(shapes.uuid), "reason": shapes.token}
FREE = {"at": shapes.moment, "nonce": shapes.hex_32, "overlap": shapes.nullable(shapes.fits(OVERLAP))}
"""Members whose value only the signer knows, and the shape they have."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is signed for: the namespace of the signature, the rule it stands under, its free members."""

    namespace: str
    rule: str
    free: tuple[str, ...] = ("at", "nonce")


def check_statement(
    reading: Reading, purpose: Purpose, what: str, data: dict[str, Any], due: dict[str, Any]
) -> dict[str, Any]:
    """Hold signed bytes to what they are due to say, and their signature to the actor's key in force."""
    rule = purpose.rule
    signed = read_signed(reading, what, data["bytes"], rule)
    check_signature(reading, purpose, what, data)
    if signed is None:
        return {}
    person = reading.state.people.get(reading.actor)
    full = {
        "v": 1,
        "organisation": reading.state.origin,
        "person": reading.actor,
        "key": "" if person is None else person.fingerprint,
        **due,
    }
    if not compare(reading, what, signed, full, rule):
        return signed
    members = full.keys() | set(purpose.free)
    if signed.keys() != members:
        names = ", ".join(sorted(signed.keys() ^ members))
        reading.find(rule, f"{what} lacks or adds members: {names}")
    elif any(not FREE[name](signed[name]) for name in purpose.free):
        reading.find(rule, f"{what} holds something else than a time and a nonce, or overlaps of another shape")
    elif person is not None and not person.keys[-1].since <= signed["at"] <= reading.at:
        reading.find(rule, f"{what} is signed later than it was entered, or before its key was registered")
    return signed


def check_signature(reading: Reading, purpose: Purpose, what: str, data: dict[str, Any]) -> None:
    """Check a signature under the key that the actor has registered by now."""
    checker = reading.checker
    person = reading.state.people.get(reading.actor)
    if person is None:
        reading.find(purpose.rule, f"{what} is signed by a person without a registered key")
    elif checker is None or not checker.available:
        reading.unchecked += 1
    else:
        reading.checks["signature"] += 1
        message = data["bytes"].encode("utf-8")
        if not checker.ssh(person.signing_key, message, data["signature"], purpose.namespace):
            reading.find(purpose.rule, f"{what} does not bear the signature of that person's key")
