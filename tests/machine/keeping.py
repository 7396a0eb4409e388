"""What the machine does with the organisation's own money."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from ledger.books.models import CashAccount
from ledger.books.rules.events import MANUAL
from ledger.books.rules.rates import rate_from
from ledger.disbursements.models import Disbursement, DisbursementStage
from ledger.funds.actions import announce_contribution
from ledger.funds.models import Contribution, ContributionStage
from ledger.money import Money
from ledger.statements.models import BankClaim, BankLine
from ledger.treasury.actions.bookings import propose_loss
from ledger.treasury.actions.exchanges import Side, announce_exchange, cancel_exchange, change_exchange
from ledger.treasury.actions.gifts import announce_conditional, earn, say_met
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.actions.refunds import propose_refund, propose_refund_of_gift
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import ConditionMet, Exchange, ExchangeStage, Loss, Refund, RefundStage
from ledger.treasury.rules.manual import Typed
from ledger.treasury.rules.rate_file import Quoted
from ledger.work import Work
from tests.machine.house import BACK, CASH, CURRENCIES, FUNDS, MINOR, PERCENT, SIGNED, N, part
from tests.machine.lending import Lending

ACCOUNTS = ("main-eur", "box-eur", "bank-kes", "bank-jpy")
ACCOUNT = st.sampled_from(ACCOUNTS)


class Keeping(Lending):
    """Gifts, exchange, charges, losses, transfers, refunds, valuation, periods, manual entries."""

    @rule(fund=FUNDS, minor=MINOR, currency=CURRENCIES, conditional=st.booleans(), fee=st.integers(0, 3), back=BACK)
    def receive(self, fund: str, minor: int, currency: str, fee: int, back: int, *, conditional: bool) -> None:
        """Let a gift come in, on a condition, or less a fee."""
        made: list[str] = []

        def act(work: Work) -> None:
            pot, money = self.fund(work, fund), Money(minor, currency)
            assert pot.donor is not None
            gift = (
                announce_conditional(work, pot, pot.donor, money, "match")
                if conditional
                else announce_contribution(work, pot, pot.donor, money)
            )
            made.append(str(gift.id))

        if self.attempt("amina", act) and minor > fee:
            use = "gift_on_condition" if conditional else "gift_less_fee"
            self.book(CASH[currency], minor if conditional else minor - fee, back, use, made[0])

    @rule(n=N, percent=PERCENT)
    def meet_a_condition(self, n: int, percent: int) -> None:
        """Say that a condition is met for a part of a gift."""
        gift = self.pick(select(Contribution).where(Contribution.stage == ContributionStage.IN_ADVANCE), n)
        if gift:
            self.attempt("amina", lambda work: say_met(
                work, work.session.get_one(Contribution, gift.id), part(gift.minor, percent), "matched"
            ))  # fmt: skip

    @rule(n=N)
    def earn(self, n: int) -> None:
        """Earn what a condition was met for; once."""
        met = self.pick(select(ConditionMet), n)
        if met:
            self.attempt("farah", lambda work: earn(work, work.session.get_one(ConditionMet, met.id)))

    @rule(cash=ACCOUNT, fund=FUNDS, minor=MINOR, back=BACK, use=st.sampled_from(["bank_charge", "interest"]))
    def book_by_the_bank(self, cash: str, fund: str, minor: int, back: int, use: str) -> None:
        """Let the bank take or add something."""
        found = str(self.fund_id(fund))
        self.book(cash, -minor if use == "bank_charge" else minor, back, use, found)

    @rule(fund=FUNDS, here=ACCOUNT, there=ACCOUNT, minor=MINOR, bought=MINOR, backs=st.tuples(BACK, BACK))
    def exchange(self, fund: str, here: str, there: str, minor: int, bought: int, backs: tuple[int, int]) -> None:
        """Exchange currency, or move money between two accounts; statements show it, sometimes only one of them."""
        made: list[str] = []
        came = minor if {here, there} == {"main-eur", "box-eur"} else bought

        def act(work: Work) -> None:
            pot = self.fund(work, fund)
            made.append(str(announce_exchange(work, pot, Side(here, minor), Side(there, came), self.today).id))

        if self.attempt("farah", act):
            self.book(here, -minor, backs[0], "exchange_sold", made[0])
            self.book(there, came, backs[1], "exchange_bought", made[0])

    @rule(n=N, bought=MINOR, side=st.sampled_from(["change", "cancel", "sold", "bought"]))
    def go_on_with_an_exchange(self, n: int, bought: int, side: str) -> None:
        """Correct an exchange, give it up, or let a statement show the side that is missing."""
        found = self.pick(select(Exchange).where(Exchange.stage.in_((ExchangeStage.ANNOUNCED, ExchangeStage.HALF))), n)
        if not found:
            return
        if side == "change":
            self.attempt("farah", lambda w: change_exchange(w, w.session.get_one(Exchange, found.id), bought))
        elif side == "cancel":
            self.attempt("farah", lambda w: cancel_exchange(w, w.session.get_one(Exchange, found.id)))
        elif side == "sold":
            self.book(found.sold_cash, -found.sold_minor, 0, "exchange_sold", str(found.id))
        else:
            self.book(found.bought_cash, found.bought_minor, 0, "exchange_bought", str(found.id))

    @rule(fund=FUNDS, cash=ACCOUNT, minor=MINOR, signed=SIGNED)
    def lose(self, fund: str, cash: str, minor: int, *, signed: bool) -> None:
        """Have it signed that money is gone."""
        self.propose("goran", lambda work: propose_loss(
            work, self.fund(work, fund), work.session.get_one(CashAccount, cash), minor, "theft"
        ), signed=signed)  # fmt: skip

    @rule(n=N)
    def show_a_loss(self, n: int) -> None:
        """Let a statement show a loss."""
        loss = self.pick(select(Loss), n)
        if loss:
            self.book(loss.cash_account, -loss.minor, 0, "loss", str(loss.id))

    @rule(funds=st.sampled_from([("FUND", "OTHER"), ("OTHER", "FUND")]), cash=ACCOUNT, minor=MINOR, signed=SIGNED)
    def transfer(self, funds: tuple[str, str], cash: str, minor: int, *, signed: bool) -> None:
        """Move money from one fund to the other, in one account."""

        def act(work: Work) -> Any:
            giving, taking = (self.fund(work, code) for code in funds)
            assert giving.donor is not None
            move = Move(giving, taking, work.session.get_one(CashAccount, cash), minor)
            return propose_transfer(work, move, [Consent(giving.donor, "mail-1", self.today)], "cost_shared")

        self.propose("amina", act, signed=signed)

    @rule(fund=FUNDS, minor=MINOR, currency=CURRENCIES, signed=SIGNED)
    def refund(self, fund: str, minor: int, currency: str, *, signed: bool) -> None:
        """Decide that money goes back to a donor."""

        def act(work: Work) -> Any:
            pot = self.fund(work, fund)
            assert pot.donor is not None
            return propose_refund(work, pot, pot.donor, Money(minor, currency), "unspent")

        self.propose("amina", act, signed=signed)

    @rule(n=N, percent=PERCENT, signed=SIGNED)
    def refund_a_gift(self, n: int, percent: int, *, signed: bool) -> None:
        """Decide that a part of a gift held in advance goes back."""
        gift = self.pick(select(Contribution).where(Contribution.stage == ContributionStage.IN_ADVANCE), n)
        if gift:
            self.propose("amina", lambda work: propose_refund_of_gift(
                work, work.session.get_one(Contribution, gift.id), Money(part(gift.minor, percent), gift.currency),
                "withdrawn",
            ), signed=signed)  # fmt: skip

    @rule(n=N, back=BACK)
    def pay_a_refund(self, n: int, back: int) -> None:
        """Let a statement show a refund."""
        due = self.pick(select(Refund).where(Refund.stage == RefundStage.DUE), n)
        if due:
            self.book(CASH[due.currency], -due.minor, back, "refund", str(due.id))

    @rule(n=N, percent=PERCENT)
    def recover_from_a_beneficiary(self, n: int, percent: int) -> None:
        """Let somebody who was paid give some back."""
        paid = self.pick(select(Disbursement).where(Disbursement.stage == DisbursementStage.CONFIRMED), n)
        if paid:
            minor = part(paid.minor, percent)
            self.book(CASH[paid.currency], minor, 0, "recovered", str(paid.award_id))

    @rule(rates=st.tuples(st.integers(60, 90), st.integers(50, 70)), value=st.booleans(), back=BACK, signed=SIGNED)
    def quote(self, rates: tuple[int, int], back: int, *, value: bool, signed: bool) -> None:
        """Propose rates, and value foreign cash by them."""
        quoted = [Quoted("KES", rate_from(f"0.00{rates[0]}", "ECB", self.day(back))),
                  Quoted("JPY", rate_from(f"0.00{rates[1]}", "ECB", self.day(back)))]  # fmt: skip
        self.propose("farah", lambda work: propose_rates(work, quoted), signed=signed)
        if value:
            self.propose("goran", lambda work: propose_revaluation(work, self.day(back)), signed=signed)

    @rule(days=st.integers(0, 20), signed=SIGNED)
    def close(self, days: int, *, signed: bool) -> None:
        """Close a period."""
        self.propose("goran", lambda work: propose_period(work, self.day(days)), signed=signed)

    @rule(fund=FUNDS, sides=st.tuples(st.sampled_from(MANUAL), st.sampled_from(MANUAL)), minor=MINOR,
          currency=CURRENCIES, back=BACK, signed=SIGNED)  # fmt: skip
    def post_by_hand(self, fund: str, sides: tuple[str, str], minor: int, currency: str, back: int,
                     *, signed: bool) -> None:  # fmt: skip
        """Propose a manual entry."""
        lines = [Typed(sides[0], minor), Typed(sides[1], -minor)]
        self.propose("farah", lambda work: propose_manual(
            work, ManualEntry(self.fund(work, fund), currency, self.day(back), "reclassification", lines)
        ), signed=signed)  # fmt: skip

    @rule(cash=ACCOUNT, minor=MINOR, fund=FUNDS)
    def debit_wrongly(self, cash: str, minor: int, fund: str) -> None:
        """Let the bank debit what nobody asked for, and claim it back."""
        found = str(self.fund_id(fund))
        self.book(cash, -minor, 0, "wrong_debit", found)

    @rule(n=N)
    def get_a_claim_back(self, n: int) -> None:
        """Let the bank give back what it debited wrongly."""
        claim = self.pick(select(BankClaim).where(BankClaim.settled_by.is_(None)), n)
        if claim:
            with self.world.store.reading() as session:
                cash = session.get_one(BankLine, claim.line_id).cash_account
            self.book(cash, claim.minor, 0, "wrong_debit_returned", str(claim.line_id))
