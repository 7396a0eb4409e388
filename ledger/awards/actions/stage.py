"""Moving an award from stage to stage, on the log."""

from __future__ import annotations

from ledger.awards.models import Award, AwardStage
from ledger.awards.rules.stages import may_follow
from ledger.errors import N_, Refusal
from ledger.work import Work

VERB = {AwardStage.ACTIVE: "award.activated"}


def move(work: Work, award: Award, stage: AwardStage, **also: object) -> None:
    """Move the award and write it down. Raises Refusal where that stage cannot follow."""
    enter(work, award, stage, **also)
    work.session.flush()


def enter(work: Work, award: Award, stage: AwardStage, **also: object) -> None:
    """Move one of many: whoever calls it writes them to the database together."""
    before = award.stage
    if not may_follow(stage.value, before.value):
        raise Refusal(N_("This award is at a stage where that cannot be done any more."))
    award.stage = stage
    subjects = [award.id, award.beneficiary, award.fund_id]
    verb = VERB.get(stage, f"award.{stage.value}")
    work.record(verb, subjects, award=str(award.id), **{"from": before.value}, **also)
