"""Runs: gathered, proposed, released by somebody else (H11) exactly as signed (H4)."""

import hashlib
from collections.abc import Iterable
from typing import Any

from audit.replay.amounts import check_currency
from audit.replay.cash import check_wallet
from audit.replay.handing import check_hands
from audit.replay.limits import check_run, month_of
from audit.replay.reading import Reading
from audit.replay.records import Run
from audit.replay.schedules import check_not_stopped
from audit.replay.settling import is_settled_here
from audit.replay.signed import compare
from audit.replay.stages import move

MOST_GATHERED = 500


def open_run(reading: Reading, data: dict[str, Any]) -> None:
    """Begin a batch of payments through one channel and one cash account."""
    ident = data["run"]
    reading.create(ident, "run")
    reading.create(("run", data["reference"]), "the reference of a")
    check_currency(reading, f"run {ident}", data["currency"])
    check_hands(reading, data)
    check_wallet(reading, data)
    reading.state.runs[ident] = Run(
        data["reference"],
        data["channel"],
        data["currency"],
        data["cash"],
        reading.day,
        {reading.actor},
    )
    bucket = (data["channel"], data["currency"], month_of(reading.day))
    reading.state.runs_of.setdefault(bucket, []).append(ident)


def gather(reading: Reading, data: dict[str, Any]) -> None:
    """Put planned disbursements of recognised instalments into an open run."""
    ident, gathered = data["run"], data["disbursements"]
    run = reading.known(reading.state.runs, ident, "run")
    if run is None:
        return
    reading.checks["H7"] += 1
    if run.stage != "open" or len(gathered) > MOST_GATHERED:
        reading.find("H7", f"run {ident} gathers {len(gathered)} disbursements while {run.stage}")
    run.preparers.add(reading.actor)
    for one in gathered:
        disbursement = reading.known(reading.state.disbursements, one, "disbursement")
        if disbursement is None:
            continue
        move(reading, "run.gathered", one, disbursement)
        if disbursement.currency != run.currency:
            reading.find("H7", f"run {ident} in {run.currency} gathers {one} of another currency")
        check_channel(reading, ident, run, one)
        disbursement.run = ident
        run.disbursements[one] = None
        run.waiting += 1
    check_not_stopped(reading, f"run {ident}", awards_in(reading, gathered))


def awards_in(reading: Reading, payments: Iterable[str]) -> set[str]:
    """Collect the awards that payments are of."""
    known = reading.state.disbursements
    return {known[one].award for one in payments if one in known}


def check_channel(reading: Reading, ident: str, run: Run, one: str) -> None:
    """H4: a payment travels by the channel that its payee was signed with."""
    award = reading.state.awards.get(reading.state.disbursements[one].award)
    reading.checks["H4"] += 1
    if award is not None and award.channel != run.channel:
        reading.find("H4", f"run {ident} ({run.channel}) gathers {one}, which was signed for {award.channel}")


def propose(reading: Reading, data: dict[str, Any]) -> None:
    """Mark a run as proposed."""
    ident = data["run"]
    run = reading.known(reading.state.runs, ident, "run")
    proposal = reading.known(reading.state.proposals, data["proposal"], "proposal")
    if run is None or proposal is None:
        return
    move(reading, "run.proposed", ident, run)
    run.preparers.add(reading.actor)
    run.proposal, run.revision = data["proposal"], data["revision"]
    check_run(reading, ident, run)
    due = {"kind": "run", "subject": ident, "revision": data["revision"]}
    compare(reading, f"proposal {data['proposal']} of run {ident}", proposal.signed, due)


def release(reading: Reading, data: dict[str, Any]) -> None:
    """Release a run: what leaves is what was signed, and another person lets it leave."""
    ident = data["run"]
    run = reading.known(reading.state.runs, ident, "run")
    if run is None:
        return
    move(reading, "run.released", ident, run)
    if not is_settled_here(reading, f"run {ident} is released", run.proposal, "approved"):
        return
    compare_lines(reading, ident, run)
    check_not_stopped(reading, f"the released run {ident}", awards_in(reading, run.disbursements))
    reading.checks["H11"] += 1
    if reading.actor in run.preparers:
        reading.find("H11", f"run {ident} is released by {reading.actor}, who prepared it")
    elif reading.actor in award_proposers(reading, run):
        reading.find(
            "H11",
            f"run {ident} is released by {reading.actor}, who proposed an award in it",
        )


def compare_lines(reading: Reading, ident: str, run: Run) -> None:
    """H4: the payments in a run are those whose list was signed."""
    state = reading.state
    paid = {one: state.disbursements[one] for one in run.disbursements}
    listing = sorted(f"{one},{each.minor},{each.currency}\n".encode() for one, each in paid.items())
    signed = state.proposals[run.proposal or ""].signed
    due = {
        "channel": run.channel,
        "cash": run.cash,
        "count": len(paid),
        "lines_sha256": hashlib.sha256(b"".join(listing)).hexdigest(),
    }
    total = {
        "minor": sum(each.minor for each in paid.values()),
        "currency": run.currency,
    }
    if compare(reading, f"what was signed for run {ident}", signed["content"], due):
        compare(reading, f"what was signed for run {ident}", signed, {"money": total})


def award_proposers(reading: Reading, run: Run) -> set[str]:
    """Collect everyone who proposed an award that a run pays."""
    state = reading.state
    proposers: set[str] = set()
    for one in run.disbursements:
        award = state.awards.get(state.disbursements[one].award)
        if award is not None and award.proposal is not None:
            proposers.update(state.proposals[award.proposal].proposers)
    return proposers


def settle(reading: Reading, data: dict[str, Any]) -> None:
    """Settle a run whose payments all have an outcome."""
    run = reading.known(reading.state.runs, data["run"], "run")
    if run is not None:
        move(reading, "run.settled", data["run"], run)
        reading.later(check_nothing_waits, data["run"])


def check_nothing_waits(reading: Reading, ident: str) -> None:
    """H7: no disbursement of a settled run is still sent or waiting."""
    reading.checks["H7"] += 1
    waiting = reading.state.runs[ident].waiting
    if waiting:
        reading.find("H7", f"run {ident} is settled while {waiting} of its disbursements wait")


def abandon(reading: Reading, data: dict[str, Any]) -> None:
    """Give up a run; its disbursements are planned again, in as many entries as it takes."""
    ident = data["run"]
    run = reading.known(reading.state.runs, ident, "run")
    if run is None:
        return
    if run.abandoned_in != reading.unit.ident:
        move(reading, "run.abandoned", ident, run)
        run.abandoned_in = reading.unit.ident
        reading.later(check_all_returned, ident)
    for one in data["disbursements"]:
        disbursement = reading.known(reading.state.disbursements, one, "disbursement")
        if disbursement is None:
            continue
        reading.checks["H7"] += 1
        if disbursement.stage != "in_run" or disbursement.run != ident:
            reading.find(
                "H7",
                f"disbursement {one} leaves run {ident}, but was not waiting in it",
            )
            continue
        disbursement.stage, disbursement.run = "planned", None
        del run.disbursements[one]
        run.waiting -= 1


def check_all_returned(reading: Reading, ident: str) -> None:
    """H7: an abandoned run keeps no disbursement."""
    reading.checks["H7"] += 1
    kept = reading.state.runs[ident].waiting
    if kept:
        reading.find("H7", f"run {ident} is abandoned, but keeps {kept} disbursements")
