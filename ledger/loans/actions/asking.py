"""What about a loan needs other people's signatures: the part that all of these proposals share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import exists, select

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Overlaps, Signer, overlaps_with_nothing, register
from ledger.approvals.models import Proposal, ProposalStage
from ledger.errors import N_, NotFound, Refusal
from ledger.loans.actions.account import outstanding, refuse_unless_running
from ledger.loans.models import Loan
from ledger.loans.rules.worth import part_of
from ledger.money import Money
from ledger.work import Work

CarryOut = Callable[[Work, Loan, Proposal, dict[str, Any]], None]


def ask(work: Work, loan: Loan, kind: str, amount: int, /, **content: Any) -> Proposal:
    """Ask others to sign something about a loan that runs; once at a time."""
    refuse_unless_running(loan)
    waiting = exists().where(
        Proposal.subject == loan.award_id, Proposal.kind == kind, Proposal.stage == ProposalStage.OPEN
    )
    if work.session.scalar(select(waiting)):
        raise Refusal(N_("This was proposed already and waits for signatures. Withdraw that proposal first."))
    matter = Matter(
        kind=kind,
        subject=loan.award_id,
        content={"award": str(loan.award_id), **content},
        money=Money(amount, loan.currency),
        base_minor=part_of(outstanding(loan), amount).base,
        fund=loan.award.fund_id,
        beneficiary=loan.award.beneficiary,
    )
    return approvals.propose(work, matter)


def register_about_loans(
    kind: str, proposer: Role, carry_out: CarryOut, overlaps: Overlaps = overlaps_with_nothing
) -> None:
    """Make a kind of proposal about loans known."""

    def done(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
        loan = work.session.get(Loan, proposal.subject)
        if loan is None:
            raise NotFound
        refuse_unless_running(loan)
        carry_out(work, loan, proposal, said)

    register(Kind(kind, frozenset({proposer}), done, _nothing, _nothing, overlaps))


def record_signed(work: Work, loan: Loan, proposal: Proposal, verb: str, **data: Any) -> None:
    """Write down what was signed about a loan and is carried out now."""
    subjects = [loan.award_id, loan.award.beneficiary, proposal.id]
    work.record(verb, subjects, award=str(loan.award_id), proposal=str(proposal.id), **data)


def _nothing(_work: Work, _proposal: Proposal, _said: dict[str, Any]) -> None:
    """Nothing was changed by asking, and nobody is ruled out beyond H3."""
