"""A house that lives the worked year: what is common to everything that happens in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from ledger.approvals.models import Proposal
from ledger.approvals.queries import content_of
from ledger.books.models import CashKind
from ledger.books.queries import all_lines
from ledger.funds.actions import FundTerms, open_fund, record_donor
from ledger.funds.models import Donor, Fund
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.periods import propose_period
from ledger.work import Work
from tests.books.golden.file import Line, Said
from tests.builders import FIRST, LAST, World, heard, sign

CASH = {"EUR": "main-eur", "KES": "main-kes"}
CURRENCY = {cash: currency for currency, cash in CASH.items()}


@dataclass
class Year:
    """The house, and what the file's references stand for in it."""

    world: World
    funds: dict[str, UUID] = field(default_factory=dict)
    refs: dict[str, UUID] = field(default_factory=dict)

    def open(self) -> None:
        """Open both funds, each with its donor, and an account in shillings."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            for code, donor in (("F1", self.world.donor), ("F2", record_donor(work, "D2", "Another").id)):
                giver = work.session.get_one(Donor, donor)
                self.funds[code] = open_fund(work, FundTerms(code, code, "EUR", FIRST, LAST, (), giver)).id
        with self.world.store.work(self.world.actors["farah"]) as work:
            open_cash(work, CASH["KES"], CashKind.BANK, "KES")

    def begin(self, day: date) -> None:
        """Let it be noon of a day."""
        self.world.clock.move_to(datetime.combine(day, time(12), UTC))

    def fund(self, work: Work, code: str) -> Fund:
        """A fund by the file's name for it."""
        return work.session.get_one(Fund, self.funds[code])

    def signed(self, who: str, act: Callable[[Work], Proposal]) -> UUID:
        """Let somebody propose, and as many sign as it needs; return the id of what it is about."""
        with self.world.store.work(self.world.actors[who]) as work:
            made = act(work)
            proposal, subject, needed = made.id, made.subject, content_of(work.session, made).needed
        for name in ("carla", "deniz")[:needed]:
            sign(self.world, name, proposal)
        return subject

    def shown(self, minor: int, use: str, target: str, currency: str = "EUR") -> None:
        """Take in a statement with one line, and book it as finance does."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            (found,) = heard(work, [(minor, "")], CASH[currency])
        with self.world.store.work(self.world.actors["goran"]) as work:
            book_line(work, line(work.session, found), use, target)

    def close(self, until: date) -> None:
        """Close a period on the day after it."""
        self.begin(until + timedelta(days=1))
        self.signed("farah", lambda work: propose_period(work, until))

    def journal(self) -> list[Said]:
        """The whole journal, as the file would write it."""
        names = {ident: code for code, ident in self.funds.items()}
        found: dict[int, Said] = {}
        with self.world.store.reading() as session:
            for one in all_lines(session):
                account = f"{one.account}:{CURRENCY.get(one.holder, one.holder)}" if one.holder else one.account
                told: Line = (names[one.fund_id], account, one.currency, one.minor, one.base_minor)
                before = found.get(one.number)
                lines = (*before.lines, told) if before else (told,)
                found[one.number] = Said(one.number, one.date, one.event, "", lines)
        return [said for _, said in sorted(found.items())]
