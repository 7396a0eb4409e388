"""The short review before an instalment, where it does not let it through: put off to a day, or not passed."""

from __future__ import annotations

from datetime import date

from ledger.actor import Role
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Outcome, Recognition, Review
from ledger.awards.rules.reviewing import refuse_early, refuse_end, refuse_postponement
from ledger.clock import day_text
from ledger.errors import N_, Refusal
from ledger.work import Work

RUNNING = frozenset({AwardStage.APPROVED, AwardStage.ACTIVE})


def postpone_review(work: Work, award: Award, instalment: Instalment, reason: str, again_on: date) -> None:
    """Put the review of an instalment off to a day: it is not paid meanwhile, and waits again then."""
    refuse_unless_waiting(work, award, instalment)
    refuse_postponement(reason, again_on, work.at.date())
    note(work, award, instalment, Outcome.POSTPONED, reason, again_on)
    instalment.review_from = again_on


def fail_review(work: Work, award: Award, instalment: Instalment, reason: str) -> None:
    """Say that an instalment is not paid: it stays promised until others sign another schedule, or it is given up."""
    refuse_unless_waiting(work, award, instalment)
    refuse_end(reason)
    note(work, award, instalment, Outcome.NOT_PASSED, reason)
    instalment.review_from = None


def refuse_unless_waiting(work: Work, award: Award, instalment: Instalment) -> None:
    """Refuse to review what does not wait for an officer."""
    work.actor.require(Role.OFFICER)
    waits = instalment.stage is InstalmentStage.PLANNED and award.recognition is Recognition.INSTALMENT
    if award.stage not in RUNNING or not waits:
        raise Refusal(N_("This instalment does not wait for a review."))
    if instalment.review_from is None:
        raise Refusal(N_("This instalment was not passed. Propose another schedule, or cancel the rest."))
    refuse_early(instalment.due, work.at.date())


def note(
    work: Work,
    award: Award,
    instalment: Instalment,
    outcome: Outcome,
    reason: str | None = None,
    again_on: date | None = None,
) -> None:
    """Write down what a review said."""
    seq = work.record(
        "instalment.reviewed",
        [award.id, award.beneficiary],
        award=str(award.id),
        number=instalment.number,
        outcome=outcome.value,
        reason=reason,
        again_on=day_text(again_on) if again_on else None,
    )
    work.session.add(
        Review(
            award_id=award.id,
            number=instalment.number,
            log_seq=seq,
            outcome=outcome,
            reason=reason,
            again_on=again_on,
            person_id=work.actor.id,
            at=work.at,
        )
    )
    work.session.flush()
