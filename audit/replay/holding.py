"""H10: which locks there are, who may hold them, and who holds them at the place being read."""

from audit.replay.reading import Reading
from audit.replay.roles import duties_on
from audit.replay.sealed import Lock

ROLE = {
    "contact": "officer",
    "hints": "officer",
    "identity.programme": "officer",
    "identity.custody": "custodian",
    "payment.approval": "approver",
    "payment.finance": "finance",
}
"""Lock to the role that whoever holds it has."""
OPPOSITE = {
    "identity.programme": "identity.custody",
    "identity.custody": "identity.programme",
    "payment.approval": "payment.finance",
    "payment.finance": "payment.approval",
}
"""Lock to the one that nobody holds as well."""
GUARDS = {
    "contact": ("contact",),
    "identity": ("identity.programme", "identity.custody"),
    "attachment": ("identity.programme", "identity.custody"),
    "payment": ("payment.approval", "payment.finance"),
}
"""Compartment to its locks."""


def has_copy(reading: Reading, name: str, person: str) -> bool:
    """Say whether somebody holds a copy of a lock, whatever their role is today."""
    lock = reading.state.locks_named.get(name)
    return lock is not None and person in lock.copies


def has_known(reading: Reading, name: str, person: str) -> bool:
    """Say whether somebody ever held the key that a lock has now."""
    lock = reading.state.locks_named.get(name)
    return lock is not None and person in lock.known


def lock_used(reading: Reading, compartment: str) -> str | None:
    """Find the lock of a compartment that the actor holds and has the role for today."""
    for name in GUARDS.get(compartment, ()):
        if has_copy(reading, name, reading.actor) and ROLE[name] in reading.roles:
            return name
    return None


def check_copy(reading: Reading, what: str, name: str) -> None:
    """Hold an act to holders of a lock; their role is a matter of H11."""
    reading.checks["H10"] += 1
    if not has_copy(reading, name, reading.actor):
        reading.find("H10", f"{what} by {reading.actor}, who does not hold the lock {name}")


def give_copy(reading: Reading, lock: Lock, person: str) -> None:
    """Let somebody hold a lock: with its role today, not while suspended, never with its opposite."""
    reading.known(reading.state.people, person, "person")
    reading.checks["H10"] += 1
    what = f"{person} receives a copy of the lock {lock.name}"
    role = ROLE.get(lock.name, "")
    if role not in duties_on(reading, person, reading.day):
        reading.find("H10", f"{what}, but has not the role {role} that day")
    if reading.state.suspended.get(person, "") >= reading.day:
        reading.find("H10", f"{what} while their access is suspended")
    opposite = OPPOSITE.get(lock.name, "")
    if has_copy(reading, opposite, person):
        reading.find("H10", f"{what}, but holds its opposite {opposite} as well")
    elif has_known(reading, opposite, person):
        reading.find("H10", f"{what}, but held its opposite {opposite}, which was not renewed since")
    lock.without.discard(person)
    lock.known.add(person)
    lock.copies[person] = reading.seq


def check_given_up(reading: Reading, person: str, why: str, role: str | None = None) -> None:
    """Hold somebody to having no copy left, of any lock or of those of one role."""
    reading.checks["H10"] += 1
    for name, lock in reading.state.locks_named.items():
        if person in lock.copies and role in {None, ROLE.get(name)}:
            reading.find("H10", f"{person} keeps a copy of the lock {name} {why}")
