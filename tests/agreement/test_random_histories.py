"""Random histories: whatever people do, the ledger and the replay of its log agree, and the books hold."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.propose import withdraw_award
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment
from ledger.awards.queries import reviews_due
from ledger.books.queries import trial_balance
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.outcomes import mark_confirmed, mark_failed, mark_returned, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import abandon_run, gather_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.funds.queries import figures_of
from tests.agreement.replaying import replayed
from tests.builders import World, build_world, give, inside, propose, sign

STEPS = ("propose", "propose", "sign", "sign", "sign", "refuse", "withdraw", "review", "gather", "abandon", "send", "confirm", "confirm", "fail", "return", "again", "cancel", "give", "wait")  # fmt: skip


class Life:
    """One history in the making: each step picks, by the dice, something that could be done."""

    def __init__(self, world: World, seed: int) -> None:
        """Begin with a seed."""
        self.world, self.dice = world, Random(seed)  # noqa: S311 - a story, not a secret

    def step(self, name: str) -> None:
        """Do one thing, or find that it cannot be done: then nothing has changed."""
        try:
            getattr(self, f"_{name}")()
        except (Refusal, IntegrityError):
            return

    def _pick(self, query):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        with self.world.store.reading() as session:
            found = session.scalars(query).all()
        return self.dice.choice(found) if found else None

    def _propose(self) -> None:
        kind = self.dice.choice(list(AwardKind))
        count = 1 if kind is AwardKind.EMERGENCY_GRANT else self.dice.randint(1, 4)
        propose(self.world, self.dice.randint(count, 400_000), count, kind, self.dice.choice(["amina", "bao"]))

    def _sign(self, verdict: Verdict = Verdict.APPROVE) -> None:
        proposal = self._pick(select(Proposal).where(Proposal.stage == ProposalStage.OPEN).order_by(Proposal.opened_at))
        if proposal:
            sign(self.world, self.dice.choice(["carla", "deniz", "bao", "farah", "goran"]), proposal.id, verdict)

    def _refuse(self) -> None:
        self._sign(Verdict.REFUSE)

    def _withdraw(self) -> None:
        award = self._pick(select(Award).where(Award.stage == AwardStage.PROPOSED))
        if award and self.dice.random() < 0.3:
            with self.world.store.work(self.world.actors["amina"]) as work:
                withdraw_award(work, work.session.get_one(Award, award.id))

    def _review(self) -> None:
        with self.world.store.reading() as session:
            due = [(a.id, i.number) for a, i in reviews_due(session, self.world.clock.now().date() + timedelta(14))]
        for award, number in due[:2]:
            with self.world.store.work(self.world.actors["amina"]) as work:
                pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, number)))

    def _gather(self) -> None:
        with self.world.store.work(self.world.actors["farah"]) as work:
            gather_run(work, "EUR", Channel.BANK, work.at.date() + timedelta(days=40))

    def _abandon(self) -> None:
        run = self._pick(select(Run).where(Run.stage.in_([RunStage.OPEN, RunStage.PROPOSED])))
        if run and self.dice.random() < 0.3:
            with self.world.store.work(self.world.actors["farah"]) as work:
                abandon_run(work, work.session.get_one(Run, run.id))

    def _send(self) -> None:
        run = self._pick(select(Run).where(Run.stage == RunStage.RELEASED))
        if run:
            with self.world.store.work(self.world.actors["goran"]) as work:
                mark_sent(work, [d for d in inside(work.session, run.id) if d.stage is DisbursementStage.IN_RUN])

    def _on(self, stage: DisbursementStage, act) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        one = self._pick(select(Disbursement).where(Disbursement.stage == stage).order_by(Disbursement.due))
        if one:
            with self.world.store.work(self.world.actors["farah"]) as work:
                act(work, work.session.get_one(Disbursement, one.id))

    def _confirm(self) -> None:
        self._on(DisbursementStage.SENT, lambda work, one: mark_confirmed(work, [one], work.at.date()))

    def _fail(self) -> None:
        self._on(DisbursementStage.SENT, mark_failed)

    def _return(self) -> None:
        stage = self.dice.choice([DisbursementStage.SENT, DisbursementStage.CONFIRMED])
        fee = self.dice.choice([0, 1])
        self._on(stage, lambda work, one: mark_returned(work, one, work.at.date(), min(fee, one.minor - 1)))

    def _again(self) -> None:
        self._on(self.dice.choice([DisbursementStage.FAILED, DisbursementStage.RETURNED]), make_again)

    def _cancel(self) -> None:
        award = self._pick(select(Award).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE])))
        if award and self.dice.random() < 0.4:
            with self.world.store.work(self.world.actors["amina"]) as work:
                cancel_rest(work, work.session.get_one(Award, award.id), "unsafe")

    def _give(self) -> None:
        give(self.world, self.dice.randint(1, 300_000))

    def _wait(self) -> None:
        self.world.clock.move(timedelta(days=self.dice.randint(1, 30)))


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(STEPS), min_size=25, max_size=70))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_ledger_and_its_replay_agree(sqlite_template: Path, seed: int, steps: list[str]) -> None:
    """No finding, the same balances, the same ceilings, the same stages."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(sqlite_template, Path(folder) / "ledger.db")
        world = build_world(f"sqlite:///{folder}/ledger.db")
        life = Life(world, seed)
        for step in steps:
            life.step(step)
        compare(world)
        world.store.engine.dispose()


def compare(world: World) -> None:
    """Hold the ledger's own figures against those of the replay."""
    replay = replayed(world)
    assert replay.findings == []
    state = replay.state
    with world.store.reading() as session:
        balances = {
            (str(b.fund_id), b.account, b.currency, b.holder): (b.minor, b.base_minor) for b in trial_balance(session)
        }
        assert balances == {key: (sub.balance, sub.base_balance) for key, sub in state.balances.items()}
        assert {str(a.id): a.stage.value for a in session.scalars(select(Award))} == {
            k: a.stage for k, a in state.awards.items()
        }
        assert {str(d.id): d.stage.value for d in session.scalars(select(Disbursement))} == {
            key: one.stage for key, one in state.disbursements.items()
        }
        for fund in session.scalars(select(Fund)):
            ours, theirs = figures_of(session, fund), state.funds[str(fund.id)].figures["EUR"]
            assert (ours.received, ours.promised, ours.paid, ours.available) == (
                theirs.received, theirs.promised, theirs.paid, theirs.available,
            )  # fmt: skip
            assert ours.available == ours.received - ours.promised - ours.paid - ours.charges >= 0
