"""H10 of locks: set with the founding, joined by proposal, left, granted again, renewed, recovered."""

from typing import Any

from audit.replay import dues
from audit.replay.holding import GUARDS, ROLE, give_copy
from audit.replay.people import check_founding
from audit.replay.reading import Reading
from audit.replay.roles import duties_on
from audit.replay.sealed import Lock

CAUSES = {"role_ended": "ended", "keys_changed": "rekeyed", "suspended": "suspended"}
"""Why somebody leaves a lock, and the mark that its cause leaves in the unit of work."""
FINANCE = "payment.finance"


def set_lock(reading: Reading, data: dict[str, Any]) -> None:
    """Make a lock with its first holders."""
    ident, name, state = data["lock"], data["name"], reading.state
    reading.create(ident, "lock")
    check_founding(reading, f"lock {name} is set")
    reading.checks["H10"] += 1
    if name not in ROLE:
        reading.find("H10", f"lock {ident} is none that there are: {name!r}")
    elif name in state.locks_named:
        reading.find("H10", f"the lock {name} is set a second time")
    lock = state.locks[ident] = state.locks_named[name] = Lock(name, data["epoch"], "")
    if data["epoch"] != 1:
        reading.find("H10", f"the lock {name} begins with epoch {data['epoch']}")
    take_public_key(reading, lock, data["public_key"])
    for person in data["members"]:
        give_copy(reading, lock, person)


def take_public_key(reading: Reading, lock: Lock, public_key: str) -> None:
    """Give a lock its key, which no lock had before."""
    reading.checks["H10"] += 1
    if public_key in reading.state.lock_keys:
        reading.find("H10", f"the lock {lock.name} is given a public key that was used before")
    reading.state.lock_keys.add(public_key)
    lock.public_key = public_key


def check_use(reading: Reading, what: str, lock: Lock) -> None:
    """H11, H10: who grants or renews a lock has its role that day, and holds it."""
    reading.checks["H11"] += 1
    reading.checks["H10"] += 1
    if ROLE.get(lock.name) not in reading.roles:
        reading.find("H11", f"{what} by {reading.actor}, who has not its role that day")
    if reading.actor not in lock.copies:
        reading.find("H10", f"{what} by {reading.actor}, who does not hold it")


def check_epoch(reading: Reading, what: str, lock: Lock, epoch: int) -> None:
    """Hold a copy to the key that the lock has now."""
    reading.checks["H10"] += 1
    if epoch != lock.epoch:
        reading.find("H10", f"{what} at epoch {epoch}, the lock is at {lock.epoch}")


def join(reading: Reading, data: dict[str, Any]) -> None:
    """Let somebody hold a lock, as a holder proposed and another signed."""
    dues.carry_out(reading, "lock.joined", data)
    lock = reading.known(reading.state.locks, data["lock"], "lock")
    if lock is not None:
        check_epoch(reading, f"{data['person']} joins the lock {lock.name}", lock, data["epoch"])
        give_copy(reading, lock, data["person"])


def regrant(reading: Reading, data: dict[str, Any]) -> None:
    """Give a holder who is without a copy a new one."""
    lock = reading.known(reading.state.locks, data["lock"], "lock")
    if lock is None:
        return
    what, person = f"the lock {lock.name} is granted again", data["person"]
    check_use(reading, what, lock)
    check_epoch(reading, what, lock, data["epoch"])
    reading.checks["H10"] += 1
    if person not in lock.without:
        reading.find("H10", f"{what} to {person}, who does not wait for a copy")
    give_copy(reading, lock, person)


def recover(reading: Reading, data: dict[str, Any]) -> None:
    """Let two outsiders together give somebody a copy."""
    lock = reading.known(reading.state.locks, data["lock"], "lock")
    if lock is None:
        return
    what = f"the lock {lock.name} is recovered"
    check_epoch(reading, what, lock, data["epoch"])
    reading.checks["H10"] += 1
    if not reading.state.recovery:
        reading.find("H10", f"{what}, but no outsiders were named for that")
    give_copy(reading, lock, data["person"])


def renew(reading: Reading, data: dict[str, Any]) -> None:
    """Give a lock a new key that only some of its present holders have."""
    lock = reading.known(reading.state.locks, data["lock"], "lock")
    if lock is None:
        return
    what = f"the lock {lock.name} is renewed"
    check_use(reading, what, lock)
    reading.checks["H10"] += 1
    if (data["name"], data["epoch"]) != (lock.name, lock.epoch + 1):
        reading.find("H10", f"{what} as {data['name']}, epoch {data['epoch']}, after epoch {lock.epoch}")
    lock.epoch = data["epoch"]
    take_public_key(reading, lock, data["public_key"])
    check_sealed_anew(reading, what, lock, data["envelopes"])
    before, lock.copies = lock.copies, {}
    lock.known.clear()
    lock.without.clear()
    for person in data["members"]:
        if person not in before:
            reading.find("H10", f"{what} for {person}, who did not hold it")
        give_copy(reading, lock, person)


def check_sealed_anew(reading: Reading, what: str, lock: Lock, count: int) -> None:
    """Hold the number of keys sealed anew to those there are, less those found exchanged.

    What was passed to finance for an award may be taken back when nothing of it waits any more.
    """
    state = reading.state
    least = most = sum(number for compartment, number in state.kept.items() if lock.name in GUARDS[compartment])
    if lock.name == FINANCE:
        least, most = least + len(state.waiting), most + len(state.passed)
    lock.lost += reading.unit.exchanged
    reading.checks["H10"] += 1
    if not least - lock.lost <= count <= most:
        reading.find("H10", f"{what} with {count} keys sealed anew, there are {most}")


def leave(reading: Reading, data: dict[str, Any]) -> None:
    """Take somebody's copy of a lock away, for good or until it is granted again."""
    lock = reading.known(reading.state.locks, data["lock"], "lock")
    if lock is None:
        return
    person, why = data["person"], data["why"]
    reading.checks["H10"] += 1
    if person not in lock.copies and person not in lock.without:
        reading.find("H10", f"{person} leaves the lock {lock.name}, which they did not hold")
    lock.copies.pop(person, None)
    if why == "role_ended":
        lock.without.discard(person)
    else:
        lock.without.add(person)
    reading.later(check_cause, lock, person, why, reading.day)


def check_cause(reading: Reading, lock: Lock, person: str, why: str, day: str) -> None:
    """H7: nobody leaves a lock but for new keys, a journey, or a role that ends or is over."""
    reading.checks["H7"] += 1
    role = ROLE.get(lock.name, "")
    mark = (CAUSES.get(why), person, role if why == "role_ended" else "")
    over = why == "role_ended" and role not in duties_on(reading, person, day)
    if mark not in reading.unit.marks and not over:
        reading.find("H7", f"{person} leaves the lock {lock.name} ({why}) without that cause")
