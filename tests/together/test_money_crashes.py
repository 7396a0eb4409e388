"""Money's acts killed at every step: nothing is stored by half; what was stored and not told is told the second time."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ledger.advances.models import Advance
from ledger.approvals.models import Decision, Proposal
from ledger.awards.models import Award
from ledger.books.models import Entry, Period, Posting
from ledger.disbursements.models import Run
from ledger.errors import Refusal
from ledger.log.models import LogEntry
from ledger.statements.models import BankLine, BankStatement
from ledger.web.refusals import refusal_of
from ledger.work import AlreadyDone, Store
from tests.agreement.comparing import compare
from tests.builders import World, approved
from tests.together.acts import ACTS, Begun, Doing, proposing
from tests.together.dying import die

COUNTED = (LogEntry, Award, Proposal, Decision, Run, Entry, Posting, BankStatement, BankLine, Period, Advance)


def figures(world: World) -> tuple[int, ...]:
    """How much there is of everything that an act could leave behind."""
    with world.store.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(model)) or 0 for model in COUNTED)


@pytest.mark.parametrize("begin", ACTS, ids=lambda one: one.__name__)
def test_an_act_killed_at_any_step_is_done_whole_or_not_at_all_and_never_twice(
    world: World, begin: Callable[[World], Begun]
) -> None:
    """Failed and not stored: nothing is there. Stored and not told: the same request says so and does nothing."""
    who, doing = begin(world)
    before, request = figures(world), uuid4()

    def act(store: Store, _say: Callable[[bytes], None]) -> None:
        with store.work(world.actors[who], request) as work:
            doing(work)
            work.location = "/done"
        os.kill(os.getpid(), signal.SIGKILL)

    step = 0
    while figures(world) == before:
        step += 1
        lived, _ = die(world, act, step)
        assert not lived
    assert step > 4
    after = figures(world)
    with pytest.raises(AlreadyDone) as done:
        once_more(world, who, doing, request)
    assert done.value.location == "/done"
    if begin is not proposing:
        with pytest.raises(Refusal):
            once_more(world, who, doing, uuid4())
    assert figures(world) == after
    with suppress(Refusal):
        approved(world, 100)
    assert figures(world) > after
    compare(world)


def once_more(world: World, who: str, doing: Doing, request: UUID) -> None:
    """Do an act again, in this process: by the same request, or by that of another page."""
    try:
        with world.store.work(world.actors[who], request) as work:
            doing(work)
    except IntegrityError as error:
        raise refusal_of(error) from error
