"""A house whose finance works: accounts, rates, statement lines, and signatures of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from ledger.actor import Actor
from ledger.approvals.models import Proposal
from ledger.books.accounts import cash_account_for
from ledger.books.models import CashAccount, CashKind
from ledger.books.queries import JournalLine, last_entry_number, lines_of_entry
from ledger.books.rules.lines import Shown
from ledger.books.rules.rates import rate_from
from ledger.errors import Refusal
from ledger.funds.actions import FundTerms, announce_contribution, open_fund
from ledger.funds.models import Contribution, Donor, Fund
from ledger.money import Money
from ledger.treasury.actions.cash import open_cash
from ledger.treasury.actions.exchanges import Side, announce_exchange, show_bought, show_sold
from ledger.treasury.actions.gifts import collect_gift
from ledger.treasury.actions.rates import propose_rates
from ledger.treasury.models import Exchange
from ledger.treasury.rules.rate_file import Quoted
from ledger.work import Work
from tests.builders import FIRST, LAST, World, sign
from tests.builders import shown as taken_in


def on_day(world: World, day: date) -> None:
    """Let it be noon of a day, unless it is later already."""
    world.clock.move_to(datetime.combine(day, time(12), UTC))


def actor(world: World, name: str) -> Actor:
    """Somebody who acts."""
    return world.actors[name]


def shown(where: World | Work, cash: str, _currency: str, minor: int, on: date | None = None) -> Shown:
    """What a statement line of today shows, taken in by finance: in a unit of work of its own, or in one at hand."""
    if isinstance(where, Work):
        return taken_in(where, minor, cash, on)
    with where.store.work(where.actors["farah"]) as work:
        return taken_in(work, minor, cash, on)


def fund_of(work: Work, world: World) -> Fund:
    """The fund of the world."""
    return work.session.get_one(Fund, world.fund)


def other_fund(world: World, code: str = "OTHER", currency: str = "EUR", donor: UUID | None = None) -> UUID:
    """Open another fund, of the same donor unless told."""
    with world.store.work(world.actors["amina"]) as work:
        giver = work.session.get_one(Donor, donor or world.donor)
        return open_fund(work, FundTerms(code, code, currency, FIRST, LAST, (), giver)).id


def opened(world: World, code: str, currency: str, kind: CashKind = CashKind.BANK) -> str:
    """Open a cash account."""
    with world.store.work(world.actors["farah"]) as work:
        return open_cash(work, code, kind, currency).code


def rated(world: World, *rates: tuple[str, str], day: date | None = None) -> UUID:
    """Propose rates of today and have them signed."""
    on = day or world.clock.now().date()
    with world.store.work(world.actors["farah"]) as work:
        quoted = [Quoted(code, rate_from(rate, "ECB", on)) for code, rate in rates]
        proposal = propose_rates(work, quoted).id
    sign(world, "carla", proposal)
    return proposal


def announced(world: World, minor: int, currency: str = "EUR", fund: UUID | None = None) -> UUID:
    """Announce a gift."""
    with world.store.work(world.actors["amina"]) as work:
        into = work.session.get_one(Fund, fund or world.fund)
        giver = work.session.get_one(Donor, into.donor_id or world.donor)
        return announce_contribution(work, into, giver, Money(minor, currency)).id


def received(world: World, minor: int, currency: str = "EUR", fund: UUID | None = None, net: int | None = None) -> UUID:
    """Announce a gift and let a statement show it, less a fee where `net` says so."""
    gift = announced(world, minor, currency, fund)
    with world.store.work(world.actors["farah"]) as work:
        cash = cash_account_for(work, currency)
        line = shown(work, cash, currency, minor if net is None else net)
        collect_gift(work, work.session.get_one(Contribution, gift), line)
    return gift


def exchanged(world: World, sold: Side, bought: Side, fund: UUID | None = None) -> UUID:
    """Announce an exchange and let statements show both sides."""
    with world.store.work(world.actors["farah"]) as work:
        pot = work.session.get_one(Fund, fund or world.fund)
        found = announce_exchange(work, pot, sold, bought, work.at.date()).id
    for show, side, sign_of in ((show_sold, sold, -1), (show_bought, bought, 1)):
        with world.store.work(world.actors["goran"]) as work:
            account = work.session.get_one(CashAccount, side.cash)
            line = shown(work, side.cash, account.currency, sign_of * side.minor)
            show(work, work.session.get_one(Exchange, found), line)
    return found


def newest(world: World) -> int:
    """The number of the newest entry."""
    with world.store.reading() as session:
        return last_entry_number(session)


def entry(world: World, number: int) -> list[JournalLine]:
    """The lines of an entry."""
    with world.store.reading() as session:
        return lines_of_entry(session, number)


def figures(lines: Sequence[JournalLine]) -> list[tuple[Any, ...]]:
    """What an entry says, without its running state: account, currency, minor units, base."""
    return [(line.account, line.currency, line.minor, line.base_minor) for line in lines]


def open_proposal(world: World, kind: str) -> UUID:
    """The one proposal of a kind that waits."""
    from sqlalchemy import select

    with world.store.reading() as session:
        found: UUID | None = session.scalar(select(Proposal.id).where(Proposal.kind == kind, Proposal.stage == "open"))
    assert found is not None
    return found


def refused(world: World, name: str, act: Callable[[Work], object], words: str) -> None:
    """Hold an act to its refusal, and to leaving nothing behind."""
    before = newest(world)
    with pytest.raises(Refusal, match=words), world.store.work(world.actors[name]) as work:
        act(work)
    assert newest(world) == before
