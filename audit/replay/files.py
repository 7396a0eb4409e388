"""H13 and H10 of payment files: made once of a run, of payees opened for it, and logged with what they pay."""

from typing import Any

from audit.replay.channel_records import PaymentFile
from audit.replay.days import hours_later
from audit.replay.dues import carry_out
from audit.replay.holding import check_copy
from audit.replay.reading import Reading
from audit.replay.records import Run
from audit.replay.signed import compare

AGAIN = 1
"""For so many hours who made a file may take it again."""


def make(reading: Reading, data: dict[str, Any]) -> None:
    """Make the file of a released run; a second one only where the first was signed away as lost."""
    ident = data["file"]
    reading.create(ident, "payment file")
    check_copy(reading, f"payment file {ident} is made", "payment.finance")
    run = reading.known(reading.state.runs, data["run"], "run")
    if run is None:
        return
    reading.checks["H13"] += 1
    before = reading.state.payment_files.get(run.file or "")
    if before is not None and not before.lost:
        reading.find("H13", f"payment file {ident} is made, though run {data['run']} has {run.file}, which is not lost")
    elif data["replaces"] != run.file:
        reading.find("H13", f"payment file {ident} says that it replaces {data['replaces']}, before it was {run.file}")
    check_opened(reading, ident, run, data["form"])
    check_sums(reading, ident, run, data)
    reading.state.payment_files[ident] = PaymentFile(
        data["run"], data["sha256"], data["count"], reading.actor,
        data["form"], data["minor"], data["currency"], data["replaces"],
        reading.at,
    )  # fmt: skip
    run.file = ident


def hand_again(reading: Reading, data: dict[str, Any]) -> None:
    """Hand the same file over again: to who made it and opened the payees again, soon, before anything went out."""
    ident = data["file"]
    check_copy(reading, f"payment file {ident} is handed over again", "payment.finance")
    made = reading.known(reading.state.payment_files, ident, "payment file")
    run = reading.known(reading.state.runs, data["run"], "run")
    if made is None or run is None:
        return
    reading.checks["H13"] += 1
    if (data["run"], data["sha256"]) != (made.run, made.sha256):
        reading.find("H13", f"payment file {ident} is handed over again, but not the one that was made")
    reading.checks["H10"] += 1
    if made.maker != reading.actor:
        reading.find("H10", f"payment file {ident} is handed over again to {reading.actor}, who did not make it")
    check_opened(reading, ident, run, made.form)
    reading.checks["H7"] += 1
    if reading.at > hours_later(made.at, AGAIN):
        reading.find("H7", f"payment file {ident} is handed over again more than {AGAIN} hour after it was made")
    if made.lost or is_asked_lost(reading, ident) or len(waiting(reading, run)) != made.count:
        reading.find("H7", f"payment file {ident} is handed over again after it was lost, or payments of it were sent")


def is_asked_lost(reading: Reading, ident: str) -> bool:
    """Tell whether others are asked to sign that a file was lost."""
    proposals = reading.state.proposals.values()
    return any(one.subject == ident and one.stage == "open" for one in proposals)


def check_opened(reading: Reading, ident: str, run: Run, form: str) -> None:
    """H10: a file is made by who opened the payees for it, once an opening; others may have opened them meanwhile."""
    reading.checks["H10"] += 1
    if (reading.actor, form) in run.opened:
        run.opened.remove((reading.actor, form))
    else:
        reading.find("H10", f"payment file {ident} is handed to {reading.actor}, who did not open the payees for it")


def check_sums(reading: Reading, ident: str, run: Run, data: dict[str, Any]) -> None:
    """H7: a file pays what waits in its released run, to the last unit, before anything of it is sent."""
    reading.checks["H7"] += 1
    minors = waiting(reading, run)
    due = (len(minors), sum(minors), run.currency)
    if run.stage != "released":
        reading.find("H7", f"payment file {ident} is made of a run that is {run.stage}")
    elif (data["count"], data["minor"], data["currency"]) != due:
        reading.find(
            "H7",
            f"payment file {ident} pays {data['minor']} {data['currency']} in {data['count']} payments, "
            f"{due[1]} {due[2]} in {due[0]} wait in its run",
        )


def waiting(reading: Reading, run: Run) -> list[int]:
    """Give the amounts of a run's payments that were not sent."""
    paid = map(reading.state.disbursements.__getitem__, run.disbursements)
    return [one.minor for one in paid if one.stage == "in_run"]


def lose(reading: Reading, data: dict[str, Any]) -> None:
    """Sign a file away as lost: by another person than made it, before anything of it was sent."""
    ident = data["file"]
    carry_out(reading, "file.lost", data)
    made = reading.known(reading.state.payment_files, ident, "payment file")
    run = reading.known(reading.state.runs, data["run"], "run")
    if made is None or run is None:
        return
    reading.checks["H7"] += 1
    if made.lost or len(waiting(reading, run)) != made.count:
        reading.find("H7", f"payment file {ident} is lost after it was lost already, or payments of it were sent")
    reading.checks["H11"] += 1
    if made.maker == reading.actor:
        reading.find("H11", f"payment file {ident} is signed away as lost by {reading.actor}, who made it")
    made.lost = True


def check_lost(reading: Reading, ident: str, signed: dict[str, Any]) -> None:
    """Hold the proposal that a file was lost to that file (section 3 of the log format)."""
    content = signed["content"]
    made = reading.known(reading.state.payment_files, content["file"], "payment file")
    if made is not None:
        compare(reading, f"proposal {ident}", signed, {"subject": content["file"], "money": None})
        compare(reading, f"the content of proposal {ident}", content, {"run": made.run, "sha256": made.sha256})
