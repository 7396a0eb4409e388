"""What random histories do with money: awards, signatures, runs, outcomes, gifts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ledger.approvals.models import Proposal, ProposalStage, Verdict
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.payee import sign_again
from ledger.awards.actions.propose import propose_award, withdraw_award
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment
from ledger.awards.queries import reviews_due
from ledger.books.uses import uses_for
from ledger.disbursements.actions.again import begin_again, log_again
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.files import begin_file, log_file, propose_lost
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import abandon_run, gather_run
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import payment_code
from ledger.disbursements.rules.evidence import WAYS
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.statements.actions.book import book_line, set_aside
from ledger.statements.queries import line as line_of
from ledger.statements.queries import shown_by, waiting_where
from tests.agreement.life import Life
from tests.builders import bring_back, debit, give, heard, inside, propose, sign, sign_in_spite, terms

STEPS = (
    "debit_again", "book", "book", "propose", "propose", "propose_twice", "sign", "sign", "sign", "refuse", "withdraw", "review", "gather", "abandon", "send", "confirm",
    "confirm", "confirm_with_fee", "fail", "return", "again", "cancel", "give", "wait", "payees", "payees", "take_again", "take_again", "lose_file", "take_out", "know", "sign_again", "sign_all", "sign_all", "pay", "pay",
)  # fmt: skip

SIGNERS = ("carla", "deniz", "bao", "farah", "goran")


class Paying(Life):
    """Acts about money."""

    def do_propose(self) -> None:
        """Propose an award to somebody new."""
        kind = self.dice.choice(list(AwardKind))
        count = 1 if kind is AwardKind.EMERGENCY_GRANT else self.dice.randint(1, 4)
        propose(self.world, self.dice.randint(count, 400_000), count, kind, self.one_of(["amina", "bao"]))

    def do_propose_twice(self) -> None:
        """Propose an award to somebody whose household is helped already, most often for the same need."""
        helped = self.pick(select(Award).where(Award.stage != AwardStage.WITHDRAWN))
        if helped:
            kind, on = self.dice.choice(list(AwardKind)), self.dice.choice([0, 10, 45, 100])
            with self.work_of("amina") as work:
                fund = work.session.get_one(Fund, self.world.fund)
                asked = terms(self.world, fund, helped.beneficiary, 1000, self.dice.randint(1, 3), kind)
                plan = tuple(replace(part, due=part.due + timedelta(days=on)) for part in asked.plan)
                back = tuple(replace(part, due=part.due + timedelta(days=on)) for part in asked.repayments)
                propose_award(work, replace(asked, plan=plan, repayments=back))

    def _decide(self, who: str, proposal: Any, verdict: Verdict = Verdict.APPROVE) -> None:
        """Decide as somebody who names what overlaps, most of the time."""
        if verdict is Verdict.APPROVE and self.dice.random() < 0.9:
            sign_in_spite(self.world, who, proposal)
        else:
            sign(self.world, who, proposal, verdict)

    def do_sign(self, verdict: Verdict = Verdict.APPROVE) -> None:
        """Let somebody decide on any proposal that is open."""
        proposal = self.pick(select(Proposal).where(Proposal.stage == ProposalStage.OPEN).order_by(Proposal.opened_at))
        if proposal:
            self._decide(self.one_of(SIGNERS), proposal.id, verdict)

    def do_sign_all(self) -> None:
        """Let everybody who can sign what is open: so that something comes of it."""
        with self.world.store.reading() as session:
            waiting = list(session.scalars(select(Proposal.id).where(Proposal.stage == ProposalStage.OPEN)))
        for proposal in waiting:
            for who in self.dice.sample(SIGNERS, len(SIGNERS)):
                with suppress(Refusal):
                    self._decide(who, proposal)

    def do_refuse(self) -> None:
        """Refuse one."""
        self.do_sign(Verdict.REFUSE)

    def do_withdraw(self) -> None:
        """Take the proposal of an award back."""
        award = self.pick(select(Award).where(Award.stage == AwardStage.PROPOSED))
        if award and self.dice.random() < 0.3:
            with self.work_of("amina") as work:
                withdraw_award(work, work.session.get_one(Award, award.id))

    def do_review(self) -> None:
        """Pass reviews that are due."""
        with self.world.store.reading() as session:
            due = [(a.id, i.number) for a, i in reviews_due(session, self.world.clock.now().date())]
        for award, number in due[:2]:
            with self.work_of("amina") as work:
                pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, number)))

    def do_gather(self) -> None:
        """Gather what is due into a run."""
        with self.work_of("farah") as work:
            channel = self.dice.choice([Channel.BANK, Channel.BANK, Channel.MOBILE_MONEY])
            gather_run(work, "EUR", channel, work.at.date() + timedelta(days=40))

    def do_abandon(self) -> None:
        """Give a run up."""
        run = self.pick(select(Run).where(Run.stage.in_([RunStage.OPEN, RunStage.PROPOSED])))
        if run and self.dice.random() < 0.3:
            with self.work_of("farah") as work:
                abandon_run(work, work.session.get_one(Run, run.id))

    def do_payees(self) -> None:
        """Make the payment file of a released run."""
        run, who = self.pick(select(Run).where(Run.stage == RunStage.RELEASED)), self.one_of(["farah", "goran", "bao"])
        if run:
            form = "cash-list" if run.channel is Channel.CASH else "list"
            with self.work_of(who) as work:
                held, lines = begin_file(work, self.world.signers[who], work.session.get_one(Run, run.id), form)
                wanted = Wanted(run, form, work.at)
            with self.world.store.reading() as session:
                written = write_file(session, self.world.store.organisation, held, lines, wanted)
            with self.work_of(who) as work:
                log_file(work, work.session.get_one(Run, run.id), lines, written)

    def do_take_again(self) -> None:
        """Take the file of a released run again, which somebody else may have made."""
        run, who = self.pick(select(Run).where(Run.stage == RunStage.RELEASED)), self.one_of(["farah", "goran", "bao"])
        if run:
            with self.work_of(who) as work:
                held, lines, made = begin_again(work, self.world.signers[who], work.session.get_one(Run, run.id))
                wanted = Wanted(run, made.form, made.dated, made.profile)
            with self.world.store.reading() as session:
                written = write_file(session, self.world.store.organisation, held, lines, wanted)
            with self.work_of(who) as work:
                log_again(work, work.session.get_one(Run, run.id), written)

    def do_lose_file(self) -> None:
        """Say that a file was lost."""
        run = self.pick(select(Run).where(Run.stage == RunStage.RELEASED))
        if run:
            with self.work_of("farah") as work:
                propose_lost(work, work.session.get_one(Run, run.id))

    def do_take_out(self) -> None:
        """Take a payment out of its run before it is sent."""
        self._on(DisbursementStage.IN_RUN, mark_failed)

    def do_know(self) -> None:
        """Record by what somebody knows that a payment arrived."""
        way = self.dice.choice(WAYS)
        stage = self.dice.choice([DisbursementStage.SENT, DisbursementStage.CONFIRMED])
        self._on(stage, lambda work, one: record_evidence(work, [one], way, work.at.date()))

    def do_pay(self) -> None:
        """Pay what is due as it is meant to be, as far as the payment file."""
        for step in ("gather", "sign_all", "payees"):
            self.step(step)

    def do_send(self) -> None:
        """Send what is in a released run."""
        run = self.pick(select(Run).where(Run.stage == RunStage.RELEASED))
        if run:
            with self.work_of("goran") as work:
                mark_sent(work, [d for d in inside(work.session, run.id) if d.stage is DisbursementStage.IN_RUN])

    def _on(self, stage: DisbursementStage, act: Any) -> None:
        one = self.pick(select(Disbursement).where(Disbursement.stage == stage).order_by(Disbursement.due))
        if one:
            with self.work_of("farah") as work:
                act(work, work.session.get_one(Disbursement, one.id))

    def do_confirm(self) -> None:
        """Confirm a payment."""
        self._on(DisbursementStage.SENT, lambda work, one: debit(work, [one]))

    def do_confirm_with_fee(self) -> None:
        """Let the bank take its fee together with a payment."""

        def act(work: Any, one: Disbursement) -> None:
            (found,) = heard(work, [(-one.minor - self.dice.randint(1, 300), payment_code(work.session, one) or "")])
            book_line(work, line_of(work.session, found), "payment_and_fee", one.reference)

        self._on(DisbursementStage.SENT, act)

    def do_fail(self) -> None:
        """Let a payment fail."""
        self._on(DisbursementStage.SENT, mark_failed)

    def do_return(self) -> None:
        """Let a payment come back, less a fee; the bank does not ask whether it was debited."""
        stage = self.dice.choice([DisbursementStage.SENT, DisbursementStage.CONFIRMED, DisbursementStage.CONFIRMED])
        fee = self.dice.choice([0, 1])
        self._on(stage, lambda work, one: bring_back(work, one, min(fee, one.minor - 1)))

    def do_debit_again(self) -> None:
        """Let the bank debit a payment a second time, or another amount."""
        one = self.pick(select(Disbursement).where(Disbursement.stage == DisbursementStage.CONFIRMED))
        if one:
            with self.work_of("farah") as work:
                code = payment_code(work.session, one) or ""
                heard(work, [(-one.minor - self.dice.choice([0, 0, 1]), code), (self.dice.randint(1, 90), "")])

    def do_book(self) -> None:
        """Book a line that waits, as anything that it could be."""
        line = self.pick(waiting_where())
        if line:
            with self.work_of("farah") as work:
                found = line_of(work.session, line.id)
                ways = [
                    (use.code, target.value)
                    for use in uses_for(shown_by(found))
                    for target in use.targets(work.session, shown_by(found))
                ]
                if not ways or self.dice.random() < 0.1:
                    set_aside(work, found, "asked_bank")
                else:
                    book_line(work, found, *self.dice.choice(ways))

    def do_again(self) -> None:
        """Pay again what failed or came back."""
        self._on(self.dice.choice([DisbursementStage.FAILED, DisbursementStage.RETURNED]), make_again)

    def do_sign_again(self) -> None:
        """Have payment details signed again that wait for it."""
        award = self.pick(select(Award).where(Award.payee_void.is_(True)))
        if award:
            with self.work_of("amina") as work:
                sign_again(work, work.session.get_one(Award, award.id))

    def do_cancel(self) -> None:
        """Cancel the rest of an award."""
        award = self.pick(select(Award).where(Award.stage.in_([AwardStage.APPROVED, AwardStage.ACTIVE])))
        if award and self.dice.random() < 0.4:
            with self.work_of("amina") as work:
                cancel_rest(work, work.session.get_one(Award, award.id), "unsafe")

    def do_give(self) -> None:
        """Let another gift come in."""
        give(self.world, self.dice.randint(1, 300_000))

    def do_wait(self) -> None:
        """Let days go by."""
        self.world.clock.move(timedelta(days=self.dice.randint(1, 30)))
