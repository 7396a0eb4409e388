"""Altering a history that is written already: its founding, an entry, a role that lapses."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.audit.replay.histories import History, uid

Spoil = Callable[[History], None]
Wrong = dict[Spoil, tuple[str, str]]
"""What spoils a history, the one rule it is then found under, and words of the finding."""

WHO = "B-7K3M-9QXT-C"


def data_of(history: History, verb: str, **members: Any) -> dict[str, Any]:
    """Give the data of the first entry of a verb that has these members."""
    return next(
        one["data"]
        for one in history.entries
        if one["verb"] == verb and all(one["data"][name] == value for name, value in members.items())
    )


def drop(history: History, verb: str, **members: Any) -> None:
    """Take an entry out, and move up the rest."""
    data = data_of(history, verb, **members)
    history.entries[:] = [one for one in history.entries if one["data"] is not data]
    for seq, entry in enumerate(history.entries):
        entry["seq"] = seq


def add_to_founding(history: History, verb: str, **data: Any) -> None:
    """Add an entry to the founding work."""
    place = next(n for n, one in enumerate(history.entries) if one["work"] != history.entries[0]["work"])
    history.entries.insert(place, {**history.entries[place - 1], "verb": verb, "data": data})
    for seq, entry in enumerate(history.entries):
        entry["seq"] = seq


def lapse(history: History, name: str, role: str) -> None:
    """Let a role of somebody end with the first day, and a day go by."""
    for entry in history.entries:
        data = entry["data"]
        if entry["verb"] == "role.granted" and (data["person"], data["role"]) == (uid(name), role):
            data["until"] = history.at[:10]
    history.now += dt.timedelta(days=1)


def named(spoil: Spoil, name: str) -> Spoil:
    """Give a history that was made by a function a name of its own."""
    spoil.__name__ = name
    return spoil
