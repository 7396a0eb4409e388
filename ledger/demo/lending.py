"""The demo's loans: one is paid back on time, one was rescheduled and is late again, one is suspended and late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from ledger.actor import Role
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind
from ledger.awards.rules.repaying import repayments
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.banking.statement import Kind
from ledger.demo.bank import hear
from ledger.demo.registering import register_somebody
from ledger.demo.stage import Stage
from ledger.funds.models import Fund
from ledger.loans.actions import uses as _uses  # noqa: F401 - what a statement line can be booked as
from ledger.loans.actions.change import propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance
from ledger.loans.models import Loan, LoanStage
from ledger.loans.queries import schedule_of
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line

FUND, MONTHS = "GENERAL", 10
AFTER = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Borrower:
    """What becomes of one loan: when in the year it is proposed, and how many parts are paid by their day.

    After `changed` days of the year it is rescheduled, or suspended.
    """

    proposed: int
    minor: int
    pays: int
    changed: int | None = None
    suspended: bool = False


BORROWERS = (
    Borrower(100, 120_000, MONTHS),
    Borrower(75, 80_000, 2, changed=210),
    Borrower(90, 160_000, 3, changed=240, suspended=True),
)


@dataclass(slots=True)
class Lending:
    """The loans as they unfold."""

    stage: Stage
    fund: UUID
    lent: dict[int, UUID] = field(default_factory=dict)

    def play(self, passed: int) -> None:
        """Do what is to be done about loans on one day of the year."""
        for place, borrower in enumerate(BORROWERS):
            if passed == borrower.proposed:
                self.lent[place] = self._propose(borrower)
            elif place in self.lent and self._runs(self.lent[place]):
                self._pay_back(self.lent[place], borrower)
                if passed == borrower.changed:
                    self._change(self.lent[place], borrower)

    def _propose(self, borrower: Borrower) -> UUID:
        officer, first = self.stage.one(Role.OFFICER), self.stage.today + AFTER
        with self.stage.act(officer) as work:
            who = register_somebody(self.stage, work, officer)
        with self.stage.act(officer) as work:
            terms = AwardTerms(
                kind=AwardKind.MICRO_LOAN,
                beneficiary=who,
                fund=work.session.get_one(Fund, self.fund),
                purpose="LIV",
                reason="resumption",
                plan=schedule(borrower.minor, first, 1, Rhythm.ONCE),
                repayments=repayments(borrower.minor, first, 0, MONTHS, Rhythm.MONTHLY),
            )
            award = propose_award(work, terms)
            ident, proposal = award.id, award.proposal_id
        self._sign(proposal, 2)
        return ident

    def _sign(self, proposal: object, count: int) -> None:
        for approver in self.stage.holding(Role.APPROVER)[:count]:
            self.stage.sign(approver, proposal)

    def _runs(self, award: UUID) -> bool:
        with self.stage.store.reading() as session:
            return session.get_one(Loan, award).stage is LoanStage.RUNNING

    def _due_today(self, award: UUID, pays: int) -> Iterator[int]:
        with self.stage.store.reading() as session:
            for part in schedule_of(session, session.get_one(Loan, award)):
                if part.plan == 0 and part.number <= pays and part.due == self.stage.today:
                    yield part.minor

    def _pay_back(self, award: UUID, borrower: Borrower) -> None:
        for minor in list(self._due_today(award, borrower.pays)):
            with self.stage.act(self.stage.one(Role.FINANCE)) as work:
                reference = work.session.get_one(Award, award).reference
                cash = work.session.get_one(Fund, self.fund).cash_account
                (shown,) = hear(work, cash, [(minor, "", Kind.TRANSFER)])
                book_line(work, line(work.session, shown), "loan_repayment", reference)

    def _change(self, award: UUID, borrower: Borrower) -> None:
        if borrower.suspended:
            with self.stage.act(self.stage.one(Role.OFFICER)) as work:
                suspend(work, work.session.get_one(Loan, award), "detained")
            return
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            loan = work.session.get_one(Loan, award)
            plan = schedule(loan.outstanding_minor, self.stage.today + timedelta(days=40), MONTHS, Rhythm.MONTHLY)
            proposal = propose_schedule(work, loan, plan).id
        self._sign(proposal, 1)
        with self.stage.act(self.stage.one(Role.FINANCE)) as work:
            loan = work.session.get_one(Loan, award)
            proposal = propose_allowance(work, loan, loan.outstanding_minor // 4).id
        self._sign(proposal, 1)
