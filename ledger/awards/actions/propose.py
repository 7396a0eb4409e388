"""Proposing an award, revising it, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.models import Proposal
from ledger.awards.actions.stage import move
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment, InstalmentStage, Recognition
from ledger.awards.rules.overlaps import Span, refuse_other_than_family, span_of
from ledger.awards.rules.repaying import refuse_loan, refuse_repaid_gift
from ledger.awards.rules.reviewing import review_from
from ledger.awards.rules.schedule import Planned, written
from ledger.beneficiaries.queries import beneficiary_by_pseudonym
from ledger.books.actions import journal
from ledger.books.queries import available
from ledger.clock import day_text, moment_text
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.money import Money, plain_amount
from ledger.reference import new_reference
from ledger.vault.actions.payees import payee_of
from ledger.vault.rules.compartments import FIRST_WAY
from ledger.vocabulary import PURPOSES, REASONS
from ledger.work import Work

RECOGNITION = {
    AwardKind.EMERGENCY_GRANT: Recognition.NOTIFICATION,
    AwardKind.STIPEND: Recognition.INSTALMENT,
    AwardKind.FAMILY_SUPPORT: Recognition.INSTALMENT,
    AwardKind.MICRO_LOAN: Recognition.DISBURSEMENT,
}
"""When a kind of support is owed unless a proposal says otherwise."""


@dataclass(frozen=True, slots=True)
class AwardTerms:
    """What is promised: to whom, from which fund, for what, in which instalments."""

    kind: AwardKind
    beneficiary: str
    fund: Fund
    purpose: str
    reason: str
    plan: tuple[Planned, ...]
    requested_at: datetime | None = None
    """When somebody asked for help, where this is an emergency."""
    kept_in: str | None = None
    """The currency of the promise, where it is not the fund's own."""
    repayments: tuple[Planned, ...] = ()
    """What a loan is paid back by; nothing for a gift."""
    way: int = FIRST_WAY
    """By which of the beneficiary's ways to be paid it is paid."""
    owed: Recognition | None = None
    """When a gift is owed, where that is not as usual for its kind."""

    @property
    def currency(self) -> str:
        """The currency of the promise."""
        return self.kept_in or self.fund.currency

    @property
    def recognition(self) -> Recognition:
        """When the promise is owed: as was chosen, or as the policy has it for the kind."""
        return self.owed or RECOGNITION[self.kind]

    @property
    def minor(self) -> int:
        """The whole promise in minor units of its currency."""
        return sum(part.minor for part in self.plan)

    @property
    def span(self) -> Span:
        """The days that the promise helps for."""
        return span_of([part.due for part in self.plan], [part.due for part in self.repayments])


def propose_award(work: Work, terms: AwardTerms) -> Award:
    """Draft an award and ask two approvers to sign it."""
    work.actor.require(Role.OFFICER)
    _check(work, terms)
    award = Award(
        id=uuid4(),
        reference=new_reference("A"),
        stage=AwardStage.DRAFTED,
        drafted_at=work.at,
        drafted_by=work.actor.id,
    )
    _write_terms(work, award, terms)
    work.record(
        "award.drafted",
        [award.id, award.beneficiary, award.fund_id],
        award=str(award.id),
        reference=award.reference,
        kind=award.kind.value,
        beneficiary=award.beneficiary,
        household=str(beneficiary_by_pseudonym(work.session, award.beneficiary).household_id),
        fund=str(award.fund_id),
        currency=award.currency,
    )
    proposal = approvals.propose(work, _matter(work, award, terms))
    _move_to_proposed(work, award, proposal)
    return award


def revise_award(work: Work, award: Award, terms: AwardTerms) -> Award:
    """Change what is proposed. Everything signed so far falls (H4); beneficiary and kind stay."""
    work.actor.require(Role.OFFICER)
    if award.stage is not AwardStage.PROPOSED:
        raise Refusal(N_("Only an award that waits for its signatures can be revised."))
    if terms.beneficiary != award.beneficiary or terms.kind is not award.kind:
        raise Refusal(N_("A revision keeps the beneficiary and the kind. Withdraw this one and propose another."))
    _check(work, terms)
    work.session.execute(delete(Instalment).where(Instalment.award_id == award.id))
    _write_terms(work, award, terms)
    proposal = approvals.revise(work, _proposal_of(work, award), _matter(work, award, terms))
    _move_to_proposed(work, award, proposal)
    return award


def withdraw_award(work: Work, award: Award) -> None:
    """Take the proposal of an award back."""
    approvals.withdraw(work, _proposal_of(work, award))


def _proposal_of(work: Work, award: Award) -> Proposal:
    proposal = work.session.get(Proposal, award.proposal_id)
    if proposal is None:
        raise NotFound
    return proposal


def _check(work: Work, terms: AwardTerms) -> None:
    refuse_terms(work.session, work.at, terms)
    if terms.kind is AwardKind.MICRO_LOAN:
        _refuse_hands(work, terms)


def refuse_terms(session: Session, at: datetime, terms: AwardTerms) -> None:
    """Refuse terms of an award that nobody could sign: asked again when it is proposed. Raises Refusal."""
    beneficiary_by_pseudonym(session, terms.beneficiary)
    if terms.purpose not in PURPOSES:
        raise Refusal(N_("Choose the purpose from the list."), field="purpose")
    if terms.reason not in REASONS:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    if terms.requested_at is not None and terms.requested_at > at:
        raise Refusal(N_("The request cannot have come in the future."), field="requested_at")
    _refuse_fund(terms, at.date())
    if terms.kind is AwardKind.FAMILY_SUPPORT:
        refuse_other_than_family(terms.purpose)
    if (terms.kind is AwardKind.MICRO_LOAN) is not (terms.recognition is Recognition.DISBURSEMENT):
        raise Refusal(N_("A gift is owed at once or by instalment, a loan when it is lent."), field="owed")
    if terms.kind is AwardKind.MICRO_LOAN:
        refuse_loan(terms.plan, terms.repayments)
    else:
        refuse_repaid_gift(terms.repayments)
    left = available(session, terms.fund.id, terms.currency)
    if terms.minor > left:
        raise Refusal(
            N_("The fund can promise %(left)s %(code)s; this award is more. Choose a smaller amount or another fund."),
            field="amount",
            left=plain_amount(left, terms.currency),
            code=terms.currency,
        )


def _refuse_fund(terms: AwardTerms, today: date) -> None:
    fund = terms.fund
    if fund.purpose_codes and terms.purpose not in fund.purpose_codes:
        raise Refusal(N_("This fund is restricted to other purposes. Choose another fund or purpose."), field="fund")
    if not fund.opens <= today <= fund.closes:
        raise Refusal(N_("This fund is not open today. Choose another fund."), field="fund")
    if terms.plan[-1].due > fund.closes:
        raise Refusal(
            N_("The last instalment falls due after the fund closes on %(day)s."),
            field="fund",
            day=day_text(fund.closes),
        )


def _refuse_hands(work: Work, terms: AwardTerms) -> None:
    """Refuse a loan that nobody could pay out: an intermediary pays gifts, a loan leaves an account of ours."""
    if payee_of(work, terms.beneficiary, terms.way).channel == "cash":
        raise Refusal(
            N_("A loan is paid into an account or by mobile money. Record such payment details first."), field="way"
        )


def _write_terms(work: Work, award: Award, terms: AwardTerms) -> None:
    award.kind, award.beneficiary = terms.kind, terms.beneficiary
    award.fund_id, award.currency = terms.fund.id, terms.currency
    award.purpose, award.reason = terms.purpose, terms.reason
    award.minor = terms.minor
    award.emergency, award.requested_at = terms.requested_at is not None, terms.requested_at
    award.recognition = terms.recognition
    award.supports_from, award.supports_until = terms.span.first, terms.span.last
    payee = payee_of(work, terms.beneficiary, terms.way)
    award.way = terms.way
    award.payee_sha256, award.payee_void = payee.sha256, False
    award.channel, award.paid_to = payee.channel, payee.paid_to
    work.session.add(award)
    work.session.flush()
    work.session.add_all(
        Instalment(
            award_id=award.id,
            number=part.number,
            due=part.due,
            minor=part.minor,
            stage=InstalmentStage.PLANNED,
            review_from=review_from(part.due) if award.recognition is Recognition.INSTALMENT else None,
        )
        for part in terms.plan
    )
    work.session.flush()


def _move_to_proposed(work: Work, award: Award, proposal: Proposal) -> None:
    award.proposal_id = proposal.id
    move(work, award, AwardStage.PROPOSED, proposal=str(proposal.id), revision=proposal.revision)


def _matter(work: Work, award: Award, terms: AwardTerms) -> Matter:
    with journal(work) as books:
        base = books.worth(terms.fund.id, terms.currency, terms.minor, work.at.date())
    return Matter(
        kind="award",
        subject=award.id,
        money=Money(terms.minor, terms.currency),
        base_minor=base,
        fund=terms.fund.id,
        beneficiary=terms.beneficiary,
        reason=terms.reason,
        payment_envelope=award.payee_sha256,
        content={
            "award": str(award.id),
            "award_kind": terms.kind.value,
            "household": str(beneficiary_by_pseudonym(work.session, terms.beneficiary).household_id),
            "purpose": terms.purpose,
            "emergency": award.emergency,
            "requested_at": moment_text(terms.requested_at) if terms.requested_at else None,
            "recognition": award.recognition.value,
            "way": award.way,
            "channel": award.channel,
            "paid_to": award.paid_to,
            "instalments": written(terms.plan),
            "repayments": written(terms.repayments),
        },
    )
