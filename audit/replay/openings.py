"""H10 of openings: asked for by one side, consented to by another person of the other, shown once, in time."""

from typing import Any

from audit.replay.days import hours_later
from audit.replay.holding import GUARDS, OPPOSITE, check_copy, has_copy, lock_used
from audit.replay.reading import Reading
from audit.replay.sealed import Envelope, Opening
from audit.replay.state import Beneficiary
from audit.replay.statements import Purpose, check_statement

SIGNED = Purpose("consent@almoner.v1", "H10")
VALID_HOURS = 24
"""How long a wish to read may wait, and a consent stays good."""


def open_contact(reading: Reading, data: dict[str, Any]) -> None:
    """Open how to reach somebody: one holder of the one lock."""
    opening = begin(reading, data, "contact")
    check_copy(reading, f"contact {data['envelope']} is opened", "contact")
    opening.stage, opening.settled_at = "shown", reading.at


def ask(reading: Reading, data: dict[str, Any]) -> None:
    """Ask to read something that takes two: as a holder of one of its two locks."""
    ident, compartment, until = data["opening"], data["compartment"], data["until"]
    opening = begin(reading, data, compartment)
    opening.until = until
    reading.checks["H10"] += 1
    if compartment == "contact" or compartment not in GUARDS:
        reading.find("H10", f"opening {ident} is asked for of {compartment}, which two people do not open")
    elif lock_used(reading, compartment) is None:
        reading.find("H10", f"opening {ident} is asked for by {reading.actor}, who holds no lock of {compartment}")
    if until > hours_later(reading.at, VALID_HOURS):
        reading.find("H10", f"opening {ident} is asked for until {until}, more than {VALID_HOURS} hours later")


def begin(reading: Reading, data: dict[str, Any], compartment: str) -> Opening:
    """Take a wish to read the newest envelope of a compartment, or any attachment."""
    ident, pseudonym, envelope = data["opening"], data["beneficiary"], data["envelope"]
    state = reading.state
    reading.create(ident, "opening")
    known = reading.known(state.envelopes, envelope, "envelope")
    person = reading.known(state.beneficiaries, pseudonym, "beneficiary")
    reading.checks["H10"] += 1
    if person is not None and person.erased:
        reading.find("H10", f"opening {ident} is about {pseudonym}, who was erased")
    if known is not None and (
        (known.beneficiary, known.compartment) != (pseudonym, compartment)
        or (person is not None and not is_newest(person, envelope, known))
    ):
        reading.find(
            "H10", f"opening {ident} is about envelope {envelope}, not the newest {compartment} of {pseudonym}"
        )
    opening = state.openings[ident] = Opening(
        pseudonym, compartment, envelope, reading.actor, data["reason"], reading.at, None, reading.seq
    )
    return opening


def is_newest(person: Beneficiary, ident: str, envelope: Envelope) -> bool:
    """Say whether an envelope is the newest of its compartment, of payment details of its way; every file is."""
    if envelope.compartment == "payment":
        return person.ways.get(envelope.way or 0) == ident
    return envelope.compartment == "attachment" or person.newest.get(envelope.compartment) == ident


def consent(reading: Reading, data: dict[str, Any]) -> None:
    """Consent to exactly what was asked for, as another person of the other side."""
    ident = data["opening"]
    opening = reading.known(reading.state.openings, ident, "opening")
    if opening is None:
        return
    what = f"the consent of {reading.actor} to opening {ident}"
    envelope = reading.state.envelopes.get(opening.envelope or "")
    due = {
        "opening": ident,
        "beneficiary": opening.beneficiary,
        "compartment": opening.compartment,
        "envelope": opening.envelope,
        "sha256": None if envelope is None else envelope.sha256,
        "requester": opening.requester,
        "reason": opening.reason,
        "until": opening.until,
    }
    check_statement(reading, SIGNED, what, data, due)
    check_stage(reading, what, opening, "asked")
    check_in_time(reading, what, opening)
    check_sides(reading, what, opening)
    opening.stage, opening.consenter, opening.consented_at = "consented", reading.actor, reading.at


def check_sides(reading: Reading, what: str, opening: Opening) -> None:
    """Two people, each with one of the two locks: neither alone, nor both of the same side."""
    reading.checks["H10"] += 1
    used = lock_used(reading, opening.compartment)
    if opening.requester == reading.actor:
        reading.find("H10", f"{what} is given by who asked")
    elif used is None or not has_copy(reading, OPPOSITE.get(used, ""), opening.requester):
        reading.find("H10", f"{what} is given without the lock opposite to that of who asked")


def check_stage(reading: Reading, what: str, opening: Opening, *stages: str) -> None:
    """Hold a step of an opening to the one before."""
    reading.checks["H10"] += 1
    if opening.stage not in stages:
        reading.find("H10", f"{what} comes while it is {opening.stage}")


def check_in_time(reading: Reading, what: str, opening: Opening) -> None:
    """Hold a step of an opening to the time it was asked for, and to somebody who was not erased since."""
    reading.checks["H10"] += 1
    person = reading.state.beneficiaries.get(opening.beneficiary or "")
    if opening.until is not None and reading.at > opening.until:
        reading.find("H10", f"{what} comes after {opening.until}, when it was over")
    if person is not None and person.erased:
        reading.find("H10", f"{what} comes after {opening.beneficiary} was erased")


def refuse(reading: Reading, data: dict[str, Any]) -> None:
    """Say no, as a holder of either side, or take one's own wish back."""
    ident = data["opening"]
    opening = reading.known(reading.state.openings, ident, "opening")
    if opening is None:
        return
    what = f"the refusal of opening {ident}"
    check_stage(reading, what, opening, "asked", "consented")
    reading.checks["H10"] += 1
    if opening.requester != reading.actor and lock_used(reading, opening.compartment) is None:
        reading.find("H10", f"{what} is made by {reading.actor}, who holds no lock of {opening.compartment}")
    opening.stage, opening.settled_at = "refused", reading.at


def show(reading: Reading, data: dict[str, Any]) -> None:
    """Show it once, to who asked and still holds their side, after the consent and in time."""
    ident = data["opening"]
    opening = reading.known(reading.state.openings, ident, "opening")
    if opening is None:
        return
    what = f"the showing of opening {ident}"
    check_stage(reading, what, opening, "consented")
    check_in_time(reading, what, opening)
    reading.checks["H10"] += 1
    if opening.requester != reading.actor:
        reading.find("H10", f"{what} is to {reading.actor}, who did not ask")
    elif lock_used(reading, opening.compartment) is None:
        reading.find("H10", f"{what} is to {reading.actor}, who holds no lock of {opening.compartment} any more")
    opening.stage, opening.settled_at = "shown", reading.at
