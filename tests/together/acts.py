"""Money's acts, each begun so that a unit of work is all that is left to do: who does it, and what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from ledger.advances.models import Advance
from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind
from ledger.banking.statement import Statement, StatementLine
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Run
from ledger.disbursements.queries import payment_code
from ledger.funds.models import Fund
from ledger.statements.actions.book import book_line
from ledger.statements.actions.take_in import import_statements
from ledger.statements.queries import cash_account, line
from ledger.treasury.actions.periods import propose_period
from ledger.work import Work
from tests.advances.test_holding import advanced
from tests.builders import (
    World,
    announce,
    approved,
    filed,
    heard,
    inside,
    propose,
    register,
    released,
    sent,
    sign,
    terms,
)
from tests.loans.lending import lent

Doing = Callable[[Work], None]
Begun = tuple[str, Doing]


def proposing(world: World) -> Begun:
    """The officer proposes an award."""
    who = register(world)

    def act(work: Work) -> None:
        fund = work.session.get_one(Fund, world.fund)
        propose_award(work, terms(world, fund, who, 60_000, 3, AwardKind.STIPEND))

    return "amina", act


def signing(who: str, proposal: UUID, world: World) -> Begun:
    """Somebody signs a proposal."""

    def act(work: Work) -> None:
        found = work.session.get_one(Proposal, proposal)
        decide(work, found, Verdict.APPROVE, world.signers[who], content_of(work.session, found).sha256)

    return who, act


def deciding(world: World) -> Begun:
    """The second approver signs: the award enters the books and its payment is planned."""
    _, proposal = propose(world, 60_000)
    sign(world, "carla", proposal)
    return signing("deniz", proposal, world)


def gathering(world: World) -> Begun:
    """Finance gathers a run and asks for its release."""
    approved(world, 60_000)

    def act(work: Work) -> None:
        gather_run(work, "EUR", Channel.BANK, work.at.date())

    return "farah", act


def releasing(world: World) -> Begun:
    """Another of finance releases it."""
    who, act = gathering(world)
    with world.store.work(world.actors[who]) as work:
        act(work)
    with world.store.reading() as session:
        proposal = session.scalars(select(Run.proposal_id)).one()
    assert proposal is not None
    return signing("goran", proposal, world)


def sending(world: World) -> Begun:
    """Finance says that the run has gone out."""
    approved(world, 60_000)
    run = filed(world, released(world))

    def act(work: Work) -> None:
        mark_sent(work, inside(work.session, run))

    return "farah", act


def statement_of(minors: list[tuple[int, str]], opening: int, day: date) -> Statement:
    """A statement of the main account with these amounts and payment codes."""
    lines = tuple(
        StatementLine(number, day, minor, (code,) if code else ())
        for number, (minor, code) in enumerate(minors, start=1)
    )
    closing = opening + sum(minor for minor, _code in minors)
    return Statement("DE89370400440532013000", "EUR", 0, 1, day, day, opening, closing, lines)


def importing(world: World) -> Begun:
    """Finance takes in a statement: one payment is debited and returned, one is debited, one line waits."""
    approved(world, 60_000)
    approved(world, 1_000)
    run = sent(world)
    with world.store.reading() as session:
        (first, code), (second, other) = [(one.minor, payment_code(session, one) or "") for one in inside(session, run)]
    moved = [(-first, code), (first - 250, code), (-second, other), (777, "")]
    said = statement_of(moved, 1_000_000, world.clock.now().date())

    def act(work: Work) -> None:
        import_statements(work, cash_account(work.session, "main-eur"), [said], "ab" * 32)

    return "farah", act


def booking(world: World, minor: int, use: str, target: str) -> Begun:
    """Finance books a line that waits."""
    with world.store.work(world.actors["farah"]) as work:
        (waits,) = heard(work, [(minor, "")])

    def act(work: Work) -> None:
        book_line(work, line(work.session, waits), use, target)

    return "goran", act


def receiving(world: World) -> Begun:
    """A line becomes the gift that was announced."""
    return booking(world, 5_000, "contribution", str(announce(world, 5_000)))


def repaying(world: World) -> Begun:
    """A line becomes a repayment of a loan."""
    award = lent(world, 90_000, 3)
    with world.store.reading() as session:
        reference = session.get_one(Award, award).reference
    return booking(world, 40_000, "loan_repayment", reference)


def settling(world: World) -> Begun:
    """A line becomes all that is left of an advance."""
    advance = advanced(world, 10_000, 0)
    with world.store.reading() as session:
        reference = session.get_one(Advance, advance).reference
    return booking(world, 10_000, "advance_returned", reference)


def closing(world: World) -> Begun:
    """An approver signs that a period is closed."""
    until = world.clock.now().date()
    world.clock.move(timedelta(days=1))
    with world.store.work(world.actors["farah"]) as work:
        proposal = propose_period(work, until).id
    return signing("carla", proposal, world)


ACTS = [
    proposing, deciding, gathering, releasing, sending, importing, receiving, repaying, settling, closing,
]  # fmt: skip
"""Every act of the crash table but making a file, which takes two units of work."""
