"""Verbs of the books and of what is taken in: journal entries, files of past awards, exchange rates."""

from __future__ import annotations

from audit import shapes as s

LEFT_OUT: s.Shape = {"row": s.natural, "field": s.code, "reason": s.code}
LINE: s.Shape = {
    "line": s.positive,
    "fund": s.uuid,
    "account": s.account,
    "currency": s.currency,
    "minor": s.integer,
    "base": s.integer,
    "holder": lambda value: value == "" or s.code(value),
    "kind": s.code,
    "ref": s.uuid,
    "version": s.positive,
    "balance": s.integer,
    "base_balance": s.integer,
    "statement": s.nullable(s.uuid),
}

VERBS: dict[str, s.Shape] = {
    "entry.posted": {
        "entry": s.uuid,
        "number": s.positive,
        "event": s.code,
        "rules": s.positive,
        "date": s.day,
        "reverses": s.nullable(s.positive),
        "lines": s.list_of(s.fits(LINE)),
    },
    "import.proposed": {"import": s.uuid, "proposal": s.uuid, "file_sha256": s.hex_64},
    "import.left_out": {"import": s.uuid, "rows": s.list_of(s.fits(LEFT_OUT))},
    "import.carried_out": {
        "import": s.uuid,
        "awards": s.natural,
        "totals": s.map_of(s.currency, s.integer),
    },
    "budget.set": {"budget": s.uuid, "proposal": s.uuid},
    "rate.recorded": {
        "currency": s.currency,
        "base": s.currency,
        "rate": s.decimal,
        "source": s.code,
        "date": s.day,
        "proposal": s.uuid,
    },
}
