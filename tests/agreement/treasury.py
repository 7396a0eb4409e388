"""What random histories do with the organisation's own money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from ledger.awards.models import Award
from ledger.books.models import CashAccount, CashKind
from ledger.books.rules.events import MANUAL
from ledger.books.rules.rates import rate_from
from ledger.books.uses import uses_for
from ledger.funds.actions import announce_contribution, withdraw_contribution
from ledger.funds.budgeting import propose_budget
from ledger.funds.models import Contribution, ContributionStage, Donor, Fund, RateMethod
from ledger.funds.rules.budget import ITEMS, Budgeted
from ledger.money import Money
from ledger.statements.actions.book import book_line
from ledger.statements.actions.claim_losses import propose_claim_loss
from ledger.statements.queries import claims_where, shown_by
from ledger.statements.queries import line as line_of
from ledger.treasury import uses
from ledger.treasury.actions.bookings import give_up_loss, propose_loss
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side, announce_exchange, cancel_exchange, change_exchange
from ledger.treasury.actions.gifts import announce_conditional, convert_digital, earn, say_met, take_back_met
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.actions.refunds import cancel_refund, propose_refund, propose_refund_of_gift
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import ConditionMet, Exchange, ExchangeStage, Loss, Refund, RefundStage
from ledger.treasury.queries import exchanges_under_way
from ledger.treasury.rules.digital import Digital
from ledger.treasury.rules.manual import Typed
from ledger.treasury.rules.rate_file import Quoted
from tests.agreement.life import Life
from tests.builders import heard, sign
from tests.treasury.house import other_fund

STEPS = (
    "account", "rates", "exchange", "exchange", "amend", "line", "line", "line", "line", "transfer", "refund", "lose", "on_condition",
    "met", "earn", "recover", "digital", "announce", "value", "close", "by_hand", "budget", "give_up", "sign_all", "sign_all", "wait",
)  # fmt: skip
FOREIGN = ("KES", "UGX", "TND")
assert uses


class Treasuring(Life):
    """Acts about the organisation's own money."""

    def one(self, model: Any, *where: Any) -> Any:
        """Pick the id of one thing."""
        found = self.pick(select(model).where(*where))
        return found.id if found else None

    def do_account(self) -> None:
        """Open an account, or a fund that takes what is transferred."""
        if self.dice.random() < 0.5:
            other_fund(self.world)
            return
        currency = self.dice.choice(FOREIGN)
        with self.work_of("farah") as work:
            open_cash(work, f"{self.dice.choice(['bank', 'box'])}-{currency.lower()}", CashKind.BANK, currency)

    def do_rates(self) -> None:
        """Propose a rate."""
        with self.work_of("farah") as work:
            rate = rate_from(f"0.0{self.dice.randint(1, 999)}", "ECB", work.at.date())
            propose_rates(work, [Quoted(self.dice.choice(FOREIGN), rate)])

    def do_exchange(self) -> None:
        """Announce an exchange between any two accounts."""
        with self.work_of("farah") as work:
            accounts = list(work.session.scalars(select(CashAccount).order_by(CashAccount.code)))
            if len(accounts) == 1:
                return
            here, there = self.dice.sample(accounts, 2)
            if self.dice.random() < 0.5 and there.code == "main-eur":
                here, there = there, here
            sold, bought = self.dice.randint(1, 100_000), self.dice.randint(1, 5_000_000)
            fund = work.session.get_one(Fund, self.world.fund)
            bought = sold if here.currency == there.currency else bought
            announce_exchange(work, fund, Side(here.code, sold), Side(there.code, bought), work.at.date())

    def do_amend(self) -> None:
        """Correct an exchange, or give it up."""
        found = self.one(Exchange, Exchange.stage != ExchangeStage.DONE)
        if found:
            with self.work_of("farah") as work:
                exchange = work.session.get_one(Exchange, found)
                if self.dice.random() < 0.3:
                    cancel_exchange(work, exchange)
                else:
                    change_exchange(work, exchange, self.dice.randint(1, 5_000_000))

    def do_line(self) -> None:
        """Book a statement line as something it can be."""
        with self.work_of(self.one_of(["farah", "goran", "bao"])) as work:
            cash, minor = self.movement(work.session)
            found = line_of(work.session, heard(work, [(minor, "")], cash)[0])
            line = shown_by(found)
            ways = [(use, target) for use in uses_for(line) for target in use.targets(work.session, line)]
            if ways:
                use, target = self.dice.choice(ways)
                book_line(work, found, use.code, target.value)

    def movement(self, session: Any) -> tuple[str, int]:
        """Invent what a statement shows: often what something waits for."""
        due: list[tuple[str, int]] = []
        for x in (*exchanges_under_way(session), *exchanges_under_way(session), *session.scalars(select(Exchange))):
            due.append((x.sold_cash, -x.sold_minor))
            due.append((x.bought_cash, x.bought_minor))
        due += [("main-eur", -r.minor) for r in session.scalars(select(Refund))]
        due += [(one.cash_account, -one.minor) for one in session.scalars(select(Loss))]
        due += [(one.line.cash_account, one.minor) for one in session.scalars(claims_where())]
        gifts = select(Contribution).where(Contribution.stage != ContributionStage.RECEIVED)
        due += [("main-eur", g.minor - self.dice.choice([0, 0, 1])) for g in session.scalars(gifts)]
        due += [("main-eur", self.dice.randint(1, 500) * self.dice.choice([1, -1]))]
        cash, minor = self.dice.choice(due)
        return cash, minor or 1

    def do_transfer(self) -> None:
        """Propose a transfer with the donor's consent."""
        with self.work_of("amina") as work:
            giving = work.session.get_one(Fund, self.world.fund)
            taking = work.session.scalars(select(Fund).where(Fund.code == "OTHER")).one_or_none() or giving
            consent = Consent(work.session.get_one(Donor, self.world.donor), "mail-1", work.at.date())
            account = work.session.get_one(CashAccount, "main-eur")
            propose_transfer(
                work, Move(giving, taking, account, self.dice.randint(1, 90_000)), [consent], "cost_shared"
            )

    def do_refund(self) -> None:
        """Propose to give back some of what came in, or leave what is owed where it was."""
        due = self.one(Refund, Refund.stage == RefundStage.DUE)
        if due and self.dice.random() < 0.3:
            with self.work_of("amina") as work:
                cancel_refund(work, work.session.get_one(Refund, due))
            return
        gift, minor = (
            self.one(Contribution, Contribution.stage == ContributionStage.IN_ADVANCE),
            self.dice.randint(1, 9_000),
        )
        with self.work_of("amina") as work:
            if gift and self.dice.random() < 0.6:
                held = work.session.get_one(Contribution, gift)
                propose_refund_of_gift(work, held, Money(self.dice.choice([minor, held.minor]), "EUR"), "withdrawn")
            else:
                fund, donor = work.session.get_one(Fund, self.world.fund), work.session.get_one(Donor, self.world.donor)
                propose_refund(work, fund, donor, Money(minor, "EUR"), "unspent")

    def do_lose(self) -> None:
        """Propose a loss, or give one up."""
        approved = self.one(Loss, Loss.booked_on.is_(None), Loss.given_up.is_(False))
        if approved and self.dice.random() < 0.3:
            with self.work_of("farah") as work:
                give_up_loss(work, work.session.get_one(Loss, approved))
            return
        with self.work_of("goran") as work:
            fund, account = work.session.get_one(Fund, self.world.fund), work.session.get_one(CashAccount, "main-eur")
            propose_loss(work, fund, account, self.dice.randint(1, 900), "theft")

    def do_on_condition(self) -> None:
        """Announce a gift on a condition."""
        with self.work_of(self.one_of(["amina", "bao"])) as work:
            fund, donor = work.session.get_one(Fund, self.world.fund), work.session.get_one(Donor, self.world.donor)
            announce_conditional(work, fund, donor, Money(self.dice.randint(1, 20_000), "EUR"), "match")

    def do_announce(self) -> None:
        """Announce a gift that may come less a fee."""
        with self.work_of(self.one_of(["amina", "bao"])) as work:
            fund, donor = work.session.get_one(Fund, self.world.fund), work.session.get_one(Donor, self.world.donor)
            announced = announce_contribution(work, fund, donor, Money(self.dice.randint(2, 20_000), "EUR"))
            if self.dice.random() < 0.2:
                withdraw_contribution(work, announced)

    def do_met(self) -> None:
        """Say that a condition is met."""
        gift = self.one(Contribution, Contribution.stage == ContributionStage.IN_ADVANCE)
        if gift:
            with self.work_of(self.one_of(["amina", "bao"])) as work:
                held = work.session.get_one(Contribution, gift)
                say_met(work, held, self.dice.choice([1, held.minor // 2, held.minor]), "matched")

    def do_earn(self) -> None:
        """Earn it."""
        met = self.one(ConditionMet, ConditionMet.earned_on.is_(None))
        if met:
            with self.work_of(self.one_of(["farah", "bao"])) as work:
                (earn if self.dice.random() < 0.7 else take_back_met)(work, work.session.get_one(ConditionMet, met))

    def do_digital(self) -> None:
        """Write down how a gift came."""
        gift = self.one(Contribution, Contribution.stage == ContributionStage.ANNOUNCED)
        if gift:
            with self.work_of(self.one_of(["farah", "bao"])) as work:
                amount, rate = f"0.{self.dice.randint(1, 9999)}", f"{self.dice.randint(1, 900)}.5"
                came = Digital("BTC", "bitcoin", amount, uuid4().hex, rate, "exchange")
                convert_digital(work, work.session.get_one(Contribution, gift), came)

    def do_value(self) -> None:
        """Propose to value foreign cash on a day, with a rate of that day for each currency."""
        with self.work_of("goran") as work:
            rates = [
                Quoted(code, rate_from(f"0.0{self.dice.randint(1, 999)}", "ECB", work.at.date())) for code in FOREIGN
            ]
            proposal = propose_rates(work, rates).id
        sign(self.world, "carla", proposal)
        with self.work_of("farah") as work:
            propose_revaluation(work, work.at.date())

    def do_close(self) -> None:
        """Propose to close a period."""
        if self.dice.random() < 0.4:
            with self.work_of("goran") as work:
                propose_period(work, work.at.date() - timedelta(days=self.dice.randint(1, 20)))

    def do_by_hand(self) -> None:
        """Propose a manual entry."""
        with self.work_of("farah") as work:
            debit, credit = self.dice.sample(MANUAL, 2)
            minor, fund = self.dice.randint(1, 5_000), work.session.get_one(Fund, self.world.fund)
            currency = self.dice.choice(["EUR", "EUR", *FOREIGN])
            lines = [Typed(debit, minor), Typed(credit, -minor)]
            propose_manual(work, ManualEntry(fund, currency, work.at.date(), "reclassification", lines))

    def do_budget(self) -> None:
        """Propose a budget, sometimes beside another that waits, sometimes an unfit one."""
        with self.work_of("amina") as work:
            fund = work.session.get_one(Fund, self.world.fund)
            items = self.dice.sample([*ITEMS], 4)
            lines = [Budgeted(f"A{n}", (item,), self.dice.randint(0, 9_000)) for n, item in enumerate(items)]
            propose_budget(work, fund, self.dice.choice(list(RateMethod)), lines)

    def do_give_up(self) -> None:
        """Claim a debit from the bank, and propose to give a claim up, whatever became of it."""
        with self.work_of("farah") as work:
            (doubled,) = heard(work, [(-self.dice.randint(1, 900), "")])
            book_line(work, line_of(work.session, doubled), "wrong_debit", str(self.world.fund))
        with self.work_of("goran") as work:
            claim = self.dice.choice(work.session.scalars(claims_where()).all())
            propose_claim_loss(work, claim, "too_late")

    def do_recover(self) -> None:
        """Let somebody who was paid give some back."""
        award = self.pick(select(Award))
        if award:
            with self.work_of("farah") as work:
                (shown,) = heard(work, [(self.dice.choice([1, award.minor]), "")])
                book_line(work, line_of(work.session, shown), "recovered", str(award.id))
