"""Which stage of an advance may follow which."""

from __future__ import annotations

ADVANCE: dict[str, frozenset[str]] = {
    "proposed": frozenset({"approved", "refused", "withdrawn"}),
    "approved": frozenset({"paid", "cancelled"}),
    "paid": frozenset({"settled"}),
    "settled": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset(),
    "cancelled": frozenset(),
}
"""`refused` and `withdrawn` come with the end of the proposal, `settled` when nothing is left in their hands."""
