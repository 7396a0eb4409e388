"""Instalments that fall due: the short review before each, and giving up what is left."""

from __future__ import annotations

from datetime import timedelta

from ledger.actor import Role
from ledger.awards.actions.carry_out import about, base_of, expense_of, recognise
from ledger.awards.actions.stage import move
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.books.actions import journal, pair
from ledger.books.rules.chart import COMMITTED, COMMITTED_CONTRA, PAYABLE
from ledger.errors import N_, Refusal
from ledger.vocabulary import CANCELLATIONS
from ledger.work import Work

EARLY = timedelta(days=14)
"""How long before its due day an instalment can be reviewed, so that it can be paid in time."""


def pass_review(work: Work, award: Award, instalment: Instalment) -> None:
    """Say that support is still safe and needed: the instalment is owed from now on."""
    work.actor.require(Role.OFFICER)
    if award.stage not in {AwardStage.APPROVED, AwardStage.ACTIVE} or instalment.stage is not InstalmentStage.PLANNED:
        raise Refusal(N_("This instalment does not wait for a review."))
    if instalment.due > work.at.date() + EARLY:
        raise Refusal(N_("This instalment falls due later; review it in the two weeks before."))
    with journal(work) as books:
        base = base_of(books, award, instalment.minor)
        books.post(about(award, work, "instalment_due"), pair(COMMITTED_CONTRA, COMMITTED, instalment.minor, base))
        books.post(
            about(award, work, "instalment_recognised"),
            pair(expense_of(award), PAYABLE, instalment.minor, base),
        )
    recognise(work, award, instalment, "passed")


def give_up(work: Work, award: Award, instalments: list[Instalment], reason: str) -> None:
    """Cancel these instalments of an award: what was recognised goes back, what was only promised is let go."""
    if reason not in CANCELLATIONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    owed = sum(i.minor for i in instalments if i.stage is InstalmentStage.RECOGNISED)
    promised = sum(i.minor for i in instalments if i.stage is InstalmentStage.PLANNED)
    if not owed and not promised:
        raise Refusal(N_("Nothing is left of this award that could be cancelled."))
    with journal(work) as books:
        if owed:
            base = base_of(books, award, owed)
            books.post(about(award, work, "award_reduced"), pair(PAYABLE, expense_of(award), owed, base))
        if promised:
            base = base_of(books, award, promised)
            books.post(about(award, work, "award_cancelled"), pair(COMMITTED_CONTRA, COMMITTED, promised, base))
    for instalment in instalments:
        instalment.stage = InstalmentStage.CANCELLED
    move(
        work,
        award,
        AwardStage.CANCELLED,
        reason=reason,
        recognised_minor=owed,
        memo_minor=promised,
        instalments=[i.number for i in instalments],
    )
