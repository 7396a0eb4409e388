"""Which stage of an award may follow which."""

from __future__ import annotations

NEXT: dict[str, frozenset[str]] = {
    "drafted": frozenset({"proposed"}),
    "proposed": frozenset({"proposed", "approved", "refused", "withdrawn"}),
    "approved": frozenset({"active", "cancelled"}),
    "active": frozenset({"completed", "cancelled"}),
    "completed": frozenset({"active"}),
    "refused": frozenset(),
    "withdrawn": frozenset(),
    "cancelled": frozenset({"cancelled"}),
}


def may_follow(stage: str, after: str) -> bool:
    """Whether `stage` may come after `after`."""
    return stage in NEXT[after]
