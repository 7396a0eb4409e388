"""How the demo pays where no bank reaches: through an intermediary, by voucher, in digital currency."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from ledger.actor import Role
from ledger.advances.actions import uses as _advances  # noqa: F401 - what a statement line can be booked as
from ledger.advances.actions.intermediaries import register_intermediary
from ledger.advances.actions.moving import charge_fee
from ledger.advances.actions.propose import AdvanceTerms, propose_advance
from ledger.advances.models import Advance, AdvanceStage, IntermediaryKind
from ledger.advances.queries import intermediary_by_code
from ledger.awards.actions.propose import AwardTerms, propose_award
from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.beneficiaries.actions.whole import record_anew
from ledger.books.models import CashKind
from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.table import table_in
from ledger.demo.paying import make_file
from ledger.demo.registering import register_somebody
from ledger.demo.stage import Player, Stage
from ledger.demo.treasury import Treasury
from ledger.disbursements.actions.evidence import record_evidence
from ledger.disbursements.actions.handing import confirm_handed
from ledger.disbursements.actions.naming import send_named
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement
from ledger.funds.models import Fund
from ledger.money import Money
from ledger.treasury.actions.cash import open_cash
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails

FUND, PARTNER, SHOP = "GENERAL", "PARTNER-1", "SHOP-1"
RULES = "limit | mobile_money | EUR | 2500.00 | -\ngrade | emergency_grant | 5000.00 | 3"
DETAILS = PaymentDetails(holder="Zawadi Hassan", statement_payer="Northlight Services", statement_reference="Goods")
WALLET, ADDRESS = "wallet-usdc", "0x52908400098527886E0F7030069857D2E4169EE7"
KEPT = 5_000


class Channels:
    """Finance's other ways to pay, on the days of the year on which they are used."""

    def __init__(
        self, stage: Stage, funds: dict[str, UUID], treasury: Treasury, enough: Callable[[str, int], None]
    ) -> None:
        """Know the days; `enough` sees to it that a fund can bear so much."""
        self.stage, self.fund, self.treasury, self.enough = stage, funds[FUND], treasury, enough
        self.days: dict[int, Callable[[], None]] = {
            50: self.set_limits,
            110: self.know_a_partner,
            120: lambda: self.advance(300_000),
            122: lambda: self.hand_over([120_000, 140_000]),
            124: self.settle_advance,
            180: self.pay_by_voucher,
            230: self.pay_digitally,
            300: lambda: self.advance(200_000),
            303: lambda: self.hand_over([60_000]),
        }

    def play(self, passed: int) -> None:
        """Do what is to be done on one day."""
        if passed in self.days:
            self.days[passed]()

    @property
    def clerk(self) -> Player:
        """Who gathers."""
        return self.stage.holding(Role.FINANCE)[0]

    def set_limits(self) -> None:
        """Have it signed what an operator lets through."""
        with self.stage.act(self.clerk) as work:
            proposal = propose_rules(work, table_in(RULES, "EUR")).id
        self.treasury.sign(proposal)

    def promise(self, details: PaymentDetails, minor: int, currency: str = "EUR") -> None:
        """Promise somebody new, who is paid like this, an emergency grant that is due today."""
        officer, approvers = self.stage.holding(Role.OFFICER)[0], self.stage.holding(Role.APPROVER)[:2]
        if currency == "EUR":
            self.enough(FUND, minor)
        with self.stage.act(officer) as work:
            who = register_somebody(self.stage, work, officer)
        with self.stage.act(officer) as work:
            record_anew(work, officer.signer, who, Compartment.PAYMENT, details)
        with self.stage.act(officer) as work:
            fund, plan = work.session.get_one(Fund, self.fund), schedule(minor, self.stage.today, 1, Rhythm.ONCE)
            terms = AwardTerms(AwardKind.EMERGENCY_GRANT, who, fund, "HUM", "risk_and_need", plan, kept_in=currency)
            proposal = propose_award(work, terms).proposal_id
        for approver in approvers:
            self.stage.sign(approver, proposal)

    def release(self, channel: Channel, currency: str = "EUR", source: str | None = None) -> list[UUID]:
        """Gather what is due, have another release it, and make its list; return the payments."""
        releaser = self.stage.holding(Role.FINANCE)[1]
        with self.stage.act(self.clerk) as work:
            run = gather_run(work, currency, channel, self.stage.today, source)
            ident, proposal = run.id, run.proposal_id
        self.stage.sign(releaser, proposal)
        make_file(self.stage, self.clerk, ident)
        with self.stage.store.reading() as session:
            return list(session.scalars(select(Disbursement.id).where(Disbursement.run_id == ident)))

    def know_a_partner(self) -> None:
        """Register who carries money."""
        with self.stage.act(self.clerk) as work:
            register_intermediary(work, PARTNER, IntermediaryKind.PARTNER, "A partner in the region")

    def advance(self, minor: int) -> None:
        """Advance a partner something, of which they may keep a little."""
        self.enough(FUND, minor)
        with self.stage.act(self.clerk) as work:
            who = intermediary_by_code(work.session, PARTNER)
            terms = AdvanceTerms(who, work.session.get_one(Fund, self.fund), Money(minor, "EUR"), KEPT)
            advance = propose_advance(work, terms)
            reference, proposal = advance.reference, advance.proposal_id
        self.stage.sign(self.stage.holding(Role.APPROVER)[0], proposal)
        self.treasury.book_as("main-eur", -minor, "advance", reference)

    def hand_over(self, minors: list[int]) -> None:
        """Let the partner hand money over, by a list that two sign and a sample that one asks after."""
        for minor in minors:
            self.promise(replace(DETAILS, method="cash"), minor)
        payments = self.release(Channel.CASH, source=PARTNER)
        officer = self.stage.holding(Role.OFFICER)[0]
        with self.stage.act(self.clerk) as work:
            mark_sent(work, [work.session.get_one(Disbursement, one) for one in payments])
        for player, way in ((self.clerk, "intermediary_list"), (officer, "intermediary_list"), (officer, "sample")):
            with self.stage.act(player) as work:
                found = [work.session.get_one(Disbursement, one) for one in payments]
                record_evidence(work, found, way, self.stage.today)
        with self.stage.act(self.clerk) as work:
            confirm_handed(work, [work.session.get_one(Disbursement, one) for one in payments], self.stage.today)

    def settle_advance(self) -> None:
        """Let the partner keep their fee and give back the rest."""
        with self.stage.act(self.clerk) as work:
            advance = work.session.scalars(select(Advance).where(Advance.stage == AdvanceStage.PAID)).one()
            charge_fee(work, advance, KEPT, self.stage.today)
            left, reference = advance.left_minor, advance.reference
        self.treasury.book_as("main-eur", left, "advance_returned", reference)

    def pay_by_voucher(self) -> None:
        """Hand two vouchers of a shop over, which its invoice asks for in one sum."""
        for minor in (15_000, 25_000):
            self.promise(replace(DETAILS, method="voucher"), minor)
        payments = self.release(Channel.VOUCHER)
        for number, one in enumerate(payments, start=4401):
            with self.stage.act(self.clerk) as work:
                send_named(work, work.session.get_one(Disbursement, one), SHOP, f"V-{number}")
        with self.stage.store.reading() as session:
            run = session.get_one(Disbursement, payments[0]).run_id
        self.treasury.book_as("main-eur", -40_000, "voucher_invoice", f"{run}/{SHOP}")

    def pay_digitally(self) -> None:
        """Buy USDC, and send some of it to somebody whose banks are watched."""
        with self.stage.act(self.clerk) as work:
            open_cash(work, WALLET, CashKind.DIGITAL_WALLET, "USDC", network="ethereum")
        self.enough(FUND, 92_000)
        self.treasury.exchange(("main-eur", 92_000), (WALLET, 1_000_000_000))
        self.promise(replace(DETAILS, method="digital", network="ethereum", account=ADDRESS), 450_250_000, "USDC")
        (paid,) = self.release(Channel.DIGITAL, "USDC")
        with self.stage.act(self.clerk) as work:
            made = "0x" + hashlib.sha256(paid.bytes).hexdigest()
            send_named(work, work.session.get_one(Disbursement, paid), "ethereum", made)
        self.treasury.book_as(WALLET, -450_250_000, "payment_debited", str(paid))
