"""What random histories do with instalments that do not go as planned: put off, replanned, stopped, resumed; emergencies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ledger.awards.actions.propose import AwardTerms, propose_award, revise_award
from ledger.awards.actions.reschedule import propose_schedule
from ledger.awards.actions.reviewing import fail_review, postpone_review
from ledger.awards.actions.stopping import propose_resumption, stop_award
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment
from ledger.awards.queries import instalments_of, reviews_due, still_promised
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.funds.models import Fund
from tests.agreement.life import Life
from tests.builders import register

STEPS = ("put_off", "put_off", "let_fall", "replan", "replan", "stop", "go_on", "go_on", "hurry", "hurry_more")

RUNNING = select(Award).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE]))


class Scheduling(Life):
    """Acts about what is still to be paid."""

    def _on_award(self, who: str, query: Any, act: Any) -> None:
        award = self.pick(query.order_by(Award.drafted_at))
        if award:
            with self.work_of(who) as work:
                act(work, work.session.get_one(Award, award.id))

    def _on_review(self, act: Any, *said: object) -> None:
        with self.world.store.reading() as session:
            due = [(a.id, i.number) for a, i in reviews_due(session, self.world.clock.now().date())]
        if due:
            award, number = self.dice.choice(due)
            with self.work_of("bao") as work:
                act(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, number)), *said)

    def do_put_off(self) -> None:
        """Put a review off, to a day that may be too late."""
        day = self.world.clock.now().date() + timedelta(days=self.dice.choice([1, 9, 92, 93]))
        self._on_review(postpone_review, "unsafe", day)

    def do_let_fall(self) -> None:
        """Do not pass an instalment."""
        self._on_review(fail_review, "need_ended")

    def do_replan(self) -> None:
        """Ask for another schedule of what is still promised, or of a unit more."""

        def act(work: Any, award: Award) -> None:
            left = sum(one.minor for one in still_promised(award, instalments_of(work.session, award)))
            count = self.dice.randint(1, 3)
            first = work.at.date() + timedelta(days=self.dice.randint(0, 40))
            minor = max(count, left + self.dice.choice([0, 0, 0, 1]))
            propose_schedule(work, award, schedule(minor, first, count, Rhythm.MONTHLY))

        self._on_award("amina", RUNNING, act)

    def do_stop(self) -> None:
        """Stop an award."""
        self._on_award(
            self.one_of(["amina", "carla", "farah", "hana"]), RUNNING, lambda w, a: stop_award(w, a, "doubt")
        )

    def do_go_on(self) -> None:
        """Ask that an award goes on."""
        self._on_award("bao", RUNNING.where(Award.stopped.is_(True)), propose_resumption)

    def _hurried(self, work: Any, who: str, minutes: int) -> AwardTerms:
        plan = schedule(self.dice.randint(1, 90_000), work.at.date(), 1, Rhythm.ONCE)
        asked = work.at - timedelta(minutes=minutes)
        fund = work.session.get_one(Fund, self.world.fund)
        return AwardTerms(AwardKind.EMERGENCY_GRANT, who, fund, "REL", "risk_and_need", plan, requested_at=asked)

    def do_hurry(self) -> None:
        """Propose an emergency, which may be said to have been asked for in the future."""
        who = register(self.world)
        with self.work_of("amina") as work:
            propose_award(work, self._hurried(work, who, self.dice.choice([-1, 0, 12, 3_000])))

    def do_hurry_more(self) -> None:
        """Revise an emergency: its clock begins anew, and its signatures fall."""
        waiting = select(Award).where(Award.stage == AwardStage.PROPOSED, Award.requested_at.is_not(None))
        self._on_award("amina", waiting, lambda w, a: revise_award(w, a, self._hurried(w, a.beneficiary, 5)))
