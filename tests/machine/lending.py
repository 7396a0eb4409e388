"""What the machine does with loans and with money in an intermediary's hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from ledger.advances.actions.losing import propose_loss
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, cancel_advance, propose_advance
from ledger.advances.models import Advance, AdvanceStage
from ledger.advances.queries import intermediary_by_code
from ledger.awards.models import Award
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.books.models import SubAccount
from ledger.loans.actions.change import propose_grant, propose_resumption, propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.actions.repay import Came, recover, repay
from ledger.loans.models import Loan, LoanStage
from ledger.money import Money
from ledger.treasury.queries import taken_in
from ledger.work import Work
from tests.machine.doubling import Doubling
from tests.machine.giving import GIFTS
from tests.machine.house import BACK, CASH, CURRENCIES, FUNDS, MINOR, PERCENT, SIGNED, N, part


class Lending(Doubling):
    """Loans once they run, and advances."""

    def loan(self, n: int, *stages: LoanStage) -> Any:
        """One of the loans at these stages, with the reference of its award."""
        found = self.pick(select(Loan).where(Loan.stage.in_(stages)), n)
        if not found:
            return None, ""
        with self.world.store.reading() as session:
            return found, session.get_one(Award, found.award_id).reference

    def on_loan(self, n: int, who: str, act: Any, *, signed: bool) -> None:
        """Let somebody propose something about a loan that runs."""
        found, _ = self.loan(n, LoanStage.RUNNING)
        if found:
            self.propose(who, lambda work: act(work, work.session.get_one(Loan, found.award_id)), signed=signed)

    @rule(n=N, percent=PERCENT, back=BACK)
    def repay(self, n: int, percent: int, back: int) -> None:
        """Let a part of a loan be paid back, as a statement shows it."""
        found, reference = self.loan(n, LoanStage.RUNNING)
        if found:
            minor = part(found.outstanding_minor, percent)
            self.book(CASH[found.currency], minor, back, "loan_repayment", reference)

    @rule(n=N, percent=PERCENT, lost=st.booleans(), back=BACK)
    def repay_to_hands(self, n: int, percent: int, back: int, *, lost: bool) -> None:
        """Let a part be paid back to the intermediary, or a part of what was written off."""
        found, _ = self.loan(n, LoanStage.RUNNING, LoanStage.WRITTEN_OFF)
        if not found:
            return
        whole = found.written_off_minor if lost else found.outstanding_minor
        came = Came.to_intermediary("I1", part(whole, percent), found.currency, self.day(back))
        act = recover if lost else repay
        self.attempt("farah", lambda work: act(work, work.session.get_one(Loan, found.award_id), came))

    @rule(n=N, percent=PERCENT, back=BACK)
    def hand_in(self, n: int, percent: int, back: int) -> None:
        """Let an intermediary hand in what they took in."""
        with self.world.store.reading() as session:
            held = [(session.get_one(SubAccount, ident), minor) for ident, minor in taken_in(session).items()]
        if held:
            sub, minor = held[n % len(held)]
            self.book(CASH[sub.currency], part(minor, percent), back, "handed_in", str(sub.id))

    @rule(n=N, percent=PERCENT)
    def recover(self, n: int, percent: int) -> None:
        """Let a part of what was written off come back."""
        found, reference = self.loan(n, LoanStage.RUNNING, LoanStage.WRITTEN_OFF)
        if found and found.written_off_minor:
            self.book(CASH[found.currency], part(found.written_off_minor, percent), 0, "loan_recovery", reference)

    @rule(n=N, percent=st.integers(0, 101), signed=SIGNED)
    def set_aside(self, n: int, percent: int, *, signed: bool) -> None:
        """Set something aside for a loan, or less than before."""
        self.on_loan(n, "farah", lambda work, loan: propose_allowance(
            work, loan, loan.outstanding_minor * percent // 100), signed=signed)  # fmt: skip

    @rule(n=N, percent=PERCENT, signed=SIGNED)
    def write_off(self, n: int, percent: int, *, signed: bool) -> None:
        """Write a part of a loan off."""
        self.on_loan(n, "farah", lambda work, loan: propose_write_off(
            work, loan, part(loan.outstanding_minor, percent)), signed=signed)  # fmt: skip

    @rule(n=N, percent=PERCENT, kind=GIFTS, signed=SIGNED)
    def turn_into_a_grant(self, n: int, percent: int, kind: Any, *, signed: bool) -> None:
        """Turn a part of a loan into a grant."""
        self.on_loan(n, "amina", lambda work, loan: propose_grant(
            work, loan, part(loan.outstanding_minor, percent), kind), signed=signed)  # fmt: skip

    @rule(n=N, days=st.integers(0, 40), count=st.integers(1, 3), signed=SIGNED)
    def reschedule(self, n: int, days: int, count: int, *, signed: bool) -> None:
        """Give a loan another plan."""

        def act(work: Work, loan: Loan) -> Any:
            parts = min(count, loan.outstanding_minor)
            rhythm = Rhythm.MONTHLY if parts > 1 else Rhythm.ONCE
            first = self.today + timedelta(days=days)
            return propose_schedule(work, loan, schedule(loan.outstanding_minor, first, parts, rhythm))

        self.on_loan(n, "amina", act, signed=signed)

    @rule(n=N, signed=SIGNED)
    def suspend_or_resume(self, n: int, *, signed: bool) -> None:
        """Suspend a loan, or resume it."""
        found, _ = self.loan(n, LoanStage.RUNNING)
        if found and found.suspended:
            self.on_loan(n, "amina", propose_resumption, signed=signed)
        elif found:
            self.attempt("amina", lambda work: suspend(work, work.session.get_one(Loan, found.award_id), "detained"))

    @rule(fund=FUNDS, minor=MINOR, currency=CURRENCIES, fee=st.integers(0, 200), signed=SIGNED)
    def advance(self, fund: str, minor: int, currency: str, fee: int, *, signed: bool) -> None:
        """Advance something to the intermediary; not while they hold another."""
        self.propose("farah", lambda work: propose_advance(work, AdvanceTerms(
            intermediary_by_code(work.session, "I1"), self.fund(work, fund), Money(minor, currency), fee,
        )), signed=signed)  # fmt: skip

    def held(self, *stages: AdvanceStage) -> Any:
        """The advance at these stages."""
        return self.pick(select(Advance).where(Advance.stage.in_(stages)), 0)

    @rule(back=BACK)
    def pay_the_advance(self, back: int) -> None:
        """Let a statement show that an approved advance left."""
        found = self.held(AdvanceStage.APPROVED)
        if found:
            self.book(CASH[found.currency], -found.minor, back, "advance", found.reference)

    @rule()
    def cancel_the_advance(self) -> None:
        """Give an advance up; one that was paid is not."""
        found = self.held(AdvanceStage.APPROVED, AdvanceStage.PAID)
        if found:
            self.attempt("farah", lambda work: cancel_advance(work, work.session.get_one(Advance, found.id)))

    @rule(minor=st.integers(1, 150), back=BACK)
    def keep_a_fee(self, minor: int, back: int) -> None:
        """Let the intermediary keep something."""
        found = self.held(AdvanceStage.PAID)
        if found:
            on = self.day(back)
            self.attempt("farah", lambda work: charge_fee(work, work.session.get_one(Advance, found.id), minor, on))

    @rule(percent=PERCENT, back=BACK)
    def hand_back(self, percent: int, back: int) -> None:
        """Let a part of an advance come back."""
        found = self.held(AdvanceStage.PAID)
        if found:
            minor = part(found.left_minor, percent)
            self.book(CASH[found.currency], minor, back, "advance_returned", found.reference)

    @rule(percent=PERCENT, signed=SIGNED)
    def lose_in_hands(self, percent: int, *, signed: bool) -> None:
        """Have it signed that a part of an advance is gone."""
        found = self.held(AdvanceStage.PAID)
        if found:
            self.propose("farah", lambda work: propose_loss(
                work, work.session.get_one(Advance, found.id), part(found.left_minor, percent), "theft"
            ), signed=signed)  # fmt: skip
