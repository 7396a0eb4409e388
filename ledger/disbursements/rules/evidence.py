"""How sure it is that a payment reached the payee: a grade from 5 to 0 (MONEY, evidence of arrival). Pure."""

from __future__ import annotations

from collections.abc import Iterable

OPERATOR = "operator"
RECEIPT, WITNESS = "signed_receipt", "witness"
PICKUP, CALL_BACK = "pickup_code", "call_back"
LISTED, SAMPLE = "intermediary_list", "sample"
NOTHING_BETTER = "nothing_better"

WAYS = (OPERATOR, RECEIPT, WITNESS, PICKUP, CALL_BACK, LISTED, SAMPLE, NOTHING_BETTER)

Sign = tuple[str, object]
"""A way to know, and the person who recorded it."""


def grade(signs: Iterable[Sign]) -> int:
    """Return the grade of what was recorded; what takes two takes two different people."""
    by: dict[str, set[object]] = {way: set() for way in WAYS}
    for way, person in signs:
        by[way].add(person)
    if by[OPERATOR]:
        return 5
    if _two(by[RECEIPT], by[WITNESS]):
        return 4
    if _two(by[PICKUP], by[CALL_BACK]):
        return 3
    if len(by[LISTED]) > 1 and by[SAMPLE]:
        return 2
    return 1 if len(by[NOTHING_BETTER]) > 1 else 0


def _two(one: set[object], other: set[object]) -> bool:
    return bool(one and other) and len(one | other) > 1
