"""The demo's defender with a stipend into their own account, whose child's school is paid directly."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.beneficiaries.actions.whole import record_anew, register_whole
from ledger.demo.registering import somebody
from ledger.demo.stage import Stage
from ledger.demo.twice import AFTER
from ledger.funds.models import Fund
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails

STIPEND, FEES, MONTHS = 210_000, 96_000, 6
PROMISED, MOVED = 310, 352
"""The days of the year on which both are promised, and on which the school says that it has another account."""
OWN, SCHOOL = 1, 2
_OWN_ACCOUNT = PaymentDetails(
    method="bank",
    holder="Account holder",
    account="4471902836",
    bank_code="EXAMGB2L",
    statement_payer="Meridian Office",
    statement_reference="Translation 3307",
)


def promise_stipend_and_school(stage: Stage, fund: UUID) -> str:
    """Promise somebody a stipend and their child's schooling, each paid in its own way; return the pseudonym."""
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        person = replace(somebody(stage, None, None), payment=_OWN_ACCOUNT)
        who = register_whole(work, officer.signer, person)
    _promise(stage, fund, who, AwardKind.STIPEND, OWN)
    _record_school(stage, who, "8830271145")
    _promise(stage, fund, who, AwardKind.FAMILY_SUPPORT, SCHOOL)
    return who


def move_the_school(stage: Stage, who: str) -> None:
    """Write down the school's new account, and have it signed: the stipend does not wait for that."""
    _record_school(stage, who, "8830279902")
    with stage.store.reading() as session:
        theirs = select(Award.id).where(Award.beneficiary == who)
        waiting = select(Proposal.id).where(Proposal.kind == "payee", Proposal.stage == ProposalStage.OPEN)
        proposals = session.scalars(waiting.where(Proposal.subject.in_(theirs))).all()
    for proposal in proposals:
        _sign(stage, proposal)


def _record_school(stage: Stage, who: str, account: str) -> None:
    details = replace(_OWN_ACCOUNT, method="provider", holder="School", account=account)
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        record_anew(work, officer.signer, who, Compartment.PAYMENT, details, SCHOOL)


def _promise(stage: Stage, fund: UUID, who: str, kind: AwardKind, way: int) -> None:
    purpose, minor = ("STI", STIPEND) if kind is AwardKind.STIPEND else ("EDU", FEES)
    with stage.act(stage.one(Role.OFFICER)) as work:
        terms = AwardTerms(
            kind=kind,
            beneficiary=who,
            fund=work.session.get_one(Fund, fund),
            purpose=purpose,
            reason="family_in_need",
            plan=schedule(minor, stage.today + AFTER, MONTHS, Rhythm.MONTHLY),
            way=way,
        )
        award = propose_award(work, terms)
        ident, proposal = award.id, award.proposal_id
    _sign(stage, proposal)
    stage.spared.add(ident)


def _sign(stage: Stage, proposal: UUID | None) -> None:
    for approver in stage.holding(Role.APPROVER)[:2]:
        stage.sign(approver, proposal)
