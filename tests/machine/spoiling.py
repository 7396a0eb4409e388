"""What must be refused, whenever somebody tries it: promising too much, paying twice, the wrong order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import AdvanceStage
from ledger.advances.queries import intermediary_by_code
from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.actions.instalments import pass_review
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.books.queries import available, closed_until
from ledger.disbursements.actions.cancel import reduce_instalment
from ledger.disbursements.actions.outcomes import mark_confirmed, mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.models import Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import live_payment
from ledger.money import Money
from ledger.statements.actions.book import book_line
from ledger.statements.models import BankLine, LineStage
from ledger.statements.queries import line as line_of
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.refunds import propose_refund
from ledger.work import Work
from tests.builders import shown
from tests.machine.house import CURRENCIES, FUNDS, N
from tests.machine.keeping import Keeping


class Spoiling(Keeping):
    """Bad acts. Each is refused with a sentence, and changes nothing."""

    @rule(fund=FUNDS, currency=CURRENCIES, more=st.integers(1, 500), kind=st.sampled_from(list(AwardKind)))
    def promise_too_much(self, fund: str, currency: str, more: int, kind: AwardKind) -> None:
        """Promise more than the fund has."""
        with self.world.store.reading() as session:
            left = available(session, self.fund_id(fund), currency)
        assert not self.promise(fund, kind, (left + more, currency))

    @rule(fund=FUNDS, currency=CURRENCIES, more=st.integers(1, 500))
    def give_back_too_much(self, fund: str, currency: str, more: int) -> None:
        """Give a donor back what is promised to others."""

        def act(work: Work) -> Any:
            pot = self.fund(work, fund)
            assert pot.donor is not None
            money = Money(available(work.session, pot.id, currency) + more, currency)
            return propose_refund(work, pot, pot.donor, money, "unspent")

        self.forbidden("amina", act)

    @rule(n=N, act=st.sampled_from([mark_failed, make_again]))
    def go_back(self, n: int, act: Any) -> None:
        """Let a payment fail that was debited, or pay again what arrived."""
        paid = self.payment(n, DisbursementStage.CONFIRMED)
        if paid:
            self.forbidden("farah", lambda work: act(work, work.session.get_one(Disbursement, paid.id)))

    @rule(n=N)
    def send_again(self, n: int) -> None:
        """Send what was sent, failed, came back, or is in no released run."""
        paid = self.pick(select(Disbursement).where(Disbursement.stage != DisbursementStage.IN_RUN), n)
        if paid:
            self.forbidden("farah", lambda work: mark_sent(work, [work.session.get_one(Disbursement, paid.id)]))

    @rule(n=N)
    def send_unreleased(self, n: int) -> None:
        """Send a run that nobody has released."""
        run = self.pick(select(Run).where(Run.stage == RunStage.PROPOSED), n)
        if run:
            waits = select(Disbursement).where(Disbursement.run_id == run.id)
            self.forbidden("farah", lambda work: mark_sent(work, work.session.scalars(waits).all()))

    @rule(n=N)
    def confirm_what_was_not_sent(self, n: int) -> None:
        """Say that the bank debited what was never sent."""
        paid = self.payment(n, DisbursementStage.IN_RUN, DisbursementStage.FAILED, DisbursementStage.RETURNED)
        if paid and paid.run_id and self.account_of(paid)[0] != "I1":
            cash = self.account_of(paid)[0]
            self.forbidden("farah", lambda work: mark_confirmed(
                work, [(work.session.get_one(Disbursement, paid.id), shown(work, -paid.minor, cash))]
            ))  # fmt: skip

    @rule(n=N)
    def debit_again(self, n: int) -> None:
        """Let the bank debit a payment twice: it is taken in, and posts nothing."""
        paid = self.payment(n, DisbursementStage.CONFIRMED, DisbursementStage.RETURNED)
        if paid and self.account_of(paid)[0] != "I1":
            cash, code = self.account_of(paid)
            before = self.heads()[1]
            self.come(cash, -paid.minor, 0, code)
            assert self.heads()[1] == before

    @rule(n=N)
    def make_again_twice(self, n: int) -> None:
        """Pay again what is being paid again already."""
        replaced = select(Disbursement.replaces).where(Disbursement.replaces.is_not(None))
        old = self.pick(select(Disbursement).where(Disbursement.id.in_(replaced)), n)
        if old:
            with self.world.store.reading() as session:
                lives = live_payment(session, session.get_one(Award, old.award_id), old.number) is not None
            if lives:
                self.forbidden("farah", lambda work: make_again(work, work.session.get_one(Disbursement, old.id)))

    @rule(n=N)
    def reduce_what_is_paid(self, n: int) -> None:
        """Reduce what is paid or on its way."""
        paid = self.payment(n, DisbursementStage.IN_RUN, DisbursementStage.SENT, DisbursementStage.CONFIRMED)
        if paid:
            self.forbidden("farah", lambda work: reduce_instalment(
                work, work.session.get_one(Award, paid.award_id), paid.number, 1, "unsafe"
            ))  # fmt: skip

    @rule(n=N)
    def review_again(self, n: int) -> None:
        """Pass the review of what is owed already."""
        owed = self.pick(select(Instalment).where(Instalment.stage == "recognised"), n)
        if owed:
            self.forbidden("amina", lambda work: pass_review(
                work, work.session.get_one(Award, owed.award_id),
                work.session.get_one(Instalment, (owed.award_id, owed.number)),
            ))  # fmt: skip

    @rule(n=N)
    def book_again(self, n: int) -> None:
        """Book a line that is booked."""
        line = self.pick(select(BankLine).where(BankLine.stage == LineStage.MATCHED), n)
        if line:
            fund = str(self.world.fund)
            use = "interest" if line.minor > 0 else "bank_charge"
            self.forbidden("farah", lambda work: book_line(work, line_of(work.session, line.id), use, fund))

    @rule(days=st.integers(0, 30))
    def close_again(self, days: int) -> None:
        """Close what is closed, or what is not over."""
        with self.world.store.reading() as session:
            closed = closed_until(session)
        until = self.today if closed is None or days == 0 else min(closed, self.day(days))
        self.forbidden("farah", lambda work: propose_period(work, until))

    @rule(n=N)
    def sign_own(self, n: int) -> None:
        """Sign what one has proposed oneself."""
        found = self.pick(select(Proposal).where(Proposal.stage == ProposalStage.OPEN), n)
        if found:
            with self.world.store.reading() as session:
                proposer = content_of(session, found).proposer_id
            who = next(name for name, actor in self.world.actors.items() if actor.person == proposer)
            self.forbidden(who, lambda work: self._decide(work, who, found.id, Verdict.APPROVE))

    @rule(minor=st.integers(1, 99))
    def advance_again(self, minor: int) -> None:
        """Advance something to who has not cleared what they have."""
        if self.held(AdvanceStage.PAID, AdvanceStage.APPROVED):
            self.forbidden("farah", lambda work: propose_advance(work, AdvanceTerms(
                intermediary_by_code(work.session, "I1"), self.fund(work, "FUND"), Money(minor, "EUR"), 0
            )))  # fmt: skip
