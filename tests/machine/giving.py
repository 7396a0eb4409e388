"""What the machine does with awards and payments."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import select

from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.payee import sign_again
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment, Recognition
from ledger.awards.rules.repaying import repayments
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.table import table_in
from ledger.disbursements.actions.cancel import cancel_rest, reduce_instalment
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.handing import confirm_handed
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import abandon_run, gather_run
from ledger.disbursements.actions.splitting import split_due
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import payment_code
from ledger.errors import Refusal
from ledger.vault.rules.details import PaymentDetails
from ledger.work import Work
from tests.builders import filed, inside, register
from tests.machine.house import BACK, CURRENCIES, FUNDS, MINOR, PERCENT, SIGNED, House, N, part

HANDED = PaymentDetails(method="cash", holder="Somebody", statement_payer="A", statement_reference="B").to_bytes()
GIFTS = st.sampled_from([AwardKind.EMERGENCY_GRANT, AwardKind.STIPEND, AwardKind.FAMILY_SUPPORT])
OWED = st.sampled_from([None, Recognition.NOTIFICATION, Recognition.INSTALMENT])
LISTED = (("intermediary_list", "farah"), ("intermediary_list", "amina"), ("sample", "amina"))


class Giving(House):
    """Awards, runs, payments and what becomes of them."""

    def promise(self, fund: str, kind: AwardKind, money: tuple[int, str], *, count: int = 1, signed: bool = True,
                owed: Recognition | None = None, by_hand: bool = False) -> bool:  # fmt: skip
        """Propose an award to somebody new; whether it could be proposed."""
        who = register(self.world, HANDED if by_hand else None)
        purpose = "EDU" if kind is AwardKind.FAMILY_SUPPORT else "LIV"
        lends = kind is AwardKind.MICRO_LOAN
        plan = schedule(money[0], self.today, 1 if lends else count, Rhythm.MONTHLY if count > 1 else Rhythm.ONCE)
        back = repayments(money[0], self.today, 0, count, Rhythm.MONTHLY) if lends else ()

        def act(work: Work) -> Award:
            terms = AwardTerms(kind, who, self.fund(work, fund), purpose, "risk_and_need", plan, kept_in=money[1],
                               repayments=back, owed=owed)  # fmt: skip
            return propose_award(work, terms)

        return self.propose("amina", act, signed=signed)

    @rule(fund=FUNDS, kind=GIFTS, minor=MINOR, currency=CURRENCIES, count=st.integers(1, 3), owed=OWED,
          by_hand=st.booleans(), signed=SIGNED)  # fmt: skip
    def give_support(self, fund: str, kind: AwardKind, minor: int, currency: str, count: int,
                     owed: Recognition | None, *, by_hand: bool, signed: bool) -> None:  # fmt: skip
        """Promise a gift, unconditional or by instalments."""
        if minor >= count:
            self.promise(fund, kind, (minor, currency), count=count, signed=signed, owed=owed, by_hand=by_hand)

    @rule(fund=FUNDS, minor=MINOR, currency=CURRENCIES, count=st.integers(1, 3), by_hand=st.booleans(), signed=SIGNED)
    def promise_a_loan(self, fund: str, minor: int, currency: str, count: int, *, by_hand: bool, signed: bool) -> None:
        """Promise a loan."""
        if minor >= count:
            self.promise(fund, AwardKind.MICRO_LOAN, (minor, currency), count=count, signed=signed, by_hand=by_hand)

    @rule(n=N)
    def review(self, n: int) -> None:
        """Pass the review of an instalment; one that is not due yet is refused."""
        part_ = self.pick(select(Instalment).join(Award).where(
            Instalment.stage == "planned", Award.recognition == Recognition.INSTALMENT,
        ), n)  # fmt: skip
        if part_:
            self.attempt("amina", lambda work: pass_review(
                work, work.session.get_one(Award, part_.award_id),
                work.session.get_one(Instalment, (part_.award_id, part_.number)),
            ))  # fmt: skip

    @rule(n=N, percent=PERCENT, who=st.sampled_from(["amina", "farah"]))
    def reduce(self, n: int, percent: int, who: str) -> None:
        """Reduce an instalment of any award."""
        found = self.pick(select(Instalment), n)
        if found:
            self.attempt(who, lambda work: reduce_instalment(
                work, work.session.get_one(Award, found.award_id), found.number, part(found.minor, percent), "unsafe"
            ))  # fmt: skip

    @rule(n=N)
    def cancel(self, n: int) -> None:
        """Give up what is left of an award."""
        award = self.pick(select(Award).where(Award.stage != AwardStage.PROPOSED), n)
        if award:
            self.attempt("amina", lambda work: cancel_rest(work, work.session.get_one(Award, award.id), "unsafe"))

    @rule(currency=CURRENCIES, channel=st.sampled_from([Channel.BANK, Channel.BANK, Channel.CASH]), signed=SIGNED)
    def gather(self, currency: str, channel: Channel, *, signed: bool) -> None:
        """Gather what is due, for the bank or for the intermediary, and release it."""
        source = "I1" if channel is Channel.CASH else None
        self.propose("farah", lambda work: gather_run(work, currency, channel, self.today, source), signed=signed)

    @rule(most=st.sampled_from(["50.00 | -", "30.00 | 200.00", "- | 90.00", "- | -"]), signed=SIGNED)
    def limit(self, most: str, *, signed: bool) -> None:
        """Let the bank carry other amounts from now on, and split what is due and above them."""
        table = table_in(f"limit | bank | EUR | {most}", "EUR")
        self.propose("farah", lambda work: propose_rules(work, table), signed=signed)
        self.attempt("goran", lambda work: split_due(work, "EUR", Channel.BANK, self.today))

    @rule(n=N)
    def abandon(self, n: int) -> None:
        """Give a run up."""
        run = self.pick(select(Run).where(Run.stage.in_([RunStage.OPEN, RunStage.PROPOSED])), n)
        if run:
            self.attempt("farah", lambda work: abandon_run(work, work.session.get_one(Run, run.id)))

    @rule(n=N)
    def send(self, n: int) -> None:
        """Send what waits in a released run, of which the file is made first where it was not."""
        run = self.pick(select(Run).where(Run.stage == RunStage.RELEASED), n)
        if run:
            with suppress(Refusal):
                filed(self.world, run.id, "goran")
            self.attempt("goran", lambda work: mark_sent(
                work, [d for d in inside(work.session, run.id) if d.stage is DisbursementStage.IN_RUN]
            ))  # fmt: skip

    @rule(currency=CURRENCIES)
    def pay_all(self, currency: str) -> None:
        """Gather, release, send and debit what is due."""
        self.gather(currency, Channel.BANK, signed=True)
        for run in range(3):
            self.send(run)
        for payment in range(3):
            self.debit(payment, 0)

    def payment(self, n: int, *stages: DisbursementStage) -> Any:
        """One of the payments at these stages."""
        query = select(Disbursement).where(Disbursement.stage.in_(stages))
        return self.pick(query, n)

    def account_of(self, paid: Disbursement) -> tuple[str, str]:
        """From which account a payment goes, and its code."""
        with self.world.store.reading() as session:
            run = session.get_one(Run, paid.run_id)
            return run.cash_account, payment_code(session, paid) or ""

    @rule(n=N, back=BACK)
    def debit(self, n: int, back: int) -> None:
        """Let a statement show that a payment left."""
        paid = self.payment(n, DisbursementStage.SENT)
        if paid and self.account_of(paid)[0] != "I1":
            cash, code = self.account_of(paid)
            self.come(cash, -paid.minor, back, code)

    @rule(n=N, who=st.sampled_from(["farah", "goran"]))
    def fail(self, n: int, who: str) -> None:
        """Let a payment fail before it is debited, or take it out of its run."""
        paid = self.payment(n, DisbursementStage.SENT, DisbursementStage.IN_RUN)
        if paid:
            self.attempt(who, lambda work: mark_failed(work, work.session.get_one(Disbursement, paid.id)))

    @rule(n=N, fee=st.sampled_from([0, 1, 12, 50]), back=BACK)
    def come_back(self, n: int, fee: int, back: int) -> None:
        """Let a payment come back, less a fee; the bank does not ask whether it was debited."""
        paid = self.payment(n, DisbursementStage.CONFIRMED, DisbursementStage.CONFIRMED, DisbursementStage.SENT)
        if paid and self.account_of(paid)[0] != "I1" and paid.minor > fee:
            cash, code = self.account_of(paid)
            self.come(cash, paid.minor - fee, back, code)

    @rule(n=N)
    def make_again(self, n: int) -> None:
        """Pay again what failed or came back."""
        paid = self.payment(n, DisbursementStage.FAILED, DisbursementStage.RETURNED)
        if paid:
            self.attempt("farah", lambda work: make_again(work, work.session.get_one(Disbursement, paid.id)))

    @rule(n=N)
    def sign_payee_again(self, n: int) -> None:
        """Have payment details signed again."""
        award = self.pick(select(Award).where(Award.payee_void.is_(True)), n)
        if award and self.attempt("amina", lambda work: sign_again(work, work.session.get_one(Award, award.id))):
            asked = select(Proposal).where(Proposal.kind == "payee", Proposal.stage == ProposalStage.OPEN)
            for one in (0, 1):
                waiting = self.pick(asked, one)
                if waiting:
                    self.sign(waiting.id)

    @rule(n=N, back=BACK)
    def hand_over(self, n: int, back: int) -> None:
        """Let an intermediary say that they handed a payment over, and others that it arrived."""
        paid = self.payment(n, DisbursementStage.SENT)
        if not paid or self.account_of(paid)[0] != "I1":
            return
        on = self.day(back)
        for way, who in LISTED:
            self.attempt(who, lambda work, way=way: record_evidence(
                work, [work.session.get_one(Disbursement, paid.id)], way, on
            ))  # fmt: skip
        self.attempt("farah", lambda work: confirm_handed(work, [work.session.get_one(Disbursement, paid.id)], on))
