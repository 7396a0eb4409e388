"""H11 on bad days: one's own access suspended, and a lock-down that two different persons lift."""

from typing import Any

from audit.replay.days import days_later
from audit.replay.holding import check_given_up
from audit.replay.reading import Reading
from audit.replay.sealed import Lockdown
from audit.replay.statements import Purpose, check_statement

SIGNED = Purpose("lift@almoner.v1", "H11")
MOST_DAYS = 60
LIFTERS = 2
MEANWHILE = frozenset(
    {
        "account.recovery_code_used",
        "lockdown.lift_signed",
        "lockdown.lifted",
        "lockdown.raised",
    }
)
"""What people may do while a lock-down lasts; a second one being raised is told apart."""


def suspend(reading: Reading, data: dict[str, Any]) -> None:
    """Suspend one's own access until a day is over, at most sixty days, and give up every lock."""
    person, until = data["person"], data["until"]
    reading.checks["H11"] += 1
    if person != reading.actor:
        reading.find("H11", f"the access of {person} is suspended by {reading.actor}")
    reading.checks["H7"] += 1
    if not reading.day <= until <= days_later(reading.day, MOST_DAYS):
        reading.find("H7", f"the access of {person} is suspended until {until}")
    reading.state.suspended[person] = until
    reading.unit.marks.add(("suspended", person, ""))
    reading.later(check_given_up, person, "while their access is suspended")


def check_lockdown(reading: Reading, verb: str) -> None:
    """Nobody acts while a lock-down lasts, but to lift it."""
    reading.checks["H11"] += 1
    if reading.actor != "system" and verb not in MEANWHILE:
        reading.find("H11", f"{verb} by {reading.actor} while a lock-down lasts")


def raise_lockdown(reading: Reading, data: dict[str, Any]) -> None:
    """Begin a lock-down."""
    reading.create(data["lockdown"], "lock-down")
    reading.checks["H11"] += 1
    if reading.state.lockdown is not None:
        reading.find("H11", f"lock-down {data['lockdown']} is raised while another lasts")
        return
    reading.state.lockdown = Lockdown(data["lockdown"])


def sign_lift(reading: Reading, data: dict[str, Any]) -> None:
    """Sign to lift the lock-down that lasts; the second person's signature lifts it."""
    ident = data["lockdown"]
    what = f"the signature of {reading.actor} to lift lock-down {ident}"
    check_statement(reading, SIGNED, what, data, {"lockdown": ident})
    lockdown = lasting(reading, what, ident)
    if lockdown is None:
        return
    reading.checks["H11"] += 1
    if reading.actor in lockdown.signers:
        reading.find("H11", f"{what} is their second one")
    lockdown.signers.add(reading.actor)
    if len(lockdown.signers) >= LIFTERS:
        reading.later(check_lifted, ident)


def check_lifted(reading: Reading, ident: str) -> None:
    """H7: a lock-down is lifted in the work of the second signature."""
    reading.checks["H7"] += 1
    lockdown = reading.state.lockdown
    if lockdown is not None and lockdown.ident == ident:
        reading.find("H7", f"lock-down {ident} lasts on though two people have signed to lift it")


def lift(reading: Reading, data: dict[str, Any]) -> None:
    """Lift a lock-down, as two different persons have signed."""
    ident = data["lockdown"]
    lockdown = lasting(reading, "its end", ident)
    if lockdown is None:
        return
    reading.checks["H11"] += 1
    if len(lockdown.signers) < LIFTERS:
        reading.find("H11", f"lock-down {ident} is lifted without the signatures of two people")
    reading.state.lockdown = None


def lasting(reading: Reading, what: str, ident: str) -> Lockdown | None:
    """Find the lock-down that lasts; H11 where that is another one, or none."""
    lockdown = reading.state.lockdown
    if lockdown is not None and lockdown.ident == ident:
        return lockdown
    reading.find("H11", f"{what} is about lock-down {ident}, which does not last")
    return None
