"""What an entry of the log holds, verb by verb: sections 2, 4 and 5 of the log format as a table.

A member too many is a fault like one too few: it could carry a name.
"""

from __future__ import annotations

from typing import Any

from audit import shapes as s
from audit.verbs import (
    advancing,
    banking,
    books,
    guarding,
    helping,
    lending,
    paying,
    people,
    sealed,
    treasury,
)

VERBS: dict[str, s.Shape] = {
    **people.VERBS,
    **helping.VERBS,
    **sealed.VERBS,
    **paying.VERBS,
    **lending.VERBS,
    **advancing.VERBS,
    **books.VERBS,
    **treasury.VERBS,
    **banking.VERBS,
    **guarding.VERBS,
}
"""Verb to the members of its `data`."""

ENVELOPE: s.Shape = {
    "v": s.one,
    "seq": s.natural,
    "at": s.moment,
    "work": s.uuid,
    "actor": s.actor,
    "verb": lambda value: type(value) is str and value in VERBS,
    "subjects": s.subjects,
    "data": lambda value: type(value) is dict,
    "salt": s.hex_32,
}


_ENVELOPE = s.fits(ENVELOPE)
_VERBS = {verb: s.fits(shape) for verb, shape in VERBS.items()}


def fault_of(entry: Any) -> str | None:
    """Say what in an entry is not as its verb calls for; None when all of it is."""
    if not _ENVELOPE(entry):
        return f"the entry {s.fault_in(ENVELOPE, entry)}"
    verb, data = entry["verb"], entry["data"]
    if not _VERBS[verb](data):
        return f"the data of {verb} {s.fault_in(VERBS[verb], data)}"
    return None
