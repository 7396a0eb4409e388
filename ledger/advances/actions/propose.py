"""Proposing an advance: who gets how much of which fund, and what they may keep for the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.advances.actions.stage import move, subjects
from ledger.advances.models import Advance, AdvanceStage, Intermediary
from ledger.advances.queries import collected_by, held_by, open_advance
from ledger.advances.rules.ageing import HAND_OVER
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.books.actions import journal
from ledger.books.queries import cash_held
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.money import Money, plain_amount
from ledger.reference import new_reference
from ledger.work import Work


@dataclass(frozen=True, slots=True)
class AdvanceTerms:
    """What is asked for: to whom, of which fund, how much, and the most that they may keep of it for the service."""

    intermediary: Intermediary
    fund: Fund
    money: Money
    fee: int


def propose_advance(work: Work, terms: AdvanceTerms) -> Advance:
    """Ask another person to sign an advance. Raises Refusal while the one before it is not cleared."""
    work.actor.require(Role.FINANCE)
    _check(work, terms)
    advance = Advance(
        id=uuid4(),
        reference=new_reference("V"),
        intermediary_id=terms.intermediary.id,
        fund_id=terms.fund.id,
        currency=terms.money.currency,
        minor=terms.money.minor,
        fee_minor=terms.fee,
        left_minor=0,
        charged_minor=0,
        stage=AdvanceStage.PROPOSED,
        proposed_at=work.at,
    )
    work.session.add(advance)
    work.session.flush()
    with journal(work) as books:
        base = books.worth(terms.fund.id, terms.money.currency, terms.money.minor, work.at.date())
    content = {
        "advance": str(advance.id),
        "intermediary": str(terms.intermediary.id),
        "code": terms.intermediary.code,
        "fee_minor": terms.fee,
    }
    matter = Matter("advance", advance.id, content, terms.money, base_minor=base, fund=terms.fund.id)
    proposal = approvals.propose(work, matter)
    advance.proposal_id = proposal.id
    work.session.flush()
    work.record(
        "advance.proposed",
        subjects(advance),
        advance=str(advance.id),
        reference=advance.reference,
        proposal=str(proposal.id),
        revision=proposal.revision,
    )
    return advance


def withdraw_advance(work: Work, advance: Advance) -> None:
    """Take the proposal of an advance back."""
    approvals.withdraw(work, work.session.get_one(Proposal, advance.proposal_id))


def cancel_advance(work: Work, advance: Advance) -> None:
    """Give up an approved advance that was not paid. Stopping needs one person only."""
    work.actor.require(Role.FINANCE)
    move(work, advance, AdvanceStage.CANCELLED)
    work.record("advance.cancelled", subjects(advance), advance=str(advance.id))


def _check(work: Work, terms: AdvanceTerms) -> None:
    session, who, money = work.session, terms.intermediary, terms.money
    before = open_advance(session, who.id)
    if before is not None:
        raise Refusal(
            N_("%(code)s has not cleared %(reference)s yet. Settle or cancel it before the next advance."),
            field="intermediary",
            code=who.code,
            reference=before.reference,
        )
    held = held_by(session, who.code)
    if held:
        raise Refusal(
            N_("%(code)s still holds %(amount)s %(currency)s by the books. Clear it before the next advance."),
            field="intermediary",
            code=who.code,
            amount=plain_amount(held[0].minor, held[0].currency),
            currency=held[0].currency,
        )
    late = collected_by(session, who.code, work.at.date() - HAND_OVER)
    if late:
        raise Refusal(
            N_(
                "%(code)s took %(amount)s %(currency)s of loans more than %(days)s days ago. Have it handed in "
                "before the next advance."
            ),
            field="intermediary",
            code=who.code,
            amount=plain_amount(late[0].minor, late[0].currency),
            currency=late[0].currency,
            days=HAND_OVER.days,
        )
    if money.minor <= 0:
        raise Refusal(N_("Write an amount above nothing."), field="amount")
    if not 0 <= terms.fee < money.minor:
        raise Refusal(N_("The fee is at least nothing and less than the advance."), field="fee")
    cash = cash_held(session, terms.fund.id, money.currency).minor
    if money.minor > cash:
        raise Refusal(
            N_("The fund has %(cash)s %(currency)s in its accounts, less than this advance."),
            field="amount",
            cash=plain_amount(cash, money.currency),
            currency=money.currency,
        )


def advance_of(work: Work, ident: UUID) -> Advance:
    """Return an advance that is to be changed. Raises NotFound."""
    found = work.session.get(Advance, ident)
    if found is None:
        raise NotFound
    return found


def _carry_out(work: Work, proposal: Proposal, _said: dict[str, Any], _signer: Signer) -> None:
    advance = advance_of(work, proposal.subject)
    move(work, advance, AdvanceStage.APPROVED)
    work.record("advance.approved", subjects(advance), advance=str(advance.id))


def _let_go(work: Work, proposal: Proposal, _said: dict[str, Any]) -> None:
    # The log's `proposal.refused` or `proposal.withdrawn` is what ends the advance.
    withdrawn = proposal.stage is ProposalStage.WITHDRAWN
    move(work, advance_of(work, proposal.subject), AdvanceStage.WITHDRAWN if withdrawn else AdvanceStage.REFUSED)


def _anyone(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """An advance rules out nobody beyond H3."""


register(Kind("advance", frozenset({Role.FINANCE}), _carry_out, _let_go, _anyone))
