"""Moving runs and disbursements from stage to stage, on the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from ledger.bulk import update_rows
from ledger.disbursements.models import Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.rules import stages
from ledger.errors import N_, Refusal
from ledger.work import Work

Enter = Callable[..., None]
"""Takes a disbursement, its columns that change besides the stage, and what else the log is told."""


def move_run(work: Work, run: Run, stage: RunStage) -> RunStage:
    """Move a run; the caller writes the log entry. Returns the stage before."""
    before = run.stage
    if stage.value not in stages.RUN[before.value]:
        raise Refusal(N_("This run is at a stage where that cannot be done any more."))
    run.stage = stage
    work.session.flush()
    return before


def move(work: Work, disbursement: Disbursement, stage: DisbursementStage, **also: object) -> None:
    """Move a disbursement and write it down."""
    enter(work, disbursement, stage, **also)
    work.session.flush()


def enter(work: Work, disbursement: Disbursement, stage: DisbursementStage, **also: object) -> None:
    """Move one of a few: whoever calls it writes them to the database together."""
    before = _way_to(disbursement, stage)
    disbursement.stage = stage
    _record(work, disbursement, stage, before, also)


@contextmanager
def entering(work: Work, stage: DisbursementStage) -> Iterator[Enter]:
    """Move many to a stage, each by a call with its columns that change as well and what else is to be logged.

    Their rows are written in one go when the block ends.
    """
    rows: list[dict[str, Any]] = []

    def enter_one(disbursement: Disbursement, columns: Mapping[str, object], **also: object) -> None:
        before = _way_to(disbursement, stage)
        changed = {"stage": stage, **columns}
        for name, value in changed.items():
            set_committed_value(disbursement, name, value)
        rows.append({**changed, "id": disbursement.id})
        _record(work, disbursement, stage, before, also)

    yield enter_one
    update_rows(work.session, Disbursement, rows)


def _way_to(disbursement: Disbursement, stage: DisbursementStage) -> DisbursementStage:
    """Return the stage that it leaves. Raises Refusal where there is no way from it."""
    before = disbursement.stage
    if stage.value not in stages.DISBURSEMENT[before.value]:
        raise Refusal(
            N_("%(reference)s is at a stage where that cannot be done any more."),
            reference=disbursement.reference,
        )
    return before


def _record(
    work: Work,
    disbursement: Disbursement,
    stage: DisbursementStage,
    before: DisbursementStage,
    also: Mapping[str, object],
) -> None:
    subjects = [disbursement.id, disbursement.award_id]
    data = {"disbursement": str(disbursement.id), "from": before.value, **also}
    work.record(f"disbursement.{stage.value}", subjects, **data)
