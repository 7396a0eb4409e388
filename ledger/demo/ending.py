"""The last day of the demo: something waits on every desk."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind, AwardStage
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.beneficiaries.actions.whole import record_anew
from ledger.demo import casework
from ledger.demo.cast import RISES, WAITS
from ledger.demo.lending import FUND
from ledger.demo.limits import leave_something_behind
from ledger.demo.paying import split_above
from ledger.demo.registering import another_account, register_somebody
from ledger.demo.staffing import leave_somebody_told, leave_somebody_waiting
from ledger.demo.stage import Stage
from ledger.demo.twice import UPKEEP, leave_an_overlap
from ledger.demo.year import Year
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.disbursements.queries import due_ids
from ledger.funds.models import Fund
from ledger.vault.rules.compartments import Compartment

ASKED_BEFORE = timedelta(hours=2, minutes=14)


def leave_work_on_every_desk(year: Year) -> None:
    """See to it that each role finds something that waits for them."""
    stage = year.stage
    year.announce_one_more()
    hurried = _propose(year, "EMERGENCY", 185_000, emergency=True)
    stage.sign(stage.holding(Role.APPROVER)[0], hurried)
    _propose(year, "RELOCATION", 320_000, emergency=False)
    refused = _propose(year, "GENERAL", 74_000, emergency=False)
    stage.sign(stage.holding(Role.APPROVER)[2], refused, Verdict.REFUSE)
    year.see_that_there_is_enough(FUND, UPKEEP)
    leave_an_overlap(stage, year.funds[FUND], year.twice)
    _leave_a_run_to_release(stage)
    leave_something_behind(stage, year.funds[FUND], year.see_that_there_is_enough)
    leave_somebody_waiting(stage, WAITS)
    leave_somebody_told(stage, *RISES)
    _leave_sealed_records_waiting(year)


def _leave_sealed_records_waiting(year: Year) -> None:
    """Leave wishes to consent to and to look at, an erasure and changed payment details to sign for."""
    stage, diary = year.stage, year.diary
    casework.propose_to_erase(stage, diary.take_leave(), "asked")
    casework.ask_for(stage, diary.latest(), "verification")
    _officer, consented = casework.ask_for(stage, diary.latest(), "payment_problem")
    casework.consent_to(stage, consented)
    casework.open_a_contact(stage, diary.helped)
    _change_where_money_goes(stage)


def _change_where_money_goes(stage: Stage) -> None:
    """Record another account for somebody of whom nothing is on its way: others have to sign for it."""
    with stage.store.reading() as session:
        moving = Disbursement.stage.in_([DisbursementStage.IN_RUN, DisbursementStage.SENT])
        busy = select(Award.beneficiary).join(Disbursement).where(moving)
        query = select(Award.beneficiary).where(Award.stage == AwardStage.ACTIVE, Award.beneficiary.not_in(busy))
        whose = session.scalar(query.order_by(Award.drafted_at).limit(1))
    if whose is None:
        return
    officer = stage.one(Role.OFFICER)
    with stage.act(officer) as work:
        record_anew(work, officer.signer, whose, Compartment.PAYMENT, another_account(stage.chance))


def _propose(year: Year, fund: str, minor: int, *, emergency: bool) -> object:
    stage = year.stage
    officer = stage.one(Role.OFFICER)
    year.see_that_there_is_enough(fund, minor)
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
            requested_at=stage.clock.now() - ASKED_BEFORE if emergency else None,
        )
        return propose_award(work, terms).proposal_id


def _leave_a_run_to_release(stage: Stage) -> None:
    with stage.store.reading() as session:
        query = select(Proposal.id).where(Proposal.kind == "run", Proposal.stage == ProposalStage.OPEN)
        until = stage.today + timedelta(days=5)
        if session.scalar(query):
            return
    for channel in (Channel.BANK, Channel.MOBILE_MONEY):
        split_above(stage, channel, until)
    with stage.store.reading() as session:
        found = [one for one in (Channel.BANK, Channel.MOBILE_MONEY) if due_ids(session, "EUR", until, one)]
    for channel in found[:1]:
        with stage.act(stage.holding(Role.FINANCE)[0]) as work:
            gather_run(work, "EUR", channel, until)
