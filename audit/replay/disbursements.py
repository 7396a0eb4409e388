"""H6 and H7 of a disbursement: an instalment is paid once, and each step is in the books."""

from typing import Any

from audit.replay import handing
from audit.replay.amounts import check_amount, check_part
from audit.replay.causes import CASH, expect, expect_pair
from audit.replay.clocks import set_clock
from audit.replay.lending import OWED, event_of, lend, take_back
from audit.replay.naming import check_named
from audit.replay.overpaying import find_overpayment
from audit.replay.reading import Reading
from audit.replay.records import Award, Disbursement, Run
from audit.replay.repaying import LOAN
from audit.replay.stages import move_from


def plan(reading: Reading, data: dict[str, Any]) -> None:
    """Plan the payment of an instalment."""
    ident, number, minor = data["disbursement"], data["number"], data["minor"]
    reading.create(ident, "disbursement")
    reading.create(("disbursement", data["reference"]), "the reference of a")
    award = reading.known(reading.state.awards, data["award"], "award")
    check_amount(reading, f"disbursement {ident}", minor)
    planned = Disbursement(
        data["reference"],
        data["award"],
        number,
        minor,
        data["currency"],
        data["due"],
        data["replaces"],
    )
    if award is not None:
        reading.checks["H6"] += 1
        fault = find_overpayment(reading.state, award, planned)
        if fault is not None:
            reading.find("H6", f"disbursement {ident} {fault}")
        if award.stage in {"drafted", "proposed", "refused", "withdrawn"}:
            reading.find("H7", f"disbursement {ident} is planned, its award is {award.stage}")
        part = award.instalments.get(number)
        if part is not None:
            part.live[ident] = minor
            if planned.replaces is None and planned.due != part.due:
                reading.find("H4", f"disbursement {ident} is due on another day than was signed")
        award.live_minor += minor
    reading.state.disbursements[ident] = planned
    former = reading.state.disbursements.get(planned.replaces or "")
    if former is not None:
        former.replaced_by = ident
        planned.split_of, planned.part, planned.parts = former.split_of, former.part, former.parts
        planned.forced_by = former.forced_by


def step(reading: Reading, data: dict[str, Any], verb: str) -> tuple[Disbursement, Award] | None:
    """Take a disbursement to its next stage; what is unknown is a finding."""
    ident = data["disbursement"]
    state = reading.state
    disbursement = reading.known(state.disbursements, ident, "disbursement")
    if disbursement is None:
        return None
    move_from(reading, verb, ident, disbursement, data["from"])
    reading.unit.standing[disbursement.award] = reading.seq
    award = state.awards.get(disbursement.award)
    return None if award is None else (disbursement, award)


def expect_payment(reading: Reading, event: str, ident: str, disbursement: Disbursement, award: Award) -> None:
    """Call for the entry of one step of a payment, through the cash account of its run."""
    run = reading.state.runs.get(disbursement.run or "")
    money = (award.fund, disbursement.currency, disbursement.minor)
    cash = None if run is None else run.cash
    expect_pair(reading, event, ("disbursement", ident), money, cash)


def release_instalment(ident: str, disbursement: Disbursement, award: Award) -> None:
    """Leave an instalment without a disbursement that was live, so that so much of it may be paid again."""
    award.live_minor -= disbursement.minor
    part = award.instalments.get(disbursement.number)
    if part is not None:
        part.live.pop(ident, None)


def count_out(reading: Reading, disbursement: Disbursement) -> None:
    """Count one disbursement fewer that its run waits for."""
    run = reading.state.runs.get(disbursement.run or "")
    if run is not None:
        run.waiting -= 1


def send(reading: Reading, data: dict[str, Any]) -> None:
    """Send a payment: only within a released run, and of an instalment that is owed."""
    found = step(reading, data, "disbursement.sent")
    if found is None:
        return
    disbursement, award = found
    ident = data["disbursement"]
    run = reading.state.runs.get(disbursement.run or "")
    if run is not None and run.stage != "released":
        reading.find("H7", f"disbursement {ident} is sent, its run is {run.stage}")
    elif run is not None and reading.state.locks and not has_file(reading, run):
        reading.find("H7", f"disbursement {ident} is sent, though nobody has a payment file of its run")
    check_named(reading, ident, disbursement)
    part = award.instalments.get(disbursement.number)
    due = "planned" if award.kind == LOAN else "recognised"
    if part is not None and part.stage != due:
        reading.find("H7", f"disbursement {ident} is sent, its instalment is {part.stage}")
    award.sent = True
    disbursement.sent_at = reading.at
    set_clock(reading.state, award)
    if handing.run_in_hands(reading, disbursement) is not None:
        return
    if award.kind == LOAN:
        lend(reading, disbursement, award)
    expect_payment(reading, event_of("sent", award), ident, disbursement, award)


def has_file(reading: Reading, run: Run) -> bool:
    """Tell whether somebody has the payment file of a run."""
    made = reading.state.payment_files.get(run.file or "")
    return made is not None and not made.lost


def confirm(reading: Reading, data: dict[str, Any]) -> None:
    """Confirm a payment from the statement."""
    found = step(reading, data, "disbursement.confirmed")
    if found is None:
        return
    disbursement, award = found
    disbursement.settled_on = data["date"]
    part = award.instalments.get(disbursement.number)
    if part is not None:
        part.paid_minor += disbursement.minor
    count_out(reading, disbursement)
    run = handing.run_in_hands(reading, disbursement)
    if run is None:
        expect_payment(reading, "payment_debited", data["disbursement"], disbursement, award)
    else:
        handing.confirm(reading, data["disbursement"], run, disbursement, award)


def fail(reading: Reading, data: dict[str, Any]) -> None:
    """Note that a payment failed before it left; where it was not even sent, the books know nothing of it."""
    before = reading.state.disbursements.get(data["disbursement"])
    was_sent = before is not None and before.stage == "sent"
    found = step(reading, data, "disbursement.failed")
    if found is None:
        return
    disbursement, award = found
    release_instalment(data["disbursement"], disbursement, award)
    set_clock(reading.state, award)
    count_out(reading, disbursement)
    if not was_sent:
        handing.check_not_filed(reading, data["disbursement"], disbursement)
    elif handing.run_in_hands(reading, disbursement) is None:
        expect_payment(reading, event_of("failed", award), data["disbursement"], disbursement, award)
        take_back(reading, disbursement, award)


def give_back(reading: Reading, data: dict[str, Any]) -> None:
    """Take back a payment that was debited, less a fee."""
    ident, fee = data["disbursement"], data["fee_minor"]
    found = step(reading, data, "disbursement.returned")
    if found is None:
        return
    disbursement, award = found
    if handing.run_in_hands(reading, disbursement) is not None:
        reading.find("H7", f"disbursement {ident} comes back through a bank, but an intermediary carried it")
    disbursement.settled_on = data["date"]
    release_instalment(ident, disbursement, award)
    set_clock(reading.state, award)
    part = award.instalments.get(disbursement.number)
    if part is not None:
        part.paid_minor -= disbursement.minor
    if not check_part(reading, f"the fee of disbursement {ident}", fee) or fee > disbursement.minor:
        reading.find("H14", f"disbursement {ident} comes back with a fee above its amount")
        fee = 0
    minor, currency, fund = disbursement.minor, disbursement.currency, award.fund
    lines = [
        (fund, CASH, currency, minor - fee),
        (fund, "5800", currency, fee),
        (fund, OWED[award.kind == LOAN], currency, -minor),
    ]
    run = reading.state.runs.get(disbursement.run or "")
    expect(
        reading,
        event_of("returned", award),
        ("disbursement", ident),
        tuple(line for line in lines if line[3]),
        None if run is None else run.cash,
    )
    take_back(reading, disbursement, award)


def cancel(reading: Reading, data: dict[str, Any]) -> None:
    """Cancel a planned payment: finance by itself, an officer only while cancelling or reducing its award."""
    found = step(reading, data, "disbursement.cancelled")
    if found is None:
        return
    disbursement, award = found
    release_instalment(data["disbursement"], disbursement, award)
    if "finance" not in reading.roles:
        reading.later(check_given_up, data["disbursement"], disbursement)


def check_given_up(reading: Reading, ident: str, disbursement: Disbursement) -> None:
    """H11: who is not in finance cancels a payment only as part of cancelling its award or reducing its instalment."""
    reading.checks["H11"] += 1
    unit = reading.unit
    if disbursement.award not in unit.cancelled and (disbursement.award, disbursement.number) not in unit.reduced:
        reading.find(
            "H11",
            f"disbursement {ident} is cancelled by who is not in finance that day",
        )
