"""Instalments that fall due: the short review before each, giving up what is left, promising less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.awards.actions.carry_out import about, expense_of, recognise
from ledger.awards.actions.reviewing import note, refuse_unless_waiting
from ledger.awards.actions.stage import move
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Outcome
from ledger.books.actions import journal
from ledger.books.rules.chart import COMMITTED, COMMITTED_CONTRA, PAYABLE
from ledger.books.rules.lines import pair
from ledger.errors import N_, Refusal
from ledger.money import convert, plain_amount
from ledger.vocabulary import CANCELLATIONS
from ledger.work import Work

GivenUp = Callable[[Work, Award], None]
_when_given_up: list[GivenUp] = []


def when_given_up(act: GivenUp) -> GivenUp:
    """Register what a slice above does when something of an award was cancelled."""
    _when_given_up.append(act)
    return act


def pass_review(work: Work, award: Award, instalment: Instalment) -> None:
    """Say that support is still safe and needed: the instalment is owed from now on."""
    refuse_unless_waiting(work, award, instalment)
    if award.stopped:
        raise Refusal(N_("This award is stopped. Another person has to sign that it goes on."))
    note(work, award, instalment, Outcome.PASSED)
    instalment.review_from = None
    with journal(work) as books:
        promised = pair(COMMITTED_CONTRA, COMMITTED, instalment.minor, instalment.base_minor)
        books.post(about(award, work, "instalment_due"), promised)
        instalment.base_minor = books.worth(award.fund_id, award.currency, instalment.minor, work.at.date())
        owed = pair(expense_of(award), PAYABLE, instalment.minor, instalment.base_minor)
        books.post(about(award, work, "instalment_recognised"), owed)
    recognise(work, award, instalment, "passed")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of an instalment that is neither paid nor on its way, in its currency and in base."""

    instalment: Instalment
    minor: int
    base: int


def give_up(work: Work, award: Award, rests: list[Rest], reason: str) -> None:
    """Cancel what is left of these instalments: what was recognised goes back, what was only promised is let go."""
    if reason not in CANCELLATIONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    owed, owed_base = _sums(rests, InstalmentStage.RECOGNISED)
    promised, promised_base = _sums(rests, InstalmentStage.PLANNED)
    if not owed and not promised:
        raise Refusal(N_("Nothing is left of this award that could be cancelled."))
    with journal(work) as books:
        if owed:
            books.post(about(award, work, "award_reduced"), pair(PAYABLE, expense_of(award), owed, owed_base))
        if promised:
            given_up = pair(COMMITTED_CONTRA, COMMITTED, promised, promised_base)
            books.post(about(award, work, "award_cancelled"), given_up)
    for rest in rests:
        rest.instalment.given_up += rest.minor
        rest.instalment.given_up_base += rest.base
        if rest.instalment.given_up == rest.instalment.minor:
            rest.instalment.stage = InstalmentStage.CANCELLED
    move(
        work,
        award,
        AwardStage.CANCELLED,
        reason=reason,
        recognised_minor=owed,
        memo_minor=promised,
        instalments=[rest.instalment.number for rest in rests],
    )
    for act in _when_given_up:
        act(work, award)


def reduce_by(work: Work, award: Award, instalment: Instalment, minor: int, reason: str) -> None:
    """Promise less by one instalment that nothing pays: so much of it goes back, or is let go, at its share of base."""
    if reason not in CANCELLATIONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    if not 0 < minor < instalment.minor:
        raise Refusal(
            N_("Reduce it by more than nothing and by less than its %(amount)s %(code)s. Cancel what is left instead."),
            field="amount",
            amount=plain_amount(instalment.minor, award.currency),
            code=award.currency,
        )
    base = convert(minor, instalment.base_minor, instalment.minor)
    with journal(work) as books:
        if instalment.stage is InstalmentStage.RECOGNISED:
            books.post(about(award, work, "award_reduced"), pair(PAYABLE, expense_of(award), minor, base))
        else:
            books.post(about(award, work, "award_cancelled"), pair(COMMITTED_CONTRA, COMMITTED, minor, base))
    instalment.minor -= minor
    instalment.base_minor -= base
    work.session.flush()
    work.record(
        "award.reduced",
        [award.id, award.beneficiary],
        award=str(award.id),
        number=instalment.number,
        minor=minor,
        reason=reason,
    )


def _sums(rests: list[Rest], stage: InstalmentStage) -> tuple[int, int]:
    """What is left of the instalments of a stage in their currency, and in base as they stand in the books."""
    chosen = [one for one in rests if one.instalment.stage is stage]
    return sum(one.minor for one in chosen), sum(one.base for one in chosen)
