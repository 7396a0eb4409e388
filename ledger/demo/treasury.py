"""How the demo's finance keeps the organisation's own money: four currencies, rates, a loss, a closed quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.banking.statement import Kind
from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount, CashKind
from ledger.books.rules.rates import rate_from
from ledger.demo.bank import hear
from ledger.demo.stage import Player, Stage
from ledger.funds.actions import announce_contribution
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import Contribution, Fund, RateMethod
from ledger.funds.queries import donor_by_code
from ledger.funds.rules.budget import Budgeted
from ledger.money import Money
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury import uses  # noqa: F401 - what lines can be booked as is registered there
from ledger.treasury.actions import bookings, exchanges, gifts, refunds
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.actions.revaluing import changed, propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import ConditionMet
from ledger.treasury.queries import value_cash
from ledger.treasury.rules.digital import digital_from
from ledger.treasury.rules.rate_file import Quoted
from ledger.work import Work

ACCOUNTS = (
    ("bank-kes", CashKind.BANK, "KES"),
    ("box-ugx", CashKind.CASH_BOX, "UGX"),
    ("bank-tnd", CashKind.BANK, "TND"),
)
"""One currency with cents, one without any, one with thousandths."""
RATES = {"KES": 0.00672, "UGX": 0.000241, "TND": 0.2955, "USDC": 0.918}
HEALTH = (
    Budgeted("H1", ("MED",), 4_500_000),
    Budgeted("H2", ("HEA", "PSY"), 2_400_000),
    Budgeted("H3", ("charges",), 60_000),
)
GENERAL = (Budgeted("G1", ("HUM", "LEG", "MED", "REL"), 6_000_000), Budgeted("G2", ("charges", "losses"), 150_000))
MONTH, CHARGE = 30, 1_250
QUARTERS = {1, 4, 7, 10}


class Treasury:
    """Finance through the year: what happens on which of its days."""

    def __init__(self, stage: Stage, funds: dict[str, UUID]) -> None:
        """Know the days."""
        self.stage, self.funds = stage, funds
        self.waiting: dict[str, UUID] = {}
        self.days: dict[int, Callable[[], None]] = {
            5: lambda: self.budget("HEALTH", RateMethod.AVERAGE, HEALTH),
            7: lambda: self.budget("GENERAL", RateMethod.TRANCHES, GENERAL),
            9: self.open_accounts,
            14: lambda: self.exchange(("main-eur", 600_000), ("bank-kes", 89_180_000)),
            21: lambda: self.exchange(("main-eur", 250_000), ("box-ugx", 10_350_000)),
            28: lambda: self.exchange(("main-eur", 200_000), ("bank-tnd", 6_755_000)),
            45: self.receive_on_condition,
            63: lambda: self.receive("NORTH", "EMERGENCY", 50_000, fee=1_450),
            84: self.receive_digital,
            110: self.say_met,
            113: self.earn,
            128: self.lose,
            131: self.book_loss,
            140: lambda: self.budget("HEALTH", RateMethod.AVERAGE, HEALTH[:-1]),
            150: lambda: self.exchange(("box-ugx", 4_000_000), ("main-eur", 91_200)),
            170: self.transfer,
            205: self.refund,
            212: self.pay_refund,
        }

    def keep(self, passed: int) -> None:
        """Do what finance does on one day."""
        if passed in self.days:
            self.days[passed]()
        if passed % MONTH == MONTH // 2:
            self.propose_rates(passed, signed=True)
            self.book("main-eur", -CHARGE, "bank_charge", self.funds["GENERAL"])
        today = self.stage.today
        if passed > MONTH and today.day == 1 and today.month in QUARTERS:
            self.book("main-eur", 1_830, "interest", self.funds["GENERAL"])
            self.value(today - timedelta(days=1))
        if passed > 2 * MONTH and today.day == 9 and today.month in QUARTERS:  # noqa: PLR2004 - a week later
            self.close(date(today.year, today.month, 1) - timedelta(days=1))

    def leave_waiting(self, passed: int) -> None:
        """Leave something on the desks: rates to be signed, an exchange of which a statement lacks."""
        self.propose_rates(passed, signed=False)
        with self.stage.act(self.finance) as work:
            fund = self.fund(work, "GENERAL")
            sold, bought = Side("main-eur", 100_000), Side("bank-kes", 14_900_000)
            exchanges.announce_exchange(work, fund, sold, bought, self.stage.today)

    @property
    def finance(self) -> Player:
        """Who keeps the accounts."""
        return self.stage.holding(Role.FINANCE)[0]

    def fund(self, work: Work, code: str) -> Fund:
        """A fund of the demo."""
        return work.session.get_one(Fund, self.funds[code])

    def book(self, cash: str, minor: int, use: str, target: UUID) -> None:
        """Take in a statement of one line, and book it as what it is."""
        self.book_as(cash, minor, use, str(target))

    def book_as(self, cash: str, minor: int, use: str, value: str) -> None:
        """Do so by the value that the page would have."""
        with self.stage.act(self.finance) as work:
            (shown,) = hear(work, cash, [(minor, "", Kind.OTHER)])
        with self.stage.act(self.finance) as work:
            book_line(work, line(work.session, shown), use, value)

    def sign(self, proposal: UUID) -> None:
        """Let an approver sign."""
        self.stage.sign(self.stage.holding(Role.APPROVER)[0], proposal)

    def open_accounts(self) -> None:
        """Open accounts in three more currencies."""
        for code, kind, currency in ACCOUNTS:
            with self.stage.act(self.finance) as work:
                open_cash(work, code, kind, currency)

    def budget(self, code: str, method: RateMethod, lines: tuple[Budgeted, ...]) -> None:
        """Agree on what a fund is spent on."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            proposal = propose_budget(work, self.fund(work, code), method, lines).id
        self.sign(proposal)

    def propose_rates(self, passed: int, *, signed: bool) -> None:
        """Propose the month's rates, which wander a little."""
        drift = 1 + ((passed * 7) % 60 - 30) / 1000
        with self.stage.act(self.finance) as work:
            quoted = [
                Quoted(code, rate_from(f"{rate * drift:.8f}", "InforEuro", self.stage.today))
                for code, rate in RATES.items()
            ]
            proposal = propose_rates(work, quoted).id
        if signed:
            self.sign(proposal)

    def exchange(self, sold: tuple[str, int], bought: tuple[str, int]) -> None:
        """Exchange, and let the statements of the same day show it."""
        with self.stage.act(self.finance) as work:
            fund = self.fund(work, "GENERAL")
            found = exchanges.announce_exchange(work, fund, Side(*sold), Side(*bought), self.stage.today).id
        self.book(sold[0], -sold[1], "exchange_sold", found)
        self.book(bought[0], bought[1], "exchange_bought", found)

    def announce(self, donor: str, fund: str, minor: int) -> UUID:
        """Announce a gift."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            into, giver = self.fund(work, fund), donor_by_code(work.session, donor)
            return announce_contribution(work, into, giver, Money(minor, into.currency)).id

    def receive(self, donor: str, fund: str, minor: int, fee: int, gift: UUID | None = None) -> None:
        """Let a gift come in, less what a processor kept."""
        gift = gift or self.announce(donor, fund, minor)
        self.book("main-eur", minor - fee, "gift_less_fee", gift)

    def receive_digital(self) -> None:
        """Receive a gift that came in digital currency."""
        gift = self.announce("MEADOW", "GENERAL", 200_000)
        came = digital_from("USDC", "ethereum", "2150", uuid4().hex * 2, "0.9180", "Kraken")
        with self.stage.act(self.finance) as work:
            gifts.convert_digital(work, work.session.get_one(Contribution, gift), came)
        self.receive("MEADOW", "GENERAL", 197_370, 500, gift)

    def receive_on_condition(self) -> None:
        """Receive a gift that is earned once a report is accepted."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            into, donor = self.fund(work, "FELLOWS"), donor_by_code(work.session, "MEADOW")
            gift = gifts.announce_conditional(work, into, donor, Money(1_500_000, "EUR"), "report").id
        self.book("main-eur", 1_500_000, "gift_on_condition", gift)
        self.waiting["gift"] = gift

    def say_met(self) -> None:
        """Say that the first report is accepted."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            gift = work.session.get_one(Contribution, self.waiting["gift"])
            self.waiting["met"] = gifts.say_met(work, gift, 900_000, "report_accepted").id

    def earn(self) -> None:
        """Earn that part."""
        with self.stage.act(self.finance) as work:
            gifts.earn(work, work.session.get_one(ConditionMet, self.waiting["met"]))

    def lose(self) -> None:
        """Propose what was stolen out of the cash box."""
        with self.stage.act(self.finance) as work:
            box = work.session.get_one(CashAccount, "box-ugx")
            proposal = bookings.propose_loss(work, self.fund(work, "GENERAL"), box, 380_000, "theft")
            signed, self.waiting["loss"] = proposal.id, proposal.subject
        self.sign(signed)

    def book_loss(self) -> None:
        """Book it when the box was counted."""
        self.book("box-ugx", -380_000, "loss", self.waiting["loss"])

    def transfer(self) -> None:
        """Give general money to emergencies, with its donor's consent."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            giving, taking = self.fund(work, "GENERAL"), self.fund(work, "EMERGENCY")
            consent = Consent(donor_by_code(work.session, "MEADOW"), "letter-2", self.stage.today)
            account = work.session.get_one(CashAccount, cash_account_for(work, "EUR"))
            proposal = propose_transfer(work, Move(giving, taking, account, 300_000), [consent], "emergency").id
        self.sign(proposal)

    def refund(self) -> None:
        """Give back what a donor did not accept."""
        with self.stage.act(self.stage.one(Role.OFFICER)) as work:
            fund, donor = self.fund(work, "HEALTH"), donor_by_code(work.session, "HARBOUR")
            proposal = refunds.propose_refund(work, fund, donor, Money(120_000, "EUR"), "not_eligible")
            signed, self.waiting["refund"] = proposal.id, proposal.subject
        self.sign(signed)

    def pay_refund(self) -> None:
        """Let a statement show it."""
        self.book("main-eur", -120_000, "refund", self.waiting["refund"])

    def value(self, day: date) -> None:
        """Value foreign cash at the end of a quarter."""
        with self.stage.store.reading() as session:
            if not changed(value_cash(session, "EUR", day)):
                return
        with self.stage.act(self.finance) as work:
            proposal = propose_revaluation(work, day).id
        self.sign(proposal)

    def close(self, until: date) -> None:
        """Close a quarter."""
        with self.stage.act(self.finance) as work:
            proposal = propose_period(work, until).id
        self.sign(proposal)
