"""Money's acts killed at every step: nothing is stored by half; what was stored and not told is told the second time."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from ledger.approvals.actions import decide
from ledger.approvals.models import Proposal, Verdict
from ledger.approvals.queries import content_of
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind
from ledger.books.models import Entry, Posting
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Run
from ledger.funds.models import Fund
from ledger.log.models import LogEntry
from ledger.work import AlreadyDone, Work
from tests.agreement.replaying import replayed
from tests.builders import World, approved, inside, propose, register, released, sign, terms
from tests.together.dying import die

Doing = Callable[[Work], None]
Begin = Callable[[World], tuple[str, Doing]]


def begin_proposing(world: World) -> tuple[str, Doing]:
    """The officer proposes an award."""
    who = register(world)

    def act(work: Work) -> None:
        fund = work.session.get_one(Fund, world.fund)
        propose_award(work, terms(world, fund, who, 60_000, 3, AwardKind.STIPEND))

    return "amina", act


def deciding(who: str, proposal: UUID, world: World) -> tuple[str, Doing]:
    """Somebody signs a proposal."""

    def act(work: Work) -> None:
        found = work.session.get_one(Proposal, proposal)
        decide(work, found, Verdict.APPROVE, world.signers[who], content_of(work.session, found).sha256)

    return who, act


def begin_deciding(world: World) -> tuple[str, Doing]:
    """The second approver signs: the award enters the books and its payment is planned."""
    _, proposal = propose(world, 60_000)
    sign(world, "carla", proposal)
    return deciding("deniz", proposal, world)


def begin_gathering(world: World) -> tuple[str, Doing]:
    """Finance gathers a run and asks for its release."""
    approved(world, 60_000)

    def act(work: Work) -> None:
        gather_run(work, "EUR", Channel.BANK, work.at.date())

    return "farah", act


def begin_releasing(world: World) -> tuple[str, Doing]:
    """Another of finance releases it."""
    approved(world, 60_000)
    who, act = begin_gathering(world)
    with world.store.work(world.actors[who]) as work:
        act(work)
    with world.store.reading() as session:
        proposal = session.scalars(select(Run.proposal_id)).one()
    assert proposal is not None
    return deciding("goran", proposal, world)


def begin_sending(world: World) -> tuple[str, Doing]:
    """Finance says that the run has gone out."""
    approved(world, 60_000)
    run = released(world)

    def act(work: Work) -> None:
        mark_sent(work, inside(work.session, run))

    return "farah", act


def figures(world: World) -> tuple[int, ...]:
    """How much there is of everything that an act could leave behind."""
    with world.store.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (LogEntry, Award, Proposal, Run, Entry, Posting)
        )


@pytest.mark.parametrize(
    "begin",
    [begin_proposing, begin_deciding, begin_gathering, begin_releasing, begin_sending],
    ids=lambda f: f.__name__,
)
def test_an_act_killed_at_any_step_is_done_whole_or_not_at_all_and_never_twice(world: World, begin: Begin) -> None:
    """Failed and not stored: the same request does it. Stored and not told: the same request says so and does nothing."""
    who, doing = begin(world)
    before, request = figures(world), uuid4()

    def act(store, _say) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - as `die` hands them over
        with store.work(world.actors[who], request) as work:
            doing(work)
            work.location = "/done"

    step, lived = 0, False
    while not lived:
        step += 1
        lived, _ = die(world, act, step)
        assert (figures(world) == before) != lived
    assert step > 3
    after = figures(world)
    with pytest.raises(AlreadyDone), world.store.work(world.actors[who], request) as work:
        doing(work)
    assert figures(world) == after
    assert replayed(world).findings == []
