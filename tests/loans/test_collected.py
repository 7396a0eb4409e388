"""Money of loans that an intermediary takes: handed in as a statement shows, in time, and no advance waits for it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from ledger.advances.actions.propose import withdraw_advance
from ledger.advances.queries import advance_by_reference, collected_by, held_by
from ledger.books.models import SubAccount
from ledger.books.rules.chart import ADVANCES
from ledger.errors import Refusal
from ledger.loans.actions.repay import Came, repay
from ledger.loans.models import Loan
from ledger.loans.queries import intermediaries
from tests.advances.test_holding import advanced, asked, booked, read
from tests.builders import World
from tests.loans.lending import lent

pytestmark = pytest.mark.usefixtures("compared")


def taken(world: World, loan: UUID, minor: int) -> None:
    """Let an intermediary take a repayment."""
    with world.store.work(world.actors["farah"]) as work:
        came = Came.to_intermediary("I1", minor, "EUR", work.at.date())
        repay(work, work.session.get_one(Loan, loan), came)


def back(world: World, minor: int, code: str, about: str) -> None:
    """Let a statement show money coming from the intermediary."""
    with world.store.work(world.actors["farah"]) as work:
        booked(work, minor, code, about)


def test_an_advance_waits_for_the_one_before_and_not_for_a_fresh_repayment(world: World) -> None:
    """After thirty days it does: until what is old is handed in, the oldest first."""
    loan = lent(world, 90_000, 3)
    first = advanced(world, 5_000, 0)
    taken(world, loan, 30_000)
    with pytest.raises(Refusal, match="has not cleared"):
        asked(world, 1_000)
    back(world, 5_000, "advance_returned", read(world, first).reference)
    second = asked(world, 1_000)
    with world.store.reading() as session:
        assert held_by(session, "I1") == []
        assert [one.minor for one in collected_by(session, "I1", world.clock.now().date())] == [30_000]
        assert intermediaries(session, session.get_one(Loan, loan)) == ["I1"]
    with world.store.work(world.actors["farah"]) as work:
        withdraw_advance(work, advance_by_reference(work.session, read(world, second).reference))
    world.clock.move(timedelta(days=30))
    taken(world, loan, 10_000)
    with pytest.raises(Refusal, match=r"took 300\.00 EUR of loans"):
        asked(world, 1_000)
    with world.store.reading() as session:
        theirs = select(SubAccount.id).where(SubAccount.account == ADVANCES, SubAccount.holder == "I1")
        held = session.scalars(theirs).one()
    back(world, 30_000, "handed_in", str(held))
    asked(world, 1_000)
    with world.store.reading() as session:
        assert [one.minor for one in collected_by(session, "I1", world.clock.now().date())] == [10_000]
