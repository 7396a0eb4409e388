"""Verbs of money in other hands: intermediaries and their advances."""

from __future__ import annotations

from audit import shapes as s

_ADVANCE: s.Shape = {"advance": s.uuid}
_PART: s.Shape = {**_ADVANCE, "minor": s.integer}

_SHOWN: s.Shape = {"cash": s.code, "date": s.day, "statement": s.uuid}
"""Where a statement shows the money."""

VERBS: dict[str, s.Shape] = {
    "intermediary.registered": {"intermediary": s.uuid, "code": s.token, "kind": s.token},
    "advance.proposed": {**_ADVANCE, "reference": s.code, "proposal": s.uuid, "revision": s.positive},
    "advance.approved": _ADVANCE,
    "advance.cancelled": _ADVANCE,
    "advance.paid": {**_ADVANCE, **_SHOWN},
    "advance.charged": {**_PART, "date": s.day},
    "advance.returned": {**_PART, **_SHOWN},
    "advance.lost": {**_PART, "loss": s.uuid},
    "advance.settled": {**_ADVANCE, "date": s.day},
}
