"""H10 of payees: passed to finance with an approval, void when details change, opened run by run."""

from typing import Any

from audit.replay.dues import carry_out
from audit.replay.holding import check_copy
from audit.replay.reading import Reading
from audit.replay.records import Run
from audit.replay.schedules import check_not_stopped
from audit.replay.sealed import Opening

RUNNING = frozenset({"approved", "active"})
"""Stages of an award that is still to be paid."""
UNSETTLED = frozenset({"in_run", "sent"})
"""Stages of a payment whose payee is still needed."""
MOST_NAMED = 3
CHANNELS = frozenset({"bank", "mobile_money", "cash", "voucher", "digital"})
"""By which money goes."""
HANDS = frozenset({"beneficiary", "provider", "intermediary"})
"""Into whose it goes."""


def can_take(channel: str, hands: str | None) -> bool:
    """Whether money goes by a channel into these hands: cash goes through an intermediary's."""
    return hands in HANDS and (channel != "cash" or hands == "intermediary")


def newest_payment(reading: Reading, pseudonym: str | None, way: int | None) -> str | None:
    """Find the newest envelope of one of a beneficiary's ways to be paid."""
    person = reading.state.beneficiaries.get(pseudonym or "")
    return None if person is None or way is None else person.ways.get(way)


def pass_on(reading: Reading, data: dict[str, Any]) -> None:
    """Pass the approvers' half of payment details to finance, for one award."""
    ident, envelope = data["award"], data["envelope"]
    carry_out(reading, "payee.passed", data)
    what = f"the payee of award {ident} is passed on"
    check_copy(reading, what, "payment.approval")
    award = reading.known(reading.state.awards, ident, "award")
    known = reading.known(reading.state.envelopes, envelope, "envelope")
    if award is None or known is None:
        return
    reading.checks["H10"] += 1
    if envelope != newest_payment(reading, award.beneficiary, award.way) or known.sha256 != data["sha256"]:
        reading.find("H10", f"{what}, but envelope {envelope} does not hold the newest payment details with that hash")
    award.payee = envelope
    reading.state.passed.add(ident)
    reading.state.waiting.add(ident)


def void(reading: Reading, data: dict[str, Any]) -> None:
    """Void what was approved for an award, since other payment details were sealed."""
    ident = data["award"]
    award = reading.known(reading.state.awards, ident, "award")
    if award is None:
        return
    award.payee = None
    reading.state.passed.discard(ident)
    reading.state.waiting.discard(ident)
    reading.unit.marks.add(("voided", ident, ""))
    reading.later(check_changed, ident, data["envelope"])


def check_changed(reading: Reading, ident: str, envelope: str) -> None:
    """Hold a payee that was made void to its cause: other details of its way, sealed in the same unit of work."""
    award = reading.state.awards[ident]
    sealed = reading.state.envelopes.get(envelope)
    changed = ("changed", envelope, award.beneficiary) in reading.unit.marks
    paid_so = sealed is not None and sealed.way == award.way
    reading.checks["H10"] += 1
    if not (changed and paid_so and award.stage in RUNNING):
        reading.find("H10", f"the payee of award {ident} is made void, but no other payment details were sealed")


def open_run(reading: Reading, data: dict[str, Any]) -> None:
    """Open the payees of a released run for its payment file."""
    ident, unit = data["run"], reading.unit.ident
    what = f"the payees of run {ident} are opened"
    check_copy(reading, what, "payment.finance")
    reading.create(("opening", unit), "the opening of the payees in")
    reading.state.openings[unit] = Opening(
        None, "payment", None, reading.actor, data["form"], reading.at, None, reading.seq, "shown",
        settled_at=reading.at,
    )  # fmt: skip
    run = reading.known(reading.state.runs, ident, "run")
    if run is not None:
        check_run(reading, what, run, data["count"])
        run.opened.append((reading.actor, data["form"]))


def check_run(reading: Reading, what: str, run: Run, count: int) -> None:
    """Hold what is opened to a released run, all of whose awards have a payee that was passed on."""
    state = reading.state
    reading.checks["H10"] += 1
    if run.stage != "released":
        reading.find("H10", f"{what} while it is {run.stage}")
    unsettled = [one for one in map(state.disbursements.__getitem__, run.disbursements) if one.stage in UNSETTLED]
    if count != len(unsettled):
        reading.find("H10", f"{what} for {count} payments, there are {len(unsettled)}")
    awards = {one.award for one in unsettled}
    check_not_stopped(reading, what, awards)
    unsigned = sorted(awards - state.passed)
    if unsigned:
        names = ", ".join(unsigned[:MOST_NAMED])
        reading.find("H10", f"{what}, but the payees of {len(unsigned)} of its awards were not passed on: {names}")
