"""A claim on a bank that never comes back: given up as a loss, asked by finance and signed by others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.books.actions import About, Happening, journal
from ledger.books.rules.chart import ADVANCES, LOSSES
from ledger.books.rules.lines import Line
from ledger.errors import N_, Refusal
from ledger.money import Money
from ledger.staff.actions.carrying import nobody_more
from ledger.statements.models import BankClaim
from ledger.statements.queries import claim as claim_of
from ledger.statements.words import GIVEN_UP
from ledger.work import Work


def propose_claim_loss(work: Work, claim: BankClaim, reason: str) -> Proposal:
    """Ask others to sign that what a bank debited wrongly does not come back, and why."""
    work.actor.require(Role.FINANCE)
    if reason not in GIVEN_UP:
        raise Refusal(N_("Choose the reason from the list."), field="reason")
    _refuse_unfit(claim)
    waiting = select(Proposal.reference).where(
        Proposal.kind == "claim_loss", Proposal.subject == claim.line_id, Proposal.stage == ProposalStage.OPEN
    )
    reference = work.session.scalar(waiting)
    if reference is not None:
        raise Refusal(N_("%(reference)s asks for that already."), reference=reference)
    money = Money(claim.minor, claim.line.currency)
    with journal(work) as books:
        base = books.cash_cost(claim.fund_id, money.currency, claim.line.cash_account, claim.minor, ADVANCES)
    content = {"claim": str(claim.line_id), "cash": claim.line.cash_account}
    matter = Matter("claim_loss", claim.line_id, content, money, base, claim.fund_id, reason=reason)
    return approvals.propose(work, matter)


def _refuse_unfit(claim: BankClaim) -> None:
    if claim.settled_by is not None:
        raise Refusal(N_("The bank gave this back; there is nothing to give up."))
    if claim.lost_on is not None:
        raise Refusal(N_("This claim was given up already."))


def _carry_out(work: Work, proposal: Proposal, _said: dict[str, Any], _signer: Signer) -> None:
    claim = claim_of(work.session, proposal.subject)
    _refuse_unfit(claim)
    claim.lost_on, claim.lost_by = work.at.date(), proposal.id
    work.session.flush()
    work.record("claim.lost", [claim.line_id, claim.fund_id], claim=str(claim.line_id), proposal=str(proposal.id))
    currency, cash = claim.line.currency, claim.line.cash_account
    with journal(work) as books:
        cost = books.cash_cost(claim.fund_id, currency, cash, claim.minor, ADVANCES)
        about = About("bank_claim", claim.line_id)
        what = Happening("wrong_debit_lost", work.at.date(), claim.fund_id, currency, about)
        books.post(what, [Line(LOSSES, claim.minor, cost), Line(ADVANCES, -claim.minor, -cost, cash)])


def _let_go(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """The claim stands as before."""


register(Kind("claim_loss", frozenset({Role.FINANCE}), _carry_out, _let_go, nobody_more))
