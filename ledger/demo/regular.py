"""The demo's stipends that do not go as planned, and two emergencies whose money leaves within the hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from ledger.actor import Role
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.actions.reschedule import propose_schedule
from ledger.awards.actions.reviewing import RUNNING, postpone_review
from ledger.awards.actions.stopping import propose_resumption, stop_award
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.awards.queries import instalments_of, still_promised
from ledger.awards.rules.schedule import Planned, Rhythm, schedule
from ledger.demo.registering import register_somebody
from ledger.demo.stage import Stage
from ledger.disbursements.models import DisbursementStage
from ledger.disbursements.queries import live_of
from ledger.funds.models import Fund
from ledger.work import Work

FUND = "GENERAL"
AFTER = timedelta(days=4)
PUT_OFF = timedelta(days=19)
"""For how long a review is put off that waits from two weeks before the day."""


@dataclass(frozen=True, slots=True)
class Stipend:
    """One stipend: when in the year it is proposed, its instalments, and what is done about it on which day."""

    proposed: int
    minor: int
    count: int
    rhythm: Rhythm
    scenes: tuple[tuple[int, str], ...]


STIPENDS = (
    # Quarterly: the second review waits from 81 days after the first day due, and is put off for three weeks.
    Stipend(70, 240_000, 4, Rhythm.QUARTERLY, ((157, "put_off"),)),
    Stipend(110, 180_000, 6, Rhythm.MONTHLY, ((185, "replan"), (187, "sign_plan"))),
    Stipend(130, 210_000, 7, Rhythm.MONTHLY, ((203, "stop"), (221, "go_on"), (223, "sign_on"))),
    Stipend(244, 150_000, 5, Rhythm.MONTHLY, ((330, "stop"), (363, "go_on"))),
)
EMERGENCIES = {228: (95_000, timedelta(minutes=17)), 341: (140_000, timedelta(hours=1, minutes=52))}
"""Day of the year to minor units, and how long before somebody had called."""


@dataclass(slots=True)
class Regular:
    """These stories as they unfold; `enough` sees to it that the fund can bear so much."""

    stage: Stage
    fund: UUID
    enough: Callable[[str, int], None]
    awards: dict[int, UUID] = field(default_factory=dict)
    asked: dict[int, UUID] = field(default_factory=dict)

    def play(self, passed: int) -> None:
        """Do what is to be done on one day of the year."""
        if passed in EMERGENCIES:
            self._hurry(*EMERGENCIES[passed])
        for place, told in enumerate(STIPENDS):
            if passed == told.proposed:
                plan = schedule(told.minor, self.stage.today + AFTER, told.count, told.rhythm)
                self.awards[place] = self._promise(AwardKind.STIPEND, plan, None)
            for day, scene in told.scenes:
                if passed == day:
                    getattr(self, f"_{scene}")(place)

    def _promise(self, kind: AwardKind, plan: tuple[Planned, ...], asked: timedelta | None) -> UUID:
        self.enough(FUND, sum(part.minor for part in plan))
        officer = self.stage.one(Role.OFFICER)
        with self.stage.act(officer) as work:
            who = register_somebody(self.stage, work, officer)
        with self.stage.act(officer) as work:
            terms = AwardTerms(
                kind=kind,
                beneficiary=who,
                fund=work.session.get_one(Fund, self.fund),
                purpose="STI" if asked is None else "REL",
                reason="risk_and_need",
                plan=plan,
                requested_at=None if asked is None else work.at - asked,
            )
            award = propose_award(work, terms)
            ident, proposal = award.id, award.proposal_id
        self._sign(proposal, 2)
        self.stage.spared.add(ident)
        return ident

    def _sign(self, proposal: object, count: int) -> None:
        for approver in self.stage.holding(Role.APPROVER)[:count]:
            self.stage.sign(approver, proposal)

    def _hurry(self, minor: int, asked: timedelta) -> None:
        plan = schedule(minor, self.stage.today, 1, Rhythm.ONCE)
        self._promise(AwardKind.EMERGENCY_GRANT, plan, asked)

    def _about(self, place: int, role: Role, act: Callable[[Work, Award], object]) -> object:
        """Let somebody do something about a stipend, if it still runs."""
        with self.stage.store.reading() as session:
            runs = session.get_one(Award, self.awards[place]).stage in RUNNING
        if not runs:
            return None
        with self.stage.act(self.stage.one(role)) as work:
            return act(work, work.session.get_one(Award, self.awards[place]))

    def _put_off(self, place: int) -> None:
        def act(work: Work, award: Award) -> None:
            instalment = work.session.get_one(Instalment, (award.id, 2))
            postpone_review(work, award, instalment, "unreachable", work.at.date() + PUT_OFF)

        self._about(place, Role.OFFICER, act)

    def _replan(self, place: int) -> None:
        def act(work: Work, award: Award) -> None:
            left = sum(one.minor for one in still_promised(award, instalments_of(work.session, award)))
            plan = schedule(left, work.at.date() + timedelta(days=60), 2, Rhythm.QUARTERLY)
            self.asked[place] = propose_schedule(work, award, plan).id

        self._about(place, Role.OFFICER, act)

    def _sign_plan(self, place: int) -> None:
        if place in self.asked:
            self._sign(self.asked[place], 2)

    def _stop(self, place: int) -> None:
        with self.stage.store.reading() as session:
            live = live_of(session, session.get_one(Award, self.awards[place])).values()
        # What is in a run would hold the others in it up.
        if all(one.stage is not DisbursementStage.IN_RUN for parts in live for one in parts):
            self._about(place, Role.APPROVER, lambda work, award: stop_award(work, award, "unreachable"))

    def _go_on(self, place: int) -> None:
        def act(work: Work, award: Award) -> None:
            self.asked[place] = propose_resumption(work, award).id

        with self.stage.store.reading() as session:
            stopped = session.get_one(Award, self.awards[place]).stopped
        if stopped:
            self._about(place, Role.OFFICER, act)

    def _sign_on(self, place: int) -> None:
        if place in self.asked:
            self._sign(self.asked[place], 1)
