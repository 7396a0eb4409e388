"""What random histories do with vouchers and digital currency: payments known by numbers, few of them, so that some meet."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from ledger.awards.actions.propose import propose_award
from ledger.awards.models import AwardKind
from ledger.books.models import CashKind
from ledger.disbursements.actions.naming import send_named
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.funds.models import Fund
from ledger.treasury.actions.cash import open_cash
from ledger.vault.rules.details import PaymentDetails
from tests.agreement.life import Life
from tests.builders import register, terms

STEPS = ("wallet", "by_number", "by_number", "pay_by_number", "pay_by_number", "name", "name", "name", "fail", "again")
SHOP = PaymentDetails(method="voucher", holder="Somebody", statement_payer="A shop", statement_reference="Goods")
WALLET = replace(SHOP, method="digital", network="tron", account="TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
PLACES = {Channel.VOUCHER: ("SHOP-1", "SHOP-2"), Channel.DIGITAL: ("tron", "tron", "bitcoin")}


class Naming(Life):
    """Acts about payments that go by a number of their own."""

    def do_wallet(self) -> None:
        """Open a wallet, of which a second one has to be chosen."""
        code, network = self.dice.choice([("w1", "tron"), ("w1", "tron"), ("w2", "bitcoin"), ("w3", "nowhere")])
        with self.work_of("farah") as work:
            open_cash(work, code, CashKind.DIGITAL_WALLET, "EUR", network=network)

    def do_by_number(self) -> None:
        """Propose an award to somebody who is paid by voucher, or to a wallet."""
        who = register(self.world, self.dice.choice([SHOP, WALLET]).to_bytes())
        with self.work_of("amina") as work:
            fund = work.session.get_one(Fund, self.world.fund)
            propose_award(work, terms(self.world, fund, who, self.dice.randint(1, 9_000), 1, AwardKind.EMERGENCY_GRANT))

    def do_gather_by_number(self) -> None:
        """Gather what goes by voucher or in digital currency, now and then from an account that cannot be."""
        channel = self.dice.choice([Channel.VOUCHER, Channel.DIGITAL])
        with self.work_of("farah") as work:
            gather_run(work, "EUR", channel, work.at.date(), self.dice.choice([None, None, "w1", "main-eur"]))

    def do_pay_by_number(self) -> None:
        """Pay as it is meant to be, as far as the first number."""
        for step in ("sign_all", "gather_by_number", "sign_all", "payees", "payees", "name"):
            self.step(step)

    def do_name(self) -> None:
        """Send a payment by one of a few numbers."""
        waiting = select(Disbursement).join(Run, Run.id == Disbursement.run_id)
        named = waiting.where(Run.channel.in_(PLACES), Run.stage == RunStage.RELEASED)
        one = self.pick(named.where(Disbursement.stage == DisbursementStage.IN_RUN))
        if one:
            with self.work_of("goran") as work:
                paid = work.session.get_one(Disbursement, one.id)
                assert paid.run is not None
                length = 40 if paid.run.channel is Channel.VOUCHER else 64
                number = str(self.dice.randint(1, 6)).zfill(length)
                send_named(work, paid, self.dice.choice(PLACES[paid.run.channel]), number)
