"""What random histories do with loans: paid back, set aside, given up, rescheduled, suspended, turned into grants."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.books.models import SubAccount
from ledger.books.rules.chart import ADVANCES
from ledger.loans.actions.change import propose_grant, propose_resumption, propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.actions.repay import Came, repay
from ledger.loans.models import Loan, LoanStage
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line as line_of
from tests.agreement.paying import Paying
from tests.builders import heard, propose
from tests.loans.lending import book

STEPS = (
    "propose_loan", "propose_twice", "sign_all", "pay", "send", "confirm", "repay", "repay", "repay_held", "repay_more", "hand_in", "recover", "allow",
    "write_off", "reschedule", "suspend", "resume", "turn",
)  # fmt: skip


class Lending(Paying):
    """Acts about loans."""

    def _on_loan(self, who: str, act: Any, *stages: LoanStage) -> None:
        loan = self.pick(select(Loan).where(Loan.stage.in_(stages or (LoanStage.RUNNING,))).order_by(Loan.opened_at))
        if loan:
            with self.work_of(who) as work:
                act(work, work.session.get_one(Loan, loan.award_id))

    def _part(self, loan: Loan) -> int:
        """All that is outstanding, a part of it, or a little more: which is refused."""
        return self.dice.choice([loan.outstanding_minor, self.dice.randint(1, loan.outstanding_minor + 1)])

    def do_propose_loan(self) -> None:
        """Propose a loan to somebody new."""
        count = self.dice.randint(1, 5)
        propose(self.world, self.dice.randint(count, 90_000), count, AwardKind.MICRO_LOAN, "amina")

    def do_repay(self) -> None:
        """Let a part of a loan be paid back into the bank account."""
        self._on_loan("farah", lambda work, loan: book(work, loan.award_id, "loan_repayment", self._part(loan)))

    def do_repay_more(self) -> None:
        """Let more be paid back than is outstanding: what was lost as well, or what nobody asked for."""

        def act(work: Any, loan: Loan) -> None:
            more = self.dice.choice([loan.written_off_minor - loan.recovered_minor, self.dice.randint(1, 9_000)])
            book(work, loan.award_id, "loan_and_more", loan.outstanding_minor + more)

        self._on_loan("farah", act)

    def do_repay_held(self) -> None:
        """Let a part of a loan be paid back to somebody who holds it."""

        def act(work: Any, loan: Loan) -> None:
            repay(work, loan, Came.to_intermediary("HAND-1", self._part(loan), "EUR", work.at.date()))

        self._on_loan("farah", act)

    def do_hand_in(self) -> None:
        """Let who holds money of loans hand some of it in, or more than they have: which is refused."""
        held = self.pick(select(SubAccount).where(SubAccount.account == ADVANCES, SubAccount.holder == "HAND-1"))
        if held:
            with self.work_of("farah") as work:
                found = line_of(work.session, heard(work, [(self.dice.randint(1, 20_000), "")])[0])
                book_line(work, found, "handed_in", str(held.id))

    def do_recover(self) -> None:
        """Let a part of what was written off come back."""

        def act(work: Any, loan: Loan) -> None:
            book(work, loan.award_id, "loan_recovery", self.dice.randint(1, loan.written_off_minor + 1))

        self._on_loan("farah", act, LoanStage.RUNNING, LoanStage.WRITTEN_OFF)

    def do_allow(self) -> None:
        """Ask that something is set aside, or less than before."""
        self._on_loan("farah", lambda work, loan: propose_allowance(work, loan, self._part(loan) // 2))

    def do_write_off(self) -> None:
        """Ask that something is written off."""
        self._on_loan("farah", lambda work, loan: propose_write_off(work, loan, self._part(loan)))

    def do_reschedule(self) -> None:
        """Ask for another plan."""

        def act(work: Any, loan: Loan) -> None:
            first = work.at.date() + timedelta(days=self.dice.randint(0, 40))
            propose_schedule(work, loan, schedule(loan.outstanding_minor, first, 1, Rhythm.ONCE))

        self._on_loan("amina", act)

    def do_suspend(self) -> None:
        """Suspend a loan."""
        self._on_loan("amina", lambda work, loan: suspend(work, loan, "detained"))

    def do_resume(self) -> None:
        """Ask that a loan is resumed."""
        self._on_loan("amina", propose_resumption)

    def do_turn(self) -> None:
        """Ask that a loan is turned into a grant."""
        kind = self.dice.choice([AwardKind.STIPEND, AwardKind.FAMILY_SUPPORT])
        self._on_loan("amina", lambda work, loan: propose_grant(work, loan, self._part(loan), kind))
