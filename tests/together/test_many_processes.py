"""H5 and H6 with many hands at once: never over, never twice, no deadlock, every refusal a sentence."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import AwardKind, Instalment, InstalmentStage
from ledger.books.models import FundBalance
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.proof import file_of
from ledger.funds.models import Fund
from ledger.work import Store
from tests.agreement.replaying import replayed
from tests.builders import World, accepting, filed, register, terms
from tests.together.racing import Deed, race

Row = TypeVar("Row")

PROCESSES = 8
NEEDS = ("ADV", "CAP", "LEG", "MED", "PHY", "PSY", "REL")
"""Purposes of which none overlaps with another: some of what is proposed at once overlaps, most of it does not."""
ATTEMPTS = int(os.environ.get("ALMONER_RACE_ATTEMPTS", "24"))
"""Attempts of each process; a thousand or more where somebody has the time."""


class Deeds:
    """Everything on the way from a proposal to money that left, each step by whoever may take it."""

    def __init__(self, world: World, people: list[str]) -> None:
        """Know who may be helped."""
        self.world, self.people = world, people

    def all(self) -> list[Deed]:
        """Return the deeds, those that have to happen more often than once."""
        signs = [self.sign] * 3
        return [self.promise, self.promise, *signs, self.review, self.gather, self.send, self.lose, self.again]

    def promise(self, store: Store, luck: Random) -> str:
        """Propose an award."""
        kind = luck.choice([AwardKind.EMERGENCY_GRANT, AwardKind.STIPEND])
        with store.work(self.world.actors["amina"]) as work:
            fund = work.session.get_one(Fund, self.world.fund)
            count = 2 if kind is AwardKind.STIPEND else 1
            asked = terms(self.world, fund, luck.choice(self.people), luck.randint(1, 9) * 100, count, kind)
            propose_award(work, replace(asked, purpose=luck.choice(NEEDS)))
        return "proposed"

    def sign(self, store: Store, luck: Random) -> str:
        """Approve whatever waits."""
        proposal = any_of(store, luck, Proposal, Proposal.stage == ProposalStage.OPEN)
        if proposal is None:
            return "nothing to sign"
        who = luck.choice(["carla", "deniz", "goran", "bao"])
        with store.work(self.world.actors[who]) as work:
            there = work.session.get_one(Proposal, proposal.id)
            seen = content_of(work.session, there).sha256
            decide(work, there, Verdict.APPROVE, self.world.signers[who], seen, accepting(work, there))
        return "signed"

    def review(self, store: Store, luck: Random) -> str:
        """Let an instalment pass its review."""
        part = any_of(store, luck, Instalment, Instalment.stage == InstalmentStage.PLANNED)
        if part is None:
            return "nothing to review"
        with store.work(self.world.actors["amina"]) as work:
            there = work.session.get_one(Instalment, (part.award_id, part.number))
            pass_review(work, there.award, there)
        return "reviewed"

    def gather(self, store: Store, _luck: Random) -> str:
        """Gather what is due."""
        with store.work(self.world.actors["farah"]) as work:
            gather_run(work, "EUR", Channel.BANK, work.at.date())
        return "gathered"

    def send(self, store: Store, luck: Random) -> str:
        """Make the file of a released run, and send it."""
        run = any_of(store, luck, Run, Run.stage == RunStage.RELEASED)
        if run is None:
            return "nothing to send"
        with store.reading() as session:
            made = file_of(session, run)
        if made is None:
            filed(replace(self.world, store=store), run.id)
        with store.work(self.world.actors["farah"]) as work:
            inside = work.session.scalars(select(Disbursement).where(Disbursement.run_id == run.id)).all()
            mark_sent(work, inside)
        return "sent"

    def lose(self, store: Store, luck: Random) -> str:
        """Let a payment fail that was sent."""
        paid = any_of(store, luck, Disbursement, Disbursement.stage == DisbursementStage.SENT)
        if paid is None:
            return "nothing to lose"
        with store.work(self.world.actors["farah"]) as work:
            mark_failed(work, work.session.get_one(Disbursement, paid.id))
        return "failed"

    def again(self, store: Store, luck: Random) -> str:
        """Pay once more what failed."""
        paid = any_of(store, luck, Disbursement, Disbursement.stage == DisbursementStage.FAILED)
        if paid is None:
            return "nothing to pay again"
        with store.work(self.world.actors["farah"]) as work:
            make_again(work, work.session.get_one(Disbursement, paid.id))
        return "made again"


def any_of(store: Store, luck: Random, model: type[Row], *where: ColumnElement[bool]) -> Row | None:
    """Pick one of the first rows that are so, as another process might as well."""
    with store.reading() as session:
        found = session.scalars(select(model).where(*where).limit(40)).all()
    return luck.choice(found) if found else None


def test_eight_processes_never_promise_too_much_and_never_pay_twice(world: World) -> None:
    """One fund of ten thousand, eight processes that promise from it, sign, gather, send, lose and pay again."""
    people = [register(world) for _ in range(6)]
    met = race(world, PROCESSES, ATTEMPTS, Deeds(world, people).all(), seed=7)
    assert min(met["proposed"], met["signed"], met["gathered"]) > 0, met
    with world.store.reading() as session:
        assert session.scalar(select(func.min(FundBalance.available))) >= 0
        live = select(func.count()).where(Disbursement.stage.not_in(["failed", "returned", "cancelled"]))
        most = live.group_by(Disbursement.award_id, Disbursement.number).order_by(func.count().desc()).limit(1)
        assert (session.scalar(most) or 0) <= 1
    assert replayed(world).findings == []


def test_eight_approvers_at_once_promise_a_fund_once(world: World) -> None:
    """Twenty awards wait for one more signature; the fund has enough for ten, and ten it promises."""
    people = [register(world) for _ in range(20)]
    waiting = []
    for who in people:
        with world.store.work(world.actors["amina"]) as work:
            fund = work.session.get_one(Fund, world.fund)
            award = propose_award(work, terms(world, fund, who, 100_000, 1, AwardKind.EMERGENCY_GRANT))
            waiting.append(award.proposal_id)
    for proposal in waiting:
        with world.store.work(world.actors["carla"]) as work:
            there = work.session.get_one(Proposal, proposal)
            decide(work, there, Verdict.APPROVE, world.signers["carla"], content_of(work.session, there).sha256)

    def sign(store: Store, luck: Random) -> str:
        with store.work(world.actors["deniz"]) as work:
            there = work.session.get_one(Proposal, luck.choice(waiting))
            decide(work, there, Verdict.APPROVE, world.signers["deniz"], content_of(work.session, there).sha256)
        return "signed"

    met = race(world, PROCESSES, 12, [sign], seed=11)
    assert met["signed"] == 10, met
    with world.store.reading() as session:
        assert session.scalar(select(FundBalance.available)) == 0
    assert replayed(world).findings == []
