"""H9 of envelopes: each signed by its writer over its hash, versions counted, nothing after erasure."""

from typing import Any

from audit.replay.dues import carry_out
from audit.replay.holding import GUARDS
from audit.replay.payees import CHANNELS, RUNNING, can_take
from audit.replay.reading import Reading
from audit.replay.sealed import Envelope
from audit.replay.state import Beneficiary
from audit.replay.statements import Purpose, check_statement

SIGNED = Purpose("envelope@almoner.v1", "H9", ("at",))
WRITTEN = ("envelope", "beneficiary", "compartment", "version", "way", "channel", "paid_to", "sha256")
"""Members of the entry that the writer of an envelope signs."""


def seal(reading: Reading, data: dict[str, Any]) -> None:
    """Seal a record about a beneficiary: the newest of its compartment from here on."""
    ident, pseudonym, compartment = data["envelope"], data["beneficiary"], data["compartment"]
    what = f"envelope {ident}"
    reading.create(ident, "envelope")
    check_statement(reading, SIGNED, what, data, {name: data[name] for name in WRITTEN})
    if compartment not in GUARDS:
        reading.find("H9", f"{what} is sealed into no compartment that there is: {compartment!r}")
        return
    reading.state.envelopes[ident] = Envelope(
        pseudonym,
        compartment,
        data["version"],
        data["way"],
        data["channel"],
        data["paid_to"],
        data["sha256"],
        reading.actor,
        reading.at,
        reading.seq,
    )
    person = reading.known(reading.state.beneficiaries, pseudonym, "beneficiary")
    if person is not None:
        take_envelope(reading, what, person, data)


def take_envelope(reading: Reading, what: str, person: Beneficiary, data: dict[str, Any]) -> None:
    """Count an envelope among those of a beneficiary."""
    ident, compartment, version = data["envelope"], data["compartment"], data["version"]
    reading.checks["H9"] += 1
    if person.erased:
        reading.find("H9", f"{what} is sealed after {data['beneficiary']} was erased")
    elif version != person.versions[compartment] + 1:
        belongs = person.versions[compartment] + 1
        reading.find("H9", f"{what} has version {version}, {belongs} belongs there")
    check_way(reading, what, person, compartment, data["way"])
    check_told(reading, what, compartment, data)
    person.versions[compartment] = version
    person.newest[compartment] = ident
    if not person.erased:
        person.sealed[compartment] += 1
        reading.state.kept[compartment] += 1
    if compartment == "payment":
        take_way(reading, ident, person, data)


def check_way(reading: Reading, what: str, person: Beneficiary, compartment: str, way: int | None) -> None:
    """H9: payment details change one of the beneficiary's ways to be paid or are the next; nothing else has a way."""
    reading.checks["H9"] += 1
    if compartment != "payment":
        if way is not None:
            reading.find("H9", f"{what} is sealed into {compartment}, but says a way to be paid")
    elif way is None or way > len(person.ways) + 1:
        reading.find("H9", f"{what} is of way {way} to be paid, {len(person.ways)} are there")


def check_told(reading: Reading, what: str, compartment: str, data: dict[str, Any]) -> None:
    """H9: payment details say by which channel they pay into whose hands; nothing else does."""
    channel, hands = data["channel"], data["paid_to"]
    reading.checks["H9"] += 1
    if compartment != "payment":
        if channel is not None or hands is not None:
            reading.find("H9", f"{what} is sealed into {compartment}, but says how money is paid")
    elif channel not in CHANNELS or not can_take(channel, hands):
        reading.find("H9", f"{what} pays by {channel} into unknown hands: {hands}")


def take_way(reading: Reading, ident: str, person: Beneficiary, data: dict[str, Any]) -> None:
    """Let payment details be the newest of their way; those before them in it were changed."""
    way = data["way"]
    if way is None:
        return
    if way in person.ways:
        reading.unit.marks.add(("changed", ident, data["beneficiary"]))
        reading.later(check_voided, person, way)
    person.ways[way] = ident


def check_voided(reading: Reading, person: Beneficiary, way: int) -> None:
    """H10: with other details of a way, what was approved for the old ones is void for each running award paid so."""
    reading.checks["H10"] += 1
    for ident in person.awards:
        award = reading.state.awards[ident]
        paid_so = award.stage in RUNNING and award.way == way
        if paid_so and ("voided", ident, "") not in reading.unit.marks:
            reading.find("H10", f"award {ident} keeps the payee approved for payment details that were changed")


def erase(reading: Reading, data: dict[str, Any]) -> None:
    """Erase everything sealed about a beneficiary, as it was signed; the log keeps that it was there."""
    pseudonym, state = data["beneficiary"], reading.state
    carry_out(reading, "beneficiary.erased", data)
    person = reading.known(state.beneficiaries, pseudonym, "beneficiary")
    if person is None:
        return
    reading.checks["H13"] += 1
    if person.erased:
        reading.find("H13", f"{pseudonym} is erased a second time")
        return
    reading.checks["H9"] += 1
    there = person.sealed.total()
    if data["envelopes"] != there:
        reading.find("H9", f"{data['envelopes']} envelopes of {pseudonym} are erased, there are {there}")
    person.erased = True
    person.newest.clear()
    person.ways.clear()
    state.erased += 1
    state.kept.subtract(person.sealed)
    state.passed.difference_update(person.awards)
    state.waiting.difference_update(person.awards)
