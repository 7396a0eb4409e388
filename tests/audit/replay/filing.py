"""Payment files in a history: made of a run, and signed away as lost."""

import hashlib
from typing import Any

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid


def file_of(run: str, attempt: int = 1) -> str:
    """Give the id of a file of a run."""
    return uid(f"file {run} {attempt}")


def write_file(
    history: History, run: str, count: int, minor: int, by: str = "Fay", attempt: int = 1, **changed: Any
) -> None:
    """Make the file of a run, in a unit of work after the one that opened its payees."""
    history.work(by)
    data = {
        "file": file_of(run, attempt),
        "run": uid(run),
        "form": "list",
        "sha256": sha256_of(run),
        "count": count,
        "minor": minor,
        "currency": "EUR",
        "replaces": file_of(run, attempt - 1) if attempt > 1 else None,
    }
    history.write("file.made", **{**data, **changed})


def hand_again(history: History, run: str, by: str = "Fay", **changed: Any) -> None:
    """Hand the first file of a run over again."""
    history.work(by)
    data = {"file": file_of(run), "run": uid(run), "sha256": sha256_of(run)}
    history.write("file.handed_again", **{**data, **changed})


def sha256_of(run: str) -> str:
    """Give the hash of the file of a run."""
    return hashlib.sha256(run.encode()).hexdigest()


def propose_lost(history: History, run: str, **changed: Any) -> str:
    """Propose that the first file of a run was lost; give the id of the proposal."""
    history.work("Gus")
    proposal = uid(f"lost {run}")
    content = {"file": file_of(run), "run": uid(run), "sha256": sha256_of(run)}
    said = {"proposal": proposal, "kind": "lost_file", "subject": file_of(run), "content": content}
    deeds.make_proposal(history, {**said, **changed})
    return proposal


def lose(history: History, run: str, by: str = "Ada", **changed: Any) -> None:
    """Sign the first file of a run away as lost."""
    proposal = propose_lost(history, run)
    deeds.decide(history, proposal, by)
    deeds.settle(history, proposal, "approved")
    history.write("file.lost", **{"file": file_of(run), "run": uid(run), **changed})


def see_that_there_is_one(history: History, payment: str) -> None:
    """Make the file of the run that a payment was gathered into last, where none was ever made of it."""
    entries = [one for one in history.entries if payment in one["data"].get("disbursements", ())]
    if not entries or entries[-1]["verb"] != "run.gathered":
        return
    run, inside = entries[-1]["data"]["run"], entries[-1]["data"]["disbursements"]
    told = [one for one in history.entries if one["data"].get("run") == run]
    state = [one["verb"] for one in told if one["verb"] in {"file.made", "file.lost"}]
    sealed = any(one["verb"] == "lock.set" for one in history.entries)
    if not sealed or "run.released" not in {one["verb"] for one in told} or state:
        return
    failed = {one["data"]["disbursement"] for one in history.entries if one["verb"] == "disbursement.failed"}
    minors = [history.payments[one]["minor"] for one in inside if one not in failed]
    history.work("Fay")
    history.write("payees.opened", run=run, count=len(minors), form="list")
    history.work("Fay")
    history.write(
        "file.made", file=uid(f"file of {run}"), run=run, form="list", sha256=sha256_of(run), count=len(minors),
        minor=sum(minors), currency="EUR", replaces=None,
    )  # fmt: skip
