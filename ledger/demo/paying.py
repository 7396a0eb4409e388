"""How the demo pays: reviews, runs twice a week, and what the bank says days later."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import exists, select

from ledger.actor import Role
from ledger.approvals.models import Verdict
from ledger.awards.actions.instalments import pass_review
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.awards.queries import reviews_due
from ledger.demo.bank import settle
from ledger.demo.stage import Player, Stage
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.files import begin_file, log_file
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.actions.splitting import split_due
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.parting import too_large
from ledger.disbursements.queries import due_ids
from ledger.disbursements.rules.forms import FORMS

GATHERING_DAYS = {0, 3}
RELEASE_AFTER, CONFIRM_AFTER = timedelta(days=1), timedelta(days=3)
FEE = 1200
CARRIED = (Channel.BANK, Channel.MOBILE_MONEY)
"""The channels of every week; what else there is has days of its own."""


def pay(stage: Stage) -> None:
    """Do what finance and the officers do about payments on one day."""
    _review(stage)
    _hear_from_the_bank(stage)
    _release(stage)
    _make_again(stage)
    _hurry_out(stage)
    if stage.today.weekday() in GATHERING_DAYS:
        _gather(stage)
    if stage.chance.happens(1.5):
        _cancel_one(stage)


def _review(stage: Stage) -> None:
    if stage.today.weekday() not in GATHERING_DAYS:
        return
    with stage.store.reading() as session:
        soon = stage.today + timedelta(days=4)
        waiting = [(a.id, i.number) for a, i in reviews_due(session, stage.today) if i.due <= soon]
    for award, number in waiting:
        with stage.act(stage.one(Role.OFFICER)) as work:
            instalment = work.session.get_one(Instalment, (award, number))
            pass_review(work, work.session.get_one(Award, award), instalment)


def _gather(stage: Stage) -> None:
    until = stage.today + timedelta(days=2)
    for channel in CARRIED:
        split_above(stage, channel, until)
        with stage.store.reading() as session:
            due = due_ids(session, "EUR", until, channel)
        if due:
            with stage.act(stage.one(Role.FINANCE)) as work:
                gather_run(work, "EUR", channel, until)


def split_above(stage: Stage, channel: Channel, until: date) -> None:
    """Split what is due and above a channel's limit."""
    with stage.store.reading() as session:
        above = too_large(session, "EUR", channel, until)
    if above:
        with stage.act(stage.one(Role.FINANCE)) as work:
            split_due(work, "EUR", channel, until)


def _release(stage: Stage) -> None:
    with stage.store.reading() as session:
        waiting = session.scalars(select(Run).where(Run.stage == RunStage.PROPOSED, Run.channel.in_(CARRIED))).all()
        ripe = [r for r in waiting if r.opened_at.date() + RELEASE_AFTER <= stage.today]
        known = [(r.id, r.proposal_id, r.prepared_by) for r in ripe]
    for run, proposal, prepared_by in known:
        preparer = next(p for p in stage.holding(Role.FINANCE) if p.actor.id == prepared_by)
        releaser = next(p for p in stage.holding(Role.FINANCE) if p.actor.id != prepared_by)
        stage.sign(releaser, proposal, Verdict.APPROVE)
        _send(stage, run, preparer, releaser)


def _hurry_out(stage: Stage) -> None:
    """Gather, release and send what is due through the channels of emergencies, all in one morning."""
    with stage.store.reading() as session:
        waits = select(Award.channel).join(Disbursement, Disbursement.award_id == Award.id)
        due = waits.where(Disbursement.stage == DisbursementStage.PLANNED, Disbursement.due <= stage.today)
        found = session.scalars(due.where(Award.requested_at.is_not(None), Award.payee_void.is_(False)).distinct())
        channels = sorted({Channel.BANK, Channel.MOBILE_MONEY} & {Channel(one) for one in found if one})
    preparer, releaser = stage.holding(Role.FINANCE)[:2]
    for channel in channels:
        split_above(stage, channel, stage.today)
        with stage.act(preparer) as work:
            gathered = gather_run(work, "EUR", channel, stage.today)
            run, proposal = gathered.id, gathered.proposal_id
        stage.sign(releaser, proposal)
        _send(stage, run, preparer, releaser)


def _send(stage: Stage, run: UUID, preparer: Player, releaser: Player) -> None:
    make_file(stage, preparer, run)
    with stage.act(releaser) as work:
        lines = work.session.scalars(select(Disbursement).where(Disbursement.run_id == run)).all()
        mark_sent(work, lines)


def make_file(stage: Stage, clerk: Player, ident: UUID) -> None:
    """Make the payment file of a released run, the first that its channel takes and that needs nothing beside it."""
    with stage.act(clerk) as work:
        run = work.session.get_one(Run, ident)
        form = FORMS[run.channel.value][-1]
        held, lines = begin_file(work, clerk.signer, run, form)
        at = work.at
    with stage.store.reading() as session:
        wanted = Wanted(session.get_one(Run, ident), form, at)
        written = write_file(session, stage.store.organisation, held, lines, wanted)
    with stage.act(clerk) as work:
        log_file(work, work.session.get_one(Run, ident), lines, written)


def _hear_from_the_bank(stage: Stage) -> None:
    with stage.store.reading() as session:
        query = (
            select(Disbursement.id, Run.opened_at)
            .join(Run, Run.id == Disbursement.run_id)
            .where(Disbursement.stage == DisbursementStage.SENT, Run.channel.in_(CARRIED))
        )
        ripe = [row.id for row in session.execute(query) if row.opened_at.date() + CONFIRM_AFTER <= stage.today]
    if not ripe:
        return
    failing = [one for one in ripe if stage.chance.happens(2)]
    returning = [one for one in ripe if one not in failing and stage.chance.happens(2)]
    arrived = [one for one in ripe if one not in failing and one not in returning]
    clerk = stage.one(Role.FINANCE)
    for one in failing:
        with stage.act(clerk) as work:
            mark_failed(work, work.session.get_one(Disbursement, one))
    if arrived or returning:
        settle(stage, arrived, returning, FEE)


def _make_again(stage: Stage) -> None:
    with stage.store.reading() as session:
        dead = (DisbursementStage.FAILED, DisbursementStage.RETURNED)
        replaced = select(Disbursement.replaces).where(Disbursement.replaces.is_not(None))
        query = select(Disbursement.id).where(Disbursement.stage.in_(dead), Disbursement.id.not_in(replaced))
        waiting = session.scalars(query.join(Award).where(Award.stage != AwardStage.CANCELLED)).all()
    for one in waiting:
        if stage.chance.happens(50):
            with stage.act(stage.one(Role.FINANCE)) as work:
                make_again(work, work.session.get_one(Disbursement, one))


def _cancel_one(stage: Stage) -> None:
    with stage.store.reading() as session:
        promised = exists().where(Instalment.award_id == Award.id, Instalment.stage == InstalmentStage.PLANNED)
        query = select(Award.id).where(
            Award.stage == AwardStage.ACTIVE, promised, Award.id.not_in(stage.spared), Award.stopped.is_(False)
        )
        found = session.scalar(query.order_by(Award.drafted_at).limit(1))
    if found:
        with stage.act(stage.one(Role.OFFICER)) as work:
            cancel_rest(work, work.session.get_one(Award, found), "no_longer_needed")
