"""What approval of an award sets in motion: the promise in the books, and what is payable at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ledger.actor import Role
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.actions.stage import move
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage, Recognition
from ledger.awards.overlapping import overlaps_of_proposed
from ledger.awards.queries import instalments_of
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.chart import COMMITTED, COMMITTED_CONTRA, EXPENSE, PAYABLE
from ledger.books.rules.lines import pair
from ledger.errors import NotFound
from ledger.money import split
from ledger.vault.actions.payees import pass_payee
from ledger.work import Work

Payable = Callable[[Work, Award, Instalment], None]
Promised = Callable[[Work, Award, dict[str, Any]], None]
_when_payable: list[Payable] = []
_when_promised: list[Promised] = []


def when_payable(act: Payable) -> Payable:
    """Register what a slice above does when an instalment has become payable."""
    _when_payable.append(act)
    return act


def when_promised(act: Promised) -> Promised:
    """Register what a slice above does when an award is approved; it is given what was signed."""
    _when_promised.append(act)
    return act


def recognise(work: Work, award: Award, instalment: Instalment, review: str) -> None:
    """Write down that an instalment is owed, and hand it on to be paid."""
    instalment.stage = InstalmentStage.RECOGNISED
    work.record(
        "instalment.recognised",
        [award.id, award.beneficiary],
        award=str(award.id),
        number=instalment.number,
        minor=instalment.minor,
        review=review,
    )
    hand_on(work, award, instalment)


def hand_on(work: Work, award: Award, instalment: Instalment) -> None:
    """Have an instalment paid."""
    for act in _when_payable:
        act(work, award, instalment)


def about(award: Award, work: Work, event: str) -> Happening:
    """An event of the rule table about this award, today."""
    return Happening(event, work.at.date(), award.fund_id, award.currency, About("award", award.id))


def expense_of(award: Award) -> str:
    """The expense account of the award's kind."""
    return EXPENSE[award.kind.value]


def _carry_out(work: Work, proposal: Proposal, said: dict[str, Any], signer: Signer) -> None:
    award = _award(work, proposal)
    pass_payee(work, signer, award.id, (said["beneficiary"], said["content"]["way"]), said["payment_envelope"])
    move(work, award, AwardStage.APPROVED)
    instalments = instalments_of(work.session, award)
    with journal(work) as books:
        base = books.worth(award.fund_id, award.currency, award.minor, work.at.date())
        for instalment, worth in zip(instalments, split(base, [one.minor for one in instalments]), strict=True):
            instalment.base_minor = worth
        if award.recognition is Recognition.NOTIFICATION:
            books.post(about(award, work, "award_unconditional"), pair(expense_of(award), PAYABLE, award.minor, base))
        else:
            books.post(about(award, work, "award_conditional"), pair(COMMITTED, COMMITTED_CONTRA, award.minor, base))
    for act in _when_promised:
        act(work, award, said)
    for instalment in instalments:
        if award.recognition is Recognition.NOTIFICATION:
            recognise(work, award, instalment, "none")
        elif award.recognition is Recognition.DISBURSEMENT:
            hand_on(work, award, instalment)


def _let_go(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    stage = AwardStage.WITHDRAWN if proposal.stage is ProposalStage.WITHDRAWN else AwardStage.REFUSED
    move(work, _award(work, proposal), stage)


def _award(work: Work, proposal: Proposal) -> Award:
    award = work.session.get(Award, proposal.subject)
    if award is None:
        raise NotFound
    return award


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """An award rules out nobody beyond H3."""


register(Kind("award", frozenset({Role.OFFICER}), _carry_out, _let_go, _anyone, overlaps_of_proposed))
