"""H11: who is registered, which roles they hold on a day, and the policy they decide under."""

import base64
import hashlib
from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.reading import Reading
from audit.replay.state import Grant, Person, Policy

ALONE = frozenset({"auditor", "donor"})
ROLES = frozenset({"officer", "approver", "finance", "custodian", "steward"}) | ALONE


def found(reading: Reading, data: dict[str, Any]) -> None:
    """Begin the log: the organisation, its base currency and the key of its log."""
    if reading.seq != 0:
        reading.find("H7", "the organisation is founded a second time")
        return
    state = reading.state
    state.origin = data["origin"]
    state.log_key = data["log_key"]
    state.demo = data["demo"]
    if data["rules"] != 1:
        reading.find("H7", f"the log is kept under rules {data['rules']!r}, replay knows rules 1")
    check_currency(reading, "the organisation", data["base_currency"])
    state.base_currency = data["base_currency"]


def check_founding(reading: Reading, what: str) -> None:
    """H7: people, roles and policy are set by the installation in the founding work only."""
    reading.checks["H7"] += 1
    if reading.unit.first != 0:
        reading.find("H7", f"{what} outside the founding work")


def register_person(reading: Reading, data: dict[str, Any]) -> None:
    """Register a person with the keys they sign and read with; two people never share a key."""
    ident = data["person"]
    reading.create(ident, "person")
    check_founding(reading, f"person {ident} is registered")
    fingerprint = fingerprint_of(data["signing_key"])
    reading.checks["H3"] += 1
    for other, person in reading.state.people.items():
        if person.fingerprint == fingerprint:
            reading.find("H3", f"person {ident} has the signing key of person {other}")
    reading.duties.clear()
    reading.state.people[ident] = Person(
        data["code"],
        data["signing_key"],
        data["reading_key"],
        data["from"],
        fingerprint,
    )


def grant_role(reading: Reading, data: dict[str, Any]) -> None:
    """Grant a role for a time; auditor and donor stand alone while they last."""
    grant = Grant(data["person"], data["role"], data["from"], data["until"])
    state = reading.state
    reading.known(state.people, grant.person, "person")
    check_founding(reading, f"role {grant.role} is granted to {grant.person}")
    reading.checks["H11"] += 1
    if grant.role not in ROLES:
        reading.find("H11", f"role {grant.role!r} of {grant.person} is not one of the seven")
    for other in state.roles:
        if (
            other.person == grant.person
            and other.role != grant.role
            and ALONE & {other.role, grant.role}
            and other.since <= grant.until
            and grant.since <= other.until
        ):
            reading.find(
                "H11",
                f"{grant.person} is {other.role} and {grant.role}, one of which stands alone",
            )
    state.roles.append(grant)
    reading.duties.clear()


def set_policy(reading: Reading, data: dict[str, Any]) -> None:
    """Put a policy in force from here on."""
    policies = reading.state.policies
    version = data["version"]
    check_founding(reading, f"policy {version} is set")
    reading.checks["H2"] += 1
    if version != len(policies) + 1:
        reading.find("H2", f"policy {version} stands where {len(policies) + 1} belongs")
    policies.append(Policy(version, data["rules"]))


def duties_on(reading: Reading, actor: str, day: str) -> frozenset[str]:
    """Say what an actor may act as on a day: their roles, and `person` or `system` itself."""
    duties = reading.duties.get((actor, day))
    if duties is None:
        held = {
            grant.role for grant in reading.state.roles if grant.person == actor and grant.since <= day <= grant.until
        }
        if actor == "system":
            held.add("system")
        elif actor in reading.state.people:
            held.add("person")
        duties = reading.duties[actor, day] = frozenset(held)
    return duties


def fingerprint_of(public_line: str) -> str:
    """Give the fingerprint of an OpenSSH public key as `ssh-keygen -l` prints it."""
    algorithm, blob = public_line.split()[:2]
    if algorithm != "ssh-ed25519":
        message = f"{algorithm} is not a kind of key that people sign with"
        raise ValueError(message)
    digest = hashlib.sha256(base64.b64decode(blob, validate=True)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")
