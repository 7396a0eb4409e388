"""Who is registered, under which keys, and the policy people decide under (H2, H3, H7)."""

from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.days import days_later
from audit.replay.dues import carry_out, carry_out_or_found
from audit.replay.holding import check_given_up
from audit.replay.keys import take_keys
from audit.replay.reading import Reading
from audit.replay.state import Person, Policy

OUTSIDERS = 2


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
    """H7: locks and outsiders are named by the installation in the founding work only."""
    reading.checks["H7"] += 1
    if reading.unit.first != 0:
        reading.find("H7", f"{what} outside the founding work")


def name_outsiders(reading: Reading, data: dict[str, Any]) -> None:
    """Name the two outsiders who together can open what nobody else can open any more (H10)."""
    recipients = data["recipients"]
    reading.create("recovery", "the")
    check_founding(reading, "recovery is set")
    reading.checks["H10"] += 1
    if len(recipients) != OUTSIDERS or len(set(recipients)) != OUTSIDERS:
        reading.find("H10", "recovery is set, but not for two different outsiders")
    reading.state.recovery = recipients


def register_person(reading: Reading, data: dict[str, Any]) -> None:
    """Register a person with the keys they sign and read with."""
    ident = data["person"]
    reading.create(ident, "person")
    carry_out_or_found(reading, "person.registered", data)
    reading.duties.clear()
    person = Person(data["code"], data["from"])
    take_keys(reading, ident, person, data)
    reading.state.people[ident] = person


def change_keys(reading: Reading, data: dict[str, Any]) -> None:
    """Give somebody new keys, in whose name nothing that was sealed to the old ones stays open."""
    ident = data["person"]
    carry_out(reading, "person.key_changed", data)
    person = reading.known(reading.state.people, ident, "person")
    if person is not None:
        take_keys(reading, ident, person, data)
        reading.unit.marks.add(("rekeyed", ident, ""))
        reading.later(check_given_up, ident, "that was sealed to their former key")


def end_role(reading: Reading, data: dict[str, Any]) -> None:
    """End a role of somebody: every grant of it that would last longer ends with a day (H11)."""
    person, role, until = data["person"], data["role"], data["until"]
    reading.known(reading.state.people, person, "person")
    carry_out(reading, "role.ended", data)
    reading.checks["H7"] += 1
    if until < days_later(reading.day, -1):
        reading.find("H7", f"the role {role} of {person} is ended with {until}, a day that was over")
    for grant in reading.state.grants.get(person, ()):
        if grant.role == role and grant.until > until:
            grant.until = until
    reading.duties.clear()
    reading.unit.marks.add(("ended", person, role))
    if until < reading.day:
        reading.later(check_given_up, person, f"after their role {role} ended", role)


def set_policy(reading: Reading, data: dict[str, Any]) -> None:
    """Put a policy in force from here on."""
    policies = reading.state.policies
    version = data["version"]
    carry_out_or_found(reading, "policy.set", data)
    reading.checks["H2"] += 1
    if version != len(policies) + 1:
        reading.find("H2", f"policy {version} stands where {len(policies) + 1} belongs")
    policies.append(Policy(version, data["rules"]))
