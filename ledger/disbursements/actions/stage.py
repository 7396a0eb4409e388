"""Moving runs and disbursements from stage to stage, on the log."""

from __future__ import annotations

from ledger.disbursements.models import Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.rules import stages
from ledger.errors import N_, Refusal
from ledger.work import Work


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
    """Move one of many: whoever calls it writes them to the database together."""
    before = disbursement.stage
    if stage.value not in stages.DISBURSEMENT[before.value]:
        raise Refusal(
            N_("%(reference)s is at a stage where that cannot be done any more."),
            reference=disbursement.reference,
        )
    disbursement.stage = stage
    subjects = [disbursement.id, disbursement.award_id]
    data = {"disbursement": str(disbursement.id), "from": before.value, **also}
    work.record(f"disbursement.{stage.value}", subjects, **data)
