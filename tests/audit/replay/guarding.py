"""Bad days in a history: somebody suspends their own access, a lock-down is raised and lifted."""

import datetime as dt
from typing import Any

from tests.audit.replay import deeds, locking
from tests.audit.replay.histories import History, uid

NAMESPACE = "lift@almoner.v1"


def suspend(history: History, name: str, *locks: str, days: int = 3) -> None:
    """Suspend one's own access, and give up every lock for as long."""
    history.work(name)
    until = (history.now.date() + dt.timedelta(days=days)).isoformat()
    history.write("access.suspended", person=uid(name), until=until)
    for lock in locks:
        locking.leave(history, lock, name, "suspended")


def raise_lockdown(history: History, name: str, by: str = "Olga") -> str:
    """Raise a lock-down, and return it."""
    history.work(by)
    history.write("lockdown.raised", lockdown=uid(name))
    return uid(name)


def sign_lift(history: History, lockdown: str, by: str, /, **changed: Any) -> None:
    """Sign to lift it; `changed` replaces members of what is signed."""
    history.work(by)
    said = {"lockdown": lockdown, "nonce": deeds.nonce(history), **changed}
    history.write("lockdown.lift_signed", lockdown=lockdown, **deeds.statement(history, by, NAMESPACE, said))


def lift(history: History, lockdown: str, first: str = "Ada", second: str = "Stu") -> None:
    """Let two people lift it."""
    sign_lift(history, lockdown, first)
    sign_lift(history, lockdown, second)
    history.write("lockdown.lifted", lockdown=lockdown)
