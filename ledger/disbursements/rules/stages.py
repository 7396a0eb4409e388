"""Which stage of a run or a disbursement may follow which."""

from __future__ import annotations

RUN: dict[str, frozenset[str]] = {
    "open": frozenset({"proposed", "abandoned"}),
    "proposed": frozenset({"open", "released", "abandoned"}),
    "released": frozenset({"settled"}),
    "settled": frozenset(),
    "abandoned": frozenset(),
}

DISBURSEMENT: dict[str, frozenset[str]] = {
    "planned": frozenset({"in_run", "cancelled", "split"}),
    "in_run": frozenset({"planned", "sent", "failed"}),
    "sent": frozenset({"confirmed", "failed"}),
    "confirmed": frozenset({"returned"}),
    "failed": frozenset(),
    "returned": frozenset(),
    "cancelled": frozenset(),
    "split": frozenset(),
}
