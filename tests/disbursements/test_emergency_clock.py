"""The clock of an emergency stops when money was sent that is out, and goes on where all of it failed or came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from ledger.awards.actions.propose import propose_award
from ledger.awards.emergencies import clock_of
from ledger.awards.models import Award, AwardKind
from ledger.desk.queries import to_make_again
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel, Disbursement
from ledger.disbursements.queries import due_by_currency
from ledger.funds.models import Fund
from ledger.work import Work
from tests.agreement.comparing import compare
from tests.builders import World, approved, bring_back, debit, filed, inside, register, sent, sign, terms
from tests.office import Office

HOUR = timedelta(hours=1)


def emergency(world: World, count: int) -> UUID:
    """An emergency of 100.00 asked for an hour ago, in monthly instalments, that two people have signed."""
    who = register(world)
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        asked = terms(world, fund, who, 10_000, count, AwardKind.EMERGENCY_GRANT)
        award = propose_award(work, replace(asked, requested_at=work.at - HOUR))
        found, proposal = award.id, award.proposal_id
    assert proposal is not None
    for name in ("carla", "deniz"):
        sign(world, name, proposal)
    return found


@dataclass
class Payments:
    """The payments of one emergency, and what becomes of them an hour after the other."""

    world: World
    award: UUID

    def send(self, days: int) -> UUID:
        """Gather what is due within so many days, release and send it; give its only payment."""
        world = self.world
        with world.store.work(world.actors["farah"]) as work:
            run = gather_run(work, "EUR", Channel.BANK, work.at.date() + timedelta(days=days))
            found, proposal = run.id, run.proposal_id
        assert proposal is not None
        sign(world, "goran", proposal)
        filed(world, found)
        world.clock.move(HOUR)
        with world.store.work(world.actors["farah"]) as work:
            (one,) = inside(work.session, found)
            mark_sent(work, [one])
            return one.id

    def become(self, paid: UUID, act: Callable[[Work, Disbursement], object]) -> None:
        """Let something happen to a payment."""
        self.world.clock.move(HOUR)
        with self.world.store.work(self.world.actors["farah"]) as work:
            act(work, work.session.get_one(Disbursement, paid))

    def stopped(self) -> datetime | None:
        """When its clock stopped, by the tables and, held to them, by the log."""
        compare(self.world)
        with self.world.store.reading() as session:
            clock = clock_of(session, session.get_one(Award, self.award))
        assert clock is not None
        return clock.sent_at


@pytest.fixture
def payments(world: World) -> Iterator[Payments]:
    """Of an emergency in two instalments."""
    return Payments(world, emergency(world, 2))


def test_the_clock_stops_at_the_first_money_that_is_out(payments: Payments) -> None:
    """Where the first failed, at the second; where that came back as well, not at all; then where one is sent again."""
    now = payments.world.clock.now
    assert payments.stopped() is None
    first = payments.send(0)
    one = now()
    second = payments.send(40)
    assert payments.stopped() == one < now()
    two = now()
    payments.become(first, mark_failed)
    assert payments.stopped() == two
    payments.become(second, lambda work, paid: debit(work, [paid]))
    assert payments.stopped() == two
    payments.become(second, bring_back)
    assert payments.stopped() is None
    payments.become(first, make_again)
    payments.send(0)
    assert payments.stopped() == now()


def test_a_later_instalment_does_not_wait_since_the_request(little_office: Office) -> None:
    """Once money is out, what is due of it, its run and its proposal are as any other; until then they hurry."""
    world, today = little_office.world, little_office.world.clock.now().date()
    payments = Payments(world, emergency(world, 2))
    assert little_office.enter("farah").get("/").text.count("waits for") == 1
    payments.send(0)
    world.clock.move(timedelta(days=25))
    with world.store.reading() as session:
        assert [(one.count, one.since) for one in due_by_currency(session, today + timedelta(days=40))] == [(1, None)]
    told = little_office.enter("farah").get("/").text
    assert "Due within the week" in told
    assert "waits for" not in told
    with world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.BANK, today + timedelta(days=40))
    for name, place in (("farah", "/runs/"), ("goran", "/proposals/")):
        told = little_office.enter(name).get("/").text
        assert place in told
        assert "waits for" not in told


def test_an_emergency_whose_money_failed_waits_again_and_stands_first(little_office: Office) -> None:
    """On its page, in lists, and on the desk of finance, before what has waited longer in no emergency."""
    world = little_office.world
    approved(world, 700)
    older = sent(world)
    payments = Payments(world, emergency(world, 1))
    hurried = payments.send(0)
    with world.store.reading() as session:
        (plain,) = inside(session, older)
        where = f"/awards/{session.get_one(Award, payments.award).reference}"
    assert "so far" not in little_office.enter("amina").get(where).text
    for paid in (plain.id, hurried):
        payments.become(paid, mark_failed)
    with world.store.reading() as session:
        assert [one.id for one in to_make_again(session)] == [hurried, plain.id]
    amina, farah = (little_office.enter(name) for name in ("amina", "farah"))
    told = amina.get(where).text
    assert "The clock goes on until money is sent again." in told
    assert "so far" in told
    assert "waits for 4 hours" in amina.get("/awards").text
    assert "so far" in amina.get("/awards/emergencies").text
    assert farah.get("/").text.count("waits for 4 hours") == 1
