"""Locks in a history: joined by proposal, granted again, renewed, recovered."""

from typing import Any

from tests.audit.replay import staffing
from tests.audit.replay.histories import History, lock_of, uid


def copy_of(history: History, lock: str, name: str, **changed: Any) -> dict[str, Any]:
    """Give the members of an entry about somebody's copy of a lock."""
    return {"lock": uid(f"lock {lock}"), "epoch": history.epochs[lock], "person": uid(name), **changed}


def propose(history: History, lock: str, name: str, /, by: str = "Olga", **changed: Any) -> str:
    """Propose that somebody is to hold a lock."""
    return staffing.propose(history, "access", {**copy_of(history, lock, name), "name": lock, **changed}, by)


def join(history: History, lock: str, name: str, by: str = "Olga", signer: str = "Ada", **changed: Any) -> None:
    """Let a holder propose and another sign that somebody holds a lock."""
    proposal = propose(history, lock, name, by)
    staffing.approve(history, proposal, signer)
    history.write("lock.joined", **copy_of(history, lock, name, **changed), proposal=proposal)


def leave(history: History, lock: str, name: str, why: str) -> None:
    """Write that somebody leaves a lock, in the unit of work at hand."""
    history.write("lock.left", lock=uid(f"lock {lock}"), person=uid(name), why=why)


def regrant(history: History, lock: str, name: str, by: str = "Olga", **changed: Any) -> None:
    """Give somebody without a copy a new one."""
    history.work(by)
    history.write("lock.regranted", **copy_of(history, lock, name, **changed))


def recover(history: History, lock: str, name: str, **changed: Any) -> None:
    """Let the two outsiders give somebody a copy."""
    history.work("system")
    history.write("lock.recovered", **copy_of(history, lock, name, **changed))


def renew(history: History, lock: str, members: list[str], count: int, by: str = "Olga", **changed: Any) -> None:
    """Give a lock a new key, which some of its holders have."""
    history.work(by)
    history.epochs[lock] += 1
    data = {**lock_of(lock, history.epochs[lock]), "members": sorted(map(uid, members)), "envelopes": count}
    history.write("lock.renewed", **{**data, **changed})
