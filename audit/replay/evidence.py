"""Evidence of arrival: how sure it is that a payment reached the payee, from 5 to 0; two are two people."""

from collections.abc import Iterable
from typing import Any

from audit.replay.reading import Reading

WAYS = frozenset(
    {
        "operator",
        "signed_receipt",
        "witness",
        "pickup_code",
        "call_back",
        "intermediary_list",
        "sample",
        "nothing_better",
    }
)


def record(reading: Reading, data: dict[str, Any]) -> None:
    """Record by what one person knows that a payment arrived: of one that is out, once each."""
    ident, sign = data["disbursement"], (data["way"], reading.actor)
    paid = reading.known(reading.state.disbursements, ident, "disbursement")
    if paid is None:
        return
    reading.checks["H7"] += 1
    if paid.stage not in {"sent", "confirmed"} or data["way"] not in WAYS:
        reading.find("H7", f"{data['way']} is recorded of disbursement {ident}, which is {paid.stage}")
    reading.checks["H13"] += 1
    if sign in paid.signs:
        reading.find("H13", f"{reading.actor} records {data['way']} of disbursement {ident} a second time")
    paid.signs[sign] = data["date"]


def grade(signs: Iterable[tuple[str, str]]) -> int:
    """Give the grade of what was recorded (section 4 of the log format)."""
    people: dict[str, set[str]] = {}
    for way, person in signs:
        people.setdefault(way, set()).add(person)
    found = 0
    if len(people.get("nothing_better", ())) > 1:
        found = 1
    if len(people.get("intermediary_list", ())) > 1 and "sample" in people:
        found = 2
    for first, second, worth in (("pickup_code", "call_back", 3), ("signed_receipt", "witness", 4)):
        if first in people and second in people and len(people[first] | people[second]) > 1:
            found = worth
    return 5 if "operator" in people else found
