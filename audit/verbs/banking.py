"""Verbs of banking: statements, their lines, and what is claimed from a bank."""

from __future__ import annotations

from audit import shapes as s

STATEMENT_LINE: s.Shape = {
    "line": s.uuid,
    "number": s.positive,
    "date": s.day,
    "minor": s.integer,
    "kind": s.code,
}

VERBS: dict[str, s.Shape] = {
    "cash.described": {"cash": s.code, "sha256": s.hex_64},
    "statement.imported": {
        "statement": s.uuid,
        "cash": s.code,
        "currency": s.currency,
        "number": s.positive,
        "from": s.day,
        "until": s.day,
        "opening": s.integer,
        "closing": s.integer,
        "count": s.natural,
        "file_sha256": s.hex_64,
        "lines_sha256": s.hex_64,
    },
    "statement.lines": {"statement": s.uuid, "lines": s.list_of(s.fits(STATEMENT_LINE))},
    "line.set_aside": {"line": s.uuid, "why": s.token},
    "claim.made": {"claim": s.uuid, "fund": s.uuid, "minor": s.integer},
    "claim.lost": {"claim": s.uuid, "proposal": s.uuid},
    "claim.settled": {"claim": s.uuid},
}
