"""The treasury's events of the worked year, through its own actions: each entry to the unit, as the file says it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from ledger.books.actions import About, Happening, past_journal
from ledger.books.models import CashAccount, Entry, Posting
from ledger.books.rules.lines import Line
from ledger.funds.actions import FundTerms, open_fund, record_donor
from ledger.funds.models import Donor, Fund
from ledger.money import Money
from ledger.treasury.actions.bookings import book_charge, book_interest
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.refunds import pay_refund, propose_refund
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.actions.transfers import Consent, Move, propose_transfer
from ledger.treasury.models import Refund
from tests.agreement.replaying import replayed
from tests.builders import FIRST, LAST, World, build_world, sign
from tests.treasury.house import entry, exchanged, newest, on_day, opened, rated, received, shown

ABOVE = [folder / "shared/data/golden-year.json" for folder in Path(__file__).resolve().parents[3:]]
FILE = next((path for path in ABOVE if path.exists()), ABOVE[0])
EUR, KES = "main-eur", "main-kes"
CASH = {"EUR": EUR, "KES": KES}
CLOSING_RATE = "0.0070422535"
"""One shilling in euro, 1/142: what the year's last valuation takes."""


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """An organisation without money."""
    built = build_world(sqlite_url, gift=0)
    yield built
    built.store.engine.dispose()


class Year:
    """The year being played: its funds, and each entry of the file in its turn."""

    def __init__(self, world: World) -> None:
        """Open the two funds and the account in shillings."""
        self.world = world
        on_day(world, date(2026, 1, 5))
        with world.store.work(world.actors["amina"]) as work:
            donor = record_donor(work, "D2", "Another")
            self.funds = {
                "F1": open_fund(
                    work, FundTerms("F1", "F1", "EUR", FIRST, LAST, (), work.session.get_one(Donor, world.donor))
                ).id,
                "F2": open_fund(work, FundTerms("F2", "F2", "EUR", FIRST, LAST, (), donor)).id,
            }
        opened(world, KES, "KES")
        self.refund: UUID | None = None

    def play(self, said: dict[str, Any]) -> int:
        """Let an event happen, and return the number of its entry."""
        on_day(self.world, date.fromisoformat(said["date"]))
        act = getattr(self, said["event"], None)
        before = newest(self.world)
        if act is None:
            self.post(said)
        else:
            act(said)
        return before + 1

    def money(self, said: dict[str, Any]) -> int:
        """How much an event of two lines moves."""
        return abs(int(said["lines"][0][3]))

    def contribution(self, said: dict[str, Any]) -> None:
        """A gift comes in."""
        received(self.world, self.money(said), fund=self.funds[said["lines"][0][0]])

    def exchange(self, said: dict[str, Any]) -> None:
        """Currency is bought or sold."""
        cash = [line for line in said["lines"] if line[1].startswith("1000")]
        sold, bought = sorted(cash, key=lambda line: line[3])
        sides = [Side(CASH[line[2]], abs(line[3])) for line in (sold, bought)]
        exchanged(self.world, *sides, fund=self.funds["F1"])

    def bank_charge(self, said: dict[str, Any]) -> None:
        """The bank takes something."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            fund = work.session.get_one(Fund, self.funds["F1"])
            book_charge(work, fund, shown(work, EUR, "EUR", -self.money(said)))

    def interest(self, said: dict[str, Any]) -> None:
        """The bank adds something."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            fund = work.session.get_one(Fund, self.funds["F1"])
            book_interest(work, fund, shown(work, EUR, "EUR", self.money(said)))

    def fund_transfer(self, said: dict[str, Any]) -> None:
        """Money of the second fund goes to the first, with its donor's consent."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            giving, taking = (work.session.get_one(Fund, self.funds[code]) for code in ("F2", "F1"))
            assert giving.donor is not None
            move = Move(giving, taking, work.session.get_one(CashAccount, EUR), self.money(said))
            consent = Consent(giving.donor, "mail-17", work.at.date())
            proposal = propose_transfer(work, move, [consent], "donor_asked").id
        sign(self.world, "carla", proposal)

    def refund_due(self, said: dict[str, Any]) -> None:
        """What is not spent goes back."""
        with self.world.store.work(self.world.actors["amina"]) as work:
            fund = work.session.get_one(Fund, self.funds["F1"])
            assert fund.donor is not None
            proposal = propose_refund(work, fund, fund.donor, Money(self.money(said), "EUR"), "unspent")
            ids = proposal.id, proposal.subject
        sign(self.world, "carla", ids[0])
        self.refund = ids[1]

    def refund_paid(self, said: dict[str, Any]) -> None:
        """And is paid."""
        with self.world.store.work(self.world.actors["farah"]) as work:
            line = shown(work, EUR, "EUR", -self.money(said))
            pay_refund(work, work.session.get_one(Refund, self.refund), line)

    def revaluation(self, said: dict[str, Any]) -> None:
        """The shillings are valued at the closing rate."""
        rated(self.world, ("KES", CLOSING_RATE))
        with self.world.store.work(self.world.actors["farah"]) as work:
            proposal = propose_revaluation(work, date.fromisoformat(said["date"])).id
        sign(self.world, "carla", proposal)

    def post(self, said: dict[str, Any]) -> None:
        """Post an event of another slice straight by the rule table: its own actions are tried elsewhere."""
        lines = [
            Line(account[:4], minor, base, self.holder(account), self.funds[fund], currency)
            for fund, account, currency, minor, base in said["lines"]
        ]
        with self.world.store.work(self.world.actors["farah"]) as work, past_journal(work) as books:
            day = date.fromisoformat(said["date"])
            what = Happening(said["event"], day, self.funds["F1"], "EUR", About("award", uuid4()))
            books.post(what, lines)

    def holder(self, account: str) -> str:
        """Who holds it: a cash account, or an intermediary."""
        name = account.partition(":")[2]
        return CASH.get(name, name) if name else ""

    def found(self, number: int) -> list[tuple[Any, ...]]:
        """The lines of an entry as the file writes them."""
        names = {ident: code for code, ident in self.funds.items()}
        accounts = {cash: currency for currency, cash in CASH.items()}
        return sorted(
            (
                names[one.fund_id],
                f"{one.account}:{accounts.get(one.holder, one.holder)}" if one.holder else one.account,
                one.currency,
                one.minor,
                one.base_minor,
            )
            for one in entry(self.world, number)
        )


@pytest.mark.skipif(not FILE.exists(), reason="the worked year is not here")
def test_the_treasury_of_the_worked_year_comes_out_to_the_unit(world: World) -> None:
    """Each entry is as the file has it, and so is what the first fund ends with on the last day."""
    golden = json.loads(FILE.read_text(encoding="utf-8"))
    year, mine = Year(world), 0
    for said in golden["entries"]:
        number = year.play(said)
        assert year.found(number) == sorted(map(tuple, said["lines"])), said["n"]
        mine += hasattr(year, said["event"])
    assert mine == 10
    compare_closing(world, year, golden["expect"])


def compare_closing(world: World, year: Year, due: dict[str, Any]) -> None:
    """Hold the balances of the first fund on the last day to what the file says comes out."""
    with world.store.reading() as session:
        query = (
            select(Posting.account, Posting.currency, func.sum(Posting.minor), func.sum(Posting.base_minor))
            .join(Entry, Entry.id == Posting.entry_id)
            .where(Posting.fund_id == year.funds["F1"], Entry.date <= date(2026, 12, 31))
            .group_by(Posting.account, Posting.currency)
        )
        sums = {(account, currency): (int(m), int(b)) for account, currency, m, b in session.execute(query)}
    closing = due["closing_is"]
    assert sums["1000", "EUR"][0] == closing["cash_EUR"]
    assert sums["1000", "KES"] == (closing["cash_KES_minor"], closing["cash_KES_base"])
    assert sums["1000", "EUR"][1] + sums["1000", "KES"][1] == due["closing_balance"]
    assert sums["5710", "EUR"][0] == due["exchange_unrealised"]
    assert sums["5700", "EUR"][0] == due["exchange_realised"]
    assert sum(base for (account, _), (_, base) in sums.items() if account == "1900") == 0


def test_the_replay_of_the_treasury_alone_finds_nothing(world: World) -> None:
    """The same events, without those of other slices that were posted straight, hold before the auditor as well."""
    if not FILE.exists():
        pytest.skip("the worked year is not here")
    year = Year(world)
    for said in json.loads(FILE.read_text(encoding="utf-8"))["entries"]:
        if hasattr(year, said["event"]):
            year.play(said)
    assert replayed(world).findings == []
