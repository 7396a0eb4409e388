"""Gathering due disbursements into a run, proposing it for release, abandoning it."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import update

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.models import Proposal, ProposalStage
from ledger.books.actions import cash_account_for
from ledger.disbursements.actions.stage import move_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import due_ids, lines_of
from ledger.disbursements.rules.lines import lines_sha256
from ledger.errors import N_, NotFound, Refusal
from ledger.money import Money
from ledger.organisation import base_currency
from ledger.reference import new_reference
from ledger.work import Work

CHUNK = 500
"""Ids in one log entry, so that it stays below the longest an entry can be."""


def gather_run(work: Work, currency: str, channel: Channel, until: date) -> Run:
    """Gather everything in one currency that is planned and due by a day, and ask another person to release it."""
    work.actor.require(Role.FINANCE)
    found = due_ids(work.session, currency, until)
    if not found:
        raise Refusal(N_("Nothing in %(code)s is due by that day."), code=currency)
    run = _open(work, currency, channel)
    for start in range(0, len(found), CHUNK):
        _gather(work, run, found[start : start + CHUNK])
    _propose(work, run)
    return run


def propose_again(work: Work, run: Run) -> Run:
    """Ask again for the release of a run whose proposal was refused or withdrawn."""
    work.actor.require(Role.FINANCE)
    if run.prepared_by != work.actor.id:
        raise Refusal(N_("Only the person who prepared this run can propose it again."))
    _propose(work, run)
    return run


def abandon_run(work: Work, run: Run) -> None:
    """Give a run up before its release; its disbursements are planned again."""
    work.actor.require(Role.FINANCE)
    if run.stage is RunStage.PROPOSED:
        proposal = _proposal(work, run)
        if proposal.stage is ProposalStage.OPEN:
            approvals.withdraw(work, proposal)
    move_run(work, run, RunStage.ABANDONED)
    ids = [line[0] for line in lines_of(work.session, run)]
    back = update(Disbursement).where(Disbursement.run_id == run.id)
    work.session.execute(back.values(stage=DisbursementStage.PLANNED, run_id=None))
    for start in range(0, max(len(ids), 1), CHUNK):
        part = ids[start : start + CHUNK]
        work.record("run.abandoned", [run.id, *part], run=str(run.id), disbursements=[str(i) for i in part])


def _open(work: Work, currency: str, channel: Channel) -> Run:
    run = Run(
        id=uuid4(),
        reference=new_reference("R"),
        channel=channel,
        currency=currency,
        cash_account=cash_account_for(work, currency),
        stage=RunStage.OPEN,
        prepared_by=work.actor.id,
        opened_at=work.at,
    )
    work.session.add(run)
    work.session.flush()
    work.record(
        "run.opened",
        [run.id],
        run=str(run.id),
        reference=run.reference,
        channel=channel.value,
        currency=currency,
        cash=run.cash_account,
    )
    return run


def _gather(work: Work, run: Run, ids: list[UUID]) -> None:
    into = update(Disbursement).where(Disbursement.id.in_(ids))
    work.session.execute(into.values(stage=DisbursementStage.IN_RUN, run_id=run.id))
    work.record("run.gathered", [run.id, *ids], run=str(run.id), disbursements=[str(i) for i in ids])


def _propose(work: Work, run: Run) -> None:
    lines = lines_of(work.session, run)
    total = sum(minor for _, minor, _ in lines)
    content = {
        "run": str(run.id),
        "channel": run.channel.value,
        "cash": run.cash_account,
        "count": len(lines),
        "lines_sha256": lines_sha256(lines),
    }
    move_run(work, run, RunStage.PROPOSED)
    base = total if run.currency == base_currency(work.session) else None
    proposal = approvals.propose(work, Matter("run", run.id, content, Money(total, run.currency), base_minor=base))
    run.proposal_id = proposal.id
    work.session.flush()
    work.record("run.proposed", [run.id], run=str(run.id), proposal=str(proposal.id), revision=proposal.revision)


def _proposal(work: Work, run: Run) -> Proposal:
    proposal = work.session.get(Proposal, run.proposal_id)
    if proposal is None:
        raise NotFound
    return proposal
