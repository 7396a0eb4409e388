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
