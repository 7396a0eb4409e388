"""The last day of the demo: something waits on every desk."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.demo.cast import WAITS
from ledger.demo.registering import register_somebody
from ledger.demo.staffing import leave_somebody_waiting
from ledger.demo.stage import Stage
from ledger.demo.year import Year
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel
from ledger.disbursements.queries import due_ids
from ledger.funds.models import Fund


def leave_work_on_every_desk(year: Year) -> None:
    """See to it that each role finds something that waits for them."""
    stage = year.stage
    year.announce_one_more()
    hurried = _propose(year, "EMERGENCY", 185_000, emergency=True)
    stage.sign(stage.holding(Role.APPROVER)[0], hurried)
    _propose(year, "RELOCATION", 320_000, emergency=False)
    refused = _propose(year, "GENERAL", 74_000, emergency=False)
    stage.sign(stage.holding(Role.APPROVER)[2], refused, Verdict.REFUSE)
    _leave_a_run_to_release(stage)
    leave_somebody_waiting(stage, WAITS)


def _propose(year: Year, fund: str, minor: int, *, emergency: bool) -> object:
    stage = year.stage
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        who = register_somebody(stage, work, officer)
    with stage.act(officer) as work:
        terms = AwardTerms(
            kind=AwardKind.EMERGENCY_GRANT,
            beneficiary=who,
            fund=work.session.get_one(Fund, year.funds[fund]),
            purpose="REL",
            reason="risk_and_need",
            plan=schedule(minor, stage.today + timedelta(days=3), 1, Rhythm.ONCE),
            emergency=emergency,
        )
        return propose_award(work, terms).proposal_id


def _leave_a_run_to_release(stage: Stage) -> None:
    with stage.store.reading() as session:
        query = select(Proposal.id).where(Proposal.kind == "run", Proposal.stage == ProposalStage.OPEN)
        until = stage.today + timedelta(days=5)
        if session.scalar(query) or not due_ids(session, "EUR", until):
            return
    with stage.act(stage.holding(Role.FINANCE)[0]) as work:
        gather_run(work, "EUR", Channel.BANK, until)
