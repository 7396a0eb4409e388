"""Verbs of loans: paid back, set aside, given up, changed."""

from __future__ import annotations

from audit import shapes as s

_CAME: s.Shape = {
    "award": s.uuid,
    "minor": s.integer,
    "date": s.day,
    "holder": s.code,
    "statement": s.nullable(s.uuid),
}
_SIGNED: s.Shape = {"award": s.uuid, "proposal": s.uuid}

VERBS: dict[str, s.Shape] = {
    "loan.repaid": _CAME,
    "loan.recovered": _CAME,
    "loan.suspended": {"award": s.uuid, "reason": s.token},
    "loan.resumed": _SIGNED,
    "loan.rescheduled": _SIGNED,
    "loan.allowance_set": {**_SIGNED, "minor": s.integer},
    "loan.written_off": {**_SIGNED, "minor": s.integer},
    "loan.granted": {**_SIGNED, "minor": s.integer, "award_kind": s.token},
}
