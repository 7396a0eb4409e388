"""Valuation, closed periods, entries by hand and what a line can be, on both engines; the auditor's replay agrees."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from ledger.books.queries import state_of
from ledger.books.uses import uses_for
from ledger.errors import Refusal
from ledger.treasury import uses
from ledger.treasury.actions.bookings import book_charge
from ledger.treasury.actions.exchanges import Side
from ledger.treasury.actions.manual import ManualEntry, propose_manual
from ledger.treasury.actions.periods import propose_period
from ledger.treasury.actions.revaluing import propose_revaluation
from ledger.treasury.rules.manual import Typed
from tests.builders import World, approved, paid, sign
from tests.treasury.house import (
    announced,
    entry,
    exchanged,
    figures,
    fund_of,
    newest,
    on_day,
    opened,
    rated,
    refused,
    shown,
)

pytestmark = pytest.mark.usefixtures("replays")


def test_foreign_cash_is_valued_in_base_alone_and_taken_back_the_day_after(world: World) -> None:
    """By the rate that held; nothing is signed that has changed since, and no currency is left out for want of a rate."""
    opened(world, "bank-kes", "KES")
    exchanged(world, Side("main-eur", 100_000), Side("bank-kes", 14_000_000))
    day = world.clock.now().date()

    def value(work) -> UUID:  # type: ignore[no-untyped-def] # noqa: ANN001
        return propose_revaluation(work, day).id

    refused(world, "farah", value, "KES")
    rated(world, ("KES", "0.0070"))
    with world.store.work(world.actors["farah"]) as work:
        stale = value(work)
    exchanged(world, Side("main-eur", 1_000), Side("bank-kes", 140_000))
    with pytest.raises(Refusal, match="changed since"):
        sign(world, "carla", stale)
    with world.store.work(world.actors["farah"]) as work:
        proposal = value(work)
    sign(world, "carla", proposal)
    first, back = entry(world, newest(world) - 1), entry(world, newest(world))
    assert figures(first) == [
        ("1000", "KES", 0, -2_020),
        ("5710", "EUR", 2_020, 2_020),
        ("1900", "EUR", -2_020, -2_020),
        ("1900", "KES", 0, 2_020),
    ]
    assert (first[0].date, back[0].date, back[0].reverses) == (day, day + timedelta(days=1), first[0].number)
    with world.store.reading() as session:
        held = state_of(session, world.fund, "1000", "KES", "bank-kes")
        assert held is not None
        assert (held.balance, held.base_balance) == (14_140_000, 101_000)
    refused(world, "farah", value, "at what it is worth")


def test_a_closed_period_takes_nothing_and_what_is_late_goes_to_the_first_open_day(world: World) -> None:
    """Proposed by finance, signed by another, after its last day, later than the one before; held by the database too."""
    until = date(2026, 1, 31)
    refused(world, "farah", lambda w: propose_period(w, until), "after its last day")
    on_day(world, date(2026, 2, 10))
    with world.store.work(world.actors["farah"]) as work:
        proposal, other = propose_period(work, until).id, propose_period(work, until).id
    sign(world, "carla", proposal)
    refused(world, "farah", lambda w: propose_period(w, until), "closed until 2026-01-31 already")
    with pytest.raises(Refusal, match="closed until"):
        sign(world, "carla", other)
    late = shown(world, "main-eur", "EUR", -700, date(2026, 1, 20))
    with world.store.work(world.actors["farah"]) as work:
        book_charge(work, fund_of(work, world), late)
    assert {line.date for line in entry(world, newest(world))} == {date(2026, 2, 1)}
    refused(world, "farah", lambda w: propose_revaluation(w, until), "closed")


def test_a_manual_entry_is_posted_as_it_was_signed(world: World) -> None:
    """With a reason from the list; in another currency both sides are worth the same."""
    rated(world, ("KES", "0.0067"))

    def ask(work, reason: str = "correction") -> UUID:  # type: ignore[no-untyped-def] # noqa: ANN001
        lines = [Typed("5300", 3_333), Typed("5200", 3_334), Typed("5100", -6_667)]
        return propose_manual(work, ManualEntry(fund_of(work, world), "KES", work.at.date(), reason, lines)).id

    refused(world, "farah", lambda w: ask(w, "because"), "from the list")
    with world.store.work(world.actors["farah"]) as work:
        proposal = ask(work)
    sign(world, "deniz", proposal)
    assert figures(entry(world, newest(world))) == [
        ("5300", "KES", 3_333, 22),
        ("5200", "KES", 3_334, 23),
        ("5100", "KES", -6_667, -45),
    ]


def test_every_use_of_a_statement_line_finds_what_it_can_be(world: World) -> None:
    """Its targets fit the line, and booking one is its act; a value that is none of them is refused in a sentence."""
    award = approved(world, 30_000)
    paid(world)
    gift = announced(world, 5_000)
    came, left = shown(world, "main-eur", "EUR", 5_000), shown(world, "main-eur", "EUR", -5_000)
    with world.store.reading() as session:
        coming = {use.code: [one.value for one in use.targets(session, came)] for use in uses_for(came)}
        going = {use.code: [one.value for one in use.targets(session, left)] for use in uses_for(left)}
    assert coming["gift_less_fee"] == [str(gift)]
    assert coming["recovered"] == [str(award)]
    assert coming["interest"] == going["bank_charge"] == [str(world.fund)]
    assert coming["exchange_bought"] == coming["gift_on_condition"] == going["exchange_sold"] == going["loss"] == []
    mine = [use for use in (*uses_for(came), *uses_for(left)) if use.book.__module__ == uses.__name__]
    assert len(mine) == 12
    for use in mine:
        line = came if use.sign > 0 else left
        refused(world, "farah", lambda w, u=use, s=line: u.book(w, s, "nothing"), "from the list")
    booking = {use.code: use for use in uses_for(left)}["bank_charge"]
    with world.store.work(world.actors["farah"]) as work:
        booking.book(work, left, str(world.fund))
    assert figures(entry(world, newest(world)))[0] == ("5800", "EUR", 5_000, 5_000)
