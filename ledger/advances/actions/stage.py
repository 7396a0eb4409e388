"""Moving an advance from stage to stage, on the log."""

from __future__ import annotations

from ledger.advances.models import Advance, AdvanceStage
from ledger.advances.rules.stages import ADVANCE
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.work import Work


def move(work: Work, advance: Advance, stage: AdvanceStage) -> None:
    """Move an advance; the caller writes the log entry."""
    if stage.value not in ADVANCE[advance.stage.value]:
        raise Refusal(
            N_("%(reference)s is at a stage where that cannot be done any more."), reference=advance.reference
        )
    advance.stage = stage
    work.session.flush()


def account_for(work: Work, advance: Advance, minor: int) -> None:
    """Take off an advance what the intermediary has accounted for; with nothing left it is settled.

    Called after the entry that says for what. Raises Refusal for more than they have.
    """
    if minor > advance.left_minor:
        raise Refusal(
            N_("%(reference)s has less than that left to account for."),
            field="amount",
            reference=advance.reference,
        )
    advance.left_minor -= minor
    if not advance.left_minor:
        advance.settled_on = work.at.date()
        move(work, advance, AdvanceStage.SETTLED)
        work.record("advance.settled", subjects(advance), advance=str(advance.id), date=day_text(advance.settled_on))
    work.session.flush()


def subjects(advance: Advance) -> list[object]:
    """What a log entry about an advance is about."""
    return [advance.id, advance.intermediary_id, advance.fund_id]
