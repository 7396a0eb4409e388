"""The same payment file again, to who made it: the very same bytes, for an hour, each time on the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from ledger.approvals.models import Verdict
from ledger.channels.actions.payers import set_payer
from ledger.disbursements.actions.again import begin_again, log_again
from ledger.disbursements.actions.files import Written, propose_lost
from ledger.disbursements.actions.outcomes import mark_sent
from ledger.disbursements.actions.writing import Wanted, write_file
from ledger.disbursements.models import Run
from ledger.errors import Refusal
from tests.agreement.comparing import compare
from tests.builders import World, inside, sign
from tests.disbursements.test_payment_file import BANK, OURS, make, run_of


@pytest.fixture
def paying(world: World, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A released run of two payments to a bank account."""
    return run_of(world, monkeypatch, BANK)


def again(world: World, run: UUID, who: str = "farah") -> Written:
    """Take the file of a run again, as the page does."""
    with world.store.work(world.actors[who]) as work:
        held, lines, made = begin_again(work, world.signers[who], work.session.get_one(Run, run))
        as_made = (made.form, made.dated, made.profile)
    with world.store.reading() as session:
        wanted = Wanted(session.get_one(Run, run), *as_made)
        written = write_file(session, world.store.organisation, held, lines, wanted)
    with world.store.work(world.actors[who]) as work:
        log_again(work, work.session.get_one(Run, run), written)
    return written


def test_who_made_a_file_takes_the_same_bytes_again(world: World, paying: UUID) -> None:
    """Within the hour, later in it, and as often as a line breaks; nobody else does."""
    first = make(world, paying)
    for _time in range(2):
        world.clock.move(timedelta(minutes=29))
        assert again(world, paying).content == first.content
    with pytest.raises(Refusal, match="only to who made it"):
        again(world, paying, "goran")
    world.clock.move(timedelta(minutes=3))
    with pytest.raises(Refusal, match="within an hour"):
        again(world, paying)
    compare(world)


def test_a_file_is_not_handed_over_again_once_it_would_be_another_or_may_be_lost_or_sent(
    world: World, paying: UUID
) -> None:
    """Another payer gives other bytes; what is said to be lost, or has gone out in part, is not had again."""
    make(world, paying)
    with world.store.work(world.actors["farah"]) as work:
        set_payer(work, "main-eur", replace(OURS, name="Southlight Services"))
    with pytest.raises(Refusal, match="it would be another one"):
        again(world, paying)
    with world.store.work(world.actors["farah"]) as work:
        set_payer(work, "main-eur", OURS)
    with world.store.work(world.actors["goran"]) as work:
        proposal = propose_lost(work, work.session.get_one(Run, paying)).id
    with pytest.raises(Refusal, match="proposed to say that it was lost"):
        again(world, paying)
    sign(world, "carla", proposal, Verdict.REFUSE)
    again(world, paying)
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, paying)[:1])
    with pytest.raises(Refusal, match="before anything of it was sent"):
        again(world, paying)
    compare(world)
