"""A year of the demo, day by day: gifts come in, people are helped, proposals are signed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from ledger.actor import Role
from ledger.approvals.models import Verdict
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind
from ledger.beneficiaries.models import Household
from ledger.beneficiaries.queries import beneficiary_by_pseudonym
from ledger.books.queries import available
from ledger.demo import schooling
from ledger.demo.bank import receive_gift
from ledger.demo.cast import FUNDS, GIVES_UP, JOINS
from ledger.demo.chance import PURPOSES
from ledger.demo.channels import Channels
from ledger.demo.diary import Diary
from ledger.demo.lending import FUND, Lending
from ledger.demo.paying import pay
from ledger.demo.registering import register_somebody
from ledger.demo.regular import Regular
from ledger.demo.staffing import end_a_role, welcome
from ledger.demo.stage import Player, Stage
from ledger.demo.treasury import Treasury
from ledger.demo.twice import FOOD, PROMISED, STIPEND, is_twice, promise_twice
from ledger.funds.actions import announce_contribution
from ledger.funds.models import Fund
from ledger.funds.queries import donor_by_code
from ledger.money import Money
from ledger.work import Work

HALF_YEAR = 182
JOINING_DAY, LEAVING_DAY = 95, 270


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature to come."""

    day: date
    proposal: UUID
    player: Player
    verdict: Verdict = Verdict.APPROVE


@dataclass(slots=True)
class Year:
    """The story as it unfolds."""

    stage: Stage
    funds: dict[str, UUID]
    awards: int
    diary: Diary
    signings: list[Signing] = field(default_factory=list)
    proposed: int = 0
    twice: str = ""
    """Somebody of a household that is promised something twice."""
    schooled: str = ""
    """Somebody with a stipend, whose child's school is paid directly."""
    lending: Lending = field(init=False)

    def __post_init__(self) -> None:
        """Lend from the fund that is open to every purpose."""
        self.lending = Lending(self.stage, self.funds[FUND])

    def play(self, first: date, last: date) -> None:
        """Go through the days from first to last."""
        days, treasury = (last - first).days, Treasury(self.stage, self.funds)
        regular = Regular(self.stage, self.funds[FUND], self.see_that_there_is_enough)
        channels = Channels(self.stage, self.funds, treasury, self.see_that_there_is_enough)
        for passed in range(days + 1):
            self.stage.begin_day(first + timedelta(days=passed))
            if passed % HALF_YEAR == 1:
                self._receive_gifts()
            self._staff(passed)
            self.diary.turn_to(passed)
            self._sign_what_is_due()
            self.lending.play(passed)
            regular.play(passed)
            if passed == PROMISED:
                self.see_that_there_is_enough(FUND, STIPEND + FOOD)
                self.twice = promise_twice(self.stage, self.funds[FUND])
            self._school(passed)
            while self.proposed * days < self.awards * passed:
                self._help_somebody()
                self.proposed += 1
            treasury.keep(passed)
            channels.play(passed)
            pay(self.stage)
        treasury.leave_waiting(days)

    def _school(self, passed: int) -> None:
        if passed == schooling.PROMISED:
            self.see_that_there_is_enough(FUND, schooling.STIPEND + schooling.FEES)
            self.schooled = schooling.promise_stipend_and_school(self.stage, self.funds[FUND])
        if passed == schooling.MOVED:
            schooling.move_the_school(self.stage, self.schooled)

    def _staff(self, passed: int) -> None:
        if passed == JOINING_DAY:
            welcome(self.stage, JOINS)
        if passed == LEAVING_DAY:
            end_a_role(self.stage, *GIVES_UP)

    def announce_one_more(self) -> None:
        """Leave a gift on finance's desk that is on its way."""
        self._announce(FUNDS[-1].code, FUNDS[-1].donor, 25_000)

    def see_that_there_is_enough(self, fund: str, minor: int) -> None:
        """Receive one more gift where a fund cannot bear so much."""
        with self.stage.store.reading() as session:
            enough = available(session, self.funds[fund], "EUR") >= minor
        if not enough:
            self._receive(fund, next(gift.donor for gift in FUNDS if gift.code == fund), 2 * minor // 100)

    def _receive_gifts(self) -> None:
        for gift in FUNDS:
            self._receive(gift.code, gift.donor, gift.half_year)

    def _receive(self, fund: str, donor: str, amount: int) -> None:
        announced = self._announce(fund, donor, amount)
        receive_gift(self.stage, announced)

    def _announce(self, fund: str, donor: str, amount: int) -> UUID:
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            into = work.session.get_one(Fund, self.funds[fund])
            giver = donor_by_code(work.session, donor)
            return announce_contribution(work, into, giver, Money(amount * 100, into.currency)).id

    def _help_somebody(self) -> None:
        chance, officer = self.stage.chance, self.stage.one(Role.OFFICER)
        kind = chance.kind()
        with self.stage.act(officer) as work:
            who = self._beneficiary(work, officer)
        amount = chance.amount() * 100
        fund = self._fund_for(kind, amount)
        if fund is None:
            return
        code, purpose = fund
        asked = self._asked() if kind is AwardKind.EMERGENCY_GRANT and chance.happens(30) else None
        first = self.stage.today + chance.days(3, 9) if asked is None else self.stage.today
        with self.stage.store.reading() as session:
            terms = AwardTerms(
                kind=kind,
                beneficiary=who,
                fund=session.get_one(Fund, self.funds[code]),
                purpose=purpose,
                reason="family_in_need" if kind is AwardKind.FAMILY_SUPPORT else "risk_and_need",
                plan=chance.plan(kind, amount, first),
                requested_at=asked,
            )
        if is_twice(self.stage, terms):
            terms = replace(terms, beneficiary=self._somebody_new(officer))
        with self.stage.act(officer) as work:
            proposal = propose_award(work, terms).proposal_id
        if proposal is not None:
            self._plan_signatures(proposal, hurried=asked is not None)

    def _asked(self) -> datetime:
        """Draw when somebody called: some minutes to most of a day ago."""
        return self.stage.store.clock.now() - timedelta(minutes=self.stage.chance.dice.randint(9, 1_100))

    def _somebody_new(self, officer: Player) -> str:
        with self.stage.act(officer) as work:
            pseudonym = register_somebody(self.stage, work, officer)
        self.diary.helped.append(pseudonym)
        return pseudonym

    def _beneficiary(self, work: Work, officer: Player) -> str:
        chance = self.stage.chance
        if self.diary.helped and chance.happens(28):
            return chance.dice.choice(self.diary.helped)
        household = None
        if self.diary.helped and chance.happens(6):
            household = self._household_of(work, chance.dice.choice(self.diary.helped))
        pseudonym = register_somebody(self.stage, work, officer, household)
        self.diary.helped.append(pseudonym)
        return pseudonym

    @staticmethod
    def _household_of(work: Work, pseudonym: str) -> str:
        person = beneficiary_by_pseudonym(work.session, pseudonym)
        return work.session.get_one(Household, person.household_id).reference

    def _fund_for(self, kind: AwardKind, minor: int) -> tuple[str, str] | None:
        fitting = []
        with self.stage.store.reading() as session:
            for gift in FUNDS:
                purposes = [p for p in PURPOSES[kind] if not gift.purposes or p in gift.purposes]
                if purposes and available(session, self.funds[gift.code], "EUR") >= minor:
                    fitting.append((gift.code, self.stage.chance.dice.choice(purposes)))
        return self.stage.chance.dice.choice(fitting) if fitting else None

    def _plan_signatures(self, proposal: UUID, *, hurried: bool) -> None:
        chance = self.stage.chance
        first, second = chance.dice.sample(self.stage.holding(Role.APPROVER), 2)
        day = self.stage.today if hurried else self.stage.today + timedelta(days=chance.days_to_decide())
        then = day if hurried else day + timedelta(days=chance.days_to_decide())
        verdict = Verdict.REFUSE if chance.happens(4) else Verdict.APPROVE
        self.signings += [Signing(day, proposal, first), Signing(then, proposal, second, verdict)]
        if hurried:
            self._sign_what_is_due()

    def _sign_what_is_due(self) -> None:
        while due := [signing for signing in self.signings if signing.day <= self.stage.today]:
            self.signings.remove(due[0])
            self._sign(due[0])

    def _sign(self, signing: Signing) -> None:
        """Sign, or refuse what the fund cannot bear any more: nobody else needs to sign then."""
        with self.stage.store.reading() as session:
            award = session.scalars(select(Award).where(Award.proposal_id == signing.proposal)).one()
            can_bear = available(session, award.fund_id, award.currency) >= award.minor
        self.stage.sign(signing.player, signing.proposal, signing.verdict if can_bear else Verdict.REFUSE)
        if not can_bear:
            self.signings = [other for other in self.signings if other.proposal != signing.proposal]
