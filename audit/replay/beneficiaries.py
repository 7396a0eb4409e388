"""Beneficiaries: a pseudonym and a household, who else looks after them, what they agreed to."""

from typing import Any

from audit.replay.holding import check_copy
from audit.replay.reading import Reading
from audit.replay.roles import duties_on
from audit.replay.state import Beneficiary


def register(reading: Reading, data: dict[str, Any]) -> None:
    """Register a beneficiary under a pseudonym nobody had before."""
    pseudonym = data["beneficiary"]
    reading.create(pseudonym, "beneficiary")
    reading.state.beneficiaries[pseudonym] = Beneficiary(data["household"], data["profile"])


def name_second(reading: Reading, data: dict[str, Any]) -> None:
    """H11: the case's other officer is another person, and an officer that day."""
    second = data["person"]
    reading.known(reading.state.beneficiaries, data["beneficiary"], "beneficiary")
    reading.checks["H11"] += 1
    if second == reading.actor or "officer" not in duties_on(reading, second, reading.day):
        reading.find("H11", f"{second} joins the case of {data['beneficiary']}, but is no other officer that day")


def record_consent(reading: Reading, data: dict[str, Any]) -> None:
    """Record what somebody agreed to; it replaces what they agreed to before."""
    person = reading.known(reading.state.beneficiaries, data["beneficiary"], "beneficiary")
    if person is not None:
        person.consented = True


def withdraw_consent(reading: Reading, data: dict[str, Any]) -> None:
    """H7: take back a consent that is in force."""
    person = reading.known(reading.state.beneficiaries, data["beneficiary"], "beneficiary")
    if person is None:
        return
    reading.checks["H7"] += 1
    if not person.consented:
        reading.find("H7", f"{data['beneficiary']} takes back a consent that is not in force")
    person.consented = False


def date_erasure(reading: Reading, data: dict[str, Any]) -> None:
    """Set the day from which on somebody's records are due to be erased, or none."""
    reading.known(reading.state.beneficiaries, data["beneficiary"], "beneficiary")


def check_hints(reading: Reading, data: dict[str, Any]) -> None:
    """Look for duplicates: with the key of hints (H10), and never finding more people than there are."""
    check_copy(reading, "possible duplicates are looked for", "hints")
    reading.checks["H7"] += 1
    if data["hits"] > (len(reading.state.beneficiaries) if data["count"] else 0):
        reading.find("H7", f"{data['count']} identifiers hit {data['hits']} beneficiaries, more than there can be")
