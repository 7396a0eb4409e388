"""Plain functions that lend, take back and sign in tests, by the product's own actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import ledger.loans.actions.uses  # noqa: F401 - what statement lines can be booked as
from ledger.approvals.models import Proposal
from ledger.awards.models import Award, AwardKind
from ledger.books.rules.lines import Shown
from ledger.loans.models import Loan
from ledger.statements.actions.book import book_line
from ledger.statements.queries import line
from ledger.work import Work
from tests.builders import World, approved, heard, paid, released, sign

CASH = "main-eur"


def shown(world: World, minor: int, on: date | None = None) -> Shown:
    """What a statement line would show, for what is refused before it is posted."""
    return Shown(uuid4(), on or world.clock.now().date(), CASH, "EUR", minor)


def lent(world: World, minor: int, count: int) -> UUID:
    """Return the id of a loan that was sent and debited today, and is paid back in so many months."""
    award = approved(world, minor, count, AwardKind.MICRO_LOAN)
    paid(world)
    return award


def on_its_way(world: World, minor: int, count: int) -> tuple[UUID, UUID]:
    """Return the ids of a loan that was approved, and of the released run that it is in."""
    award = approved(world, minor, count, AwardKind.MICRO_LOAN)
    return award, released(world)


def loan_of(world: World, award: UUID) -> Loan:
    """Read a loan as it stands."""
    with world.store.reading() as session:
        return session.get_one(Loan, award)


def book(work: Work, award: UUID, use: str, minor: int, on: date | None = None) -> None:
    """Take in a statement with one line, and book it on a loan."""
    (found,) = heard(work, [(minor, "")], on=on)
    book_line(work, line(work.session, found), use, work.session.get_one(Award, award).reference)


def pay_back(world: World, award: UUID, minor: int, on: date | None = None) -> None:
    """Let a part of a loan be paid back, as a statement shows it."""
    with world.store.work(world.actors["farah"]) as work:
        book(work, award, "loan_repayment", minor, on)


def come_back(world: World, award: UUID, minor: int) -> None:
    """Let a part of what was written off come back."""
    with world.store.work(world.actors["farah"]) as work:
        book(work, award, "loan_recovery", minor)


def ask(world: World, who: str, award: UUID, act: Callable[..., Proposal], *what: Any) -> UUID:
    """Let somebody propose something about a loan, and return the id of the proposal."""
    with world.store.work(world.actors[who]) as work:
        return act(work, work.session.get_one(Loan, award), *what).id


def signed(world: World, who: str, award: UUID, act: Callable[..., Proposal], *what: Any) -> UUID:
    """The same, signed by as many as it needs."""
    proposal = ask(world, who, award, act, *what)
    sign(world, "carla", proposal)
    with world.store.reading() as session:
        settled = session.get_one(Proposal, proposal).stage.value != "open"
    if not settled:
        sign(world, "deniz", proposal)
    return proposal


def act(world: World, who: str, award: UUID, done: Callable[..., None], *what: Any) -> None:
    """Let somebody do something about a loan by themselves."""
    with world.store.work(world.actors[who]) as work:
        done(work, work.session.get_one(Loan, award), *what)
