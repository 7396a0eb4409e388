"""What a bank debited wrongly and does not give back: a loss that others sign, which may still come back later."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.books.at_date import standing_at
from ledger.errors import NotFound, Refusal
from ledger.statements.actions.book import book_line
from ledger.statements.actions.claim_losses import propose_claim_loss
from ledger.statements.queries import claim, claimed_until, line, waiting_until
from tests.builders import World, heard, sign
from tests.treasury.house import entry, figures, newest

LAST = date(2027, 1, 1)


pytestmark = pytest.mark.usefixtures("compared")


def booked(world: World, minor: int, use: str, target: UUID) -> UUID:
    """Let finance book a line as something."""
    with world.store.work(world.actors["farah"]) as work:
        found = line(work.session, heard(work, [(minor, "")])[0])
        book_line(work, found, use, str(target))
        return found.id


def asked(world: World, made: UUID, reason: str = "bank_refuses", by: str = "farah") -> UUID:
    """Propose to give a claim up."""
    with world.store.work(world.actors[by]) as work:
        return propose_claim_loss(work, claim(work.session, made), reason).id


def balance(world: World, account: str) -> int:
    """What stands on an account."""
    with world.store.reading() as session:
        return sum(one.minor for one in standing_at(session, LAST, accounts=(account,)))


def test_a_claim_given_up_is_a_loss_and_may_still_come_back(world: World) -> None:
    """Two others sign; it leaves the claims at its cost; what comes later makes up for the loss."""
    made = booked(world, -700, "wrong_debit", world.fund)
    with pytest.raises(NotFound):
        asked(world, made, by="amina")
    with pytest.raises(Refusal, match="Choose the reason"):
        asked(world, made, reason="mood")
    proposal = asked(world, made)
    with pytest.raises(Refusal, match="asks for that already"):
        asked(world, made)
    sign(world, "carla", proposal)
    with world.store.reading() as session:
        assert claimed_until(session, LAST) == [("main-eur", "EUR", 700)]
        assert claimed_until(session, date(2026, 1, 4)) == []
    sign(world, "deniz", proposal)
    assert figures(entry(world, newest(world))) == [("5850", "EUR", 700, 700), ("1300", "EUR", -700, -700)]
    with pytest.raises(Refusal, match="given up already"):
        asked(world, made)
    with world.store.reading() as session:
        assert claimed_until(session, LAST) == []
    booked(world, 700, "wrong_debit_returned", made)
    assert (balance(world, "5850"), balance(world, "1300")) == (0, 0)


def test_what_came_back_meanwhile_is_not_given_up(world: World) -> None:
    """The last signature finds that there is nothing to give up."""
    made = booked(world, -500, "wrong_debit", world.fund)
    proposal = asked(world, made)
    sign(world, "carla", proposal)
    booked(world, 500, "wrong_debit_returned", made)
    with pytest.raises(Refusal, match="The bank gave this back"):
        sign(world, "deniz", proposal)
    assert balance(world, "5850") == 0


def test_lines_that_wait_are_counted_until_a_day(world: World) -> None:
    """Those of later days are no matter of the period that is closed."""
    with world.store.work(world.actors["farah"]) as work:
        heard(work, [(5, ""), (-5, "")])
    with world.store.reading() as session:
        assert waiting_until(session, world.clock.now().date()) == [("main-eur", 2)]
        assert waiting_until(session, date(2026, 1, 4)) == []
