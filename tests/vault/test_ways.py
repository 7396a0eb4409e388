"""Several ways to be paid: a stipend goes on while a school is paid, and only what changes falls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, delete, insert, inspect, literal, select, update
from sqlalchemy.exc import DBAPIError

from ledger.approvals.models import Proposal, ProposalStage
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind, Instalment
from ledger.beneficiaries.actions.details import record_details
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.models import Channel
from ledger.errors import Refusal
from ledger.funds.models import Fund
from ledger.protect.roles import application_rights
from ledger.vault.actions import openings
from ledger.vault.models import Envelope, EnvelopeHalf
from ledger.vault.queries.trust import trusted_envelope, trusted_record
from ledger.vault.queries.ways import next_way, ways_of
from ledger.vault.rules.compartments import Compartment
from ledger.vault.rules.details import PaymentDetails
from ledger.vault.trouble import Tampered
from tests.builders import DETAILS, World, award_of, inside, register, sign, sign_in_spite, terms
from tests.protect.test_append_only import raw
from tests.vault.sealed import meddle
from tests.vault.test_payees import opened, released_run, waiting

OWN, SCHOOL = 1, 2
SCHOOL_ACCOUNT = PaymentDetails(method="provider", holder="A school", account="1234567890").to_bytes()
MOVED_SCHOOL = PaymentDetails(method="provider", holder="A school", account="2345678901").to_bytes()


def record(world: World, who: str, way: int, content: bytes) -> None:
    """Record details of a way to be paid."""
    with world.store.work(world.actors["amina"]) as work:
        record_details(work, world.signers["amina"], who, Compartment.PAYMENT, content, way)


def promised(world: World, who: str, kind: AwardKind, way: int) -> UUID:
    """An award in two instalments that is paid by this way, approved, its first instalment owed."""
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        award = propose_award(work, replace(terms(world, fund, who, 2000, 2, kind), way=way))
        found, proposal = award.id, award.proposal_id
    assert proposal is not None
    sign_in_spite(world, "carla", proposal)
    sign_in_spite(world, "deniz", proposal)
    with world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, found), work.session.get_one(Instalment, (found, 1)))
    return found


def test_a_stipend_goes_on_while_a_school_is_paid(world: World) -> None:
    """Another way voids nothing; both are paid, each where two have signed that it goes."""
    who = register(world)
    promised(world, who, AwardKind.STIPEND, OWN)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    fees = promised(world, who, AwardKind.FAMILY_SUPPORT, SCHOOL)
    with world.store.reading() as session:
        assert not session.scalar(select(Award.id).where(Award.payee_void))
        assert not session.scalar(select(Proposal.id).where(Proposal.stage == ProposalStage.OPEN))
    assert (award_of(world, fees).way, award_of(world, fees).paid_to) == (SCHOOL, "provider")
    found = opened(world, "farah", released_run(world))
    assert sorted(found) == sorted([DETAILS[Compartment.PAYMENT], SCHOOL_ACCOUNT])


def test_changing_the_schools_account_voids_only_what_the_school_is_paid(world: World) -> None:
    """The stipend is gathered the same day; the school waits for two signatures, and is paid by them."""
    who = register(world)
    stipend = promised(world, who, AwardKind.STIPEND, OWN)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    fees = promised(world, who, AwardKind.FAMILY_SUPPORT, SCHOOL)
    record(world, who, SCHOOL, MOVED_SCHOOL)
    assert [award_of(world, one).payee_void for one in (stipend, fees)] == [False, True]
    run = released_run(world)
    with world.store.reading() as session:
        assert [one.award_id for one in inside(session, run)] == [stipend]
    proposal = waiting(world, "payee")
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    assert award_of(world, fees).way == SCHOOL
    assert opened(world, "farah", released_run(world)) == [MOVED_SCHOOL]


def test_changing_ones_own_account_leaves_the_school_alone(world: World) -> None:
    """The other way round: what the school is paid does not wait."""
    who = register(world)
    stipend = promised(world, who, AwardKind.STIPEND, OWN)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    fees = promised(world, who, AwardKind.FAMILY_SUPPORT, SCHOOL)
    record(world, who, OWN, MOVED_SCHOOL)
    assert [award_of(world, one).payee_void for one in (stipend, fees)] == [True, False]


def test_ways_are_numbered_without_a_gap_and_versions_in_one_series(world: World) -> None:
    """A way that would leave a gap is refused; each way shows what was sealed last of it."""
    who = register(world)
    for way in (0, 3):
        with pytest.raises(Refusal, match="no such way"):
            record(world, who, way, SCHOOL_ACCOUNT)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    world.clock.move(timedelta(days=1))
    record(world, who, OWN, PaymentDetails(method="mobile_money", holder="X").to_bytes())
    with world.store.reading() as session:
        told = [(way.number, way.paid_to, way.channel, way.since.day) for way in ways_of(session, who)]
        assert told == [(OWN, "beneficiary", "mobile_money", 6), (SCHOOL, "provider", "bank", 5)]
        assert next_way(session, who) == 3
        versions = select(Envelope.way, Envelope.version).where(Envelope.way.is_not(None), Envelope.pseudonym == who)
        assert sorted(session.execute(versions).all(), key=lambda row: row[1]) == [(1, 1), (2, 2), (1, 3)]


def test_an_award_is_not_proposed_by_a_way_that_is_not_there(world: World) -> None:
    """Nor a loan by a way that is cash, whatever the others are."""
    who = register(world)
    with pytest.raises(Refusal, match="no such way"):
        promised(world, who, AwardKind.STIPEND, SCHOOL)
    record(world, who, SCHOOL, PaymentDetails(method="cash", holder="X").to_bytes())
    with world.store.work(world.actors["amina"]) as work, pytest.raises(Refusal, match="A loan is paid into"):
        fund = work.session.get_one(Fund, world.fund)
        propose_award(work, replace(terms(world, fund, who, 2000, 2, AwardKind.MICRO_LOAN), way=SCHOOL))
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        assert propose_award(work, terms(world, fund, who, 2000, 2, AwardKind.MICRO_LOAN)).channel == "bank"


def test_each_channel_gathers_what_is_paid_by_it(world: World) -> None:
    """Two awards of one person by two channels go out in two runs."""
    who = register(world)
    stipend = promised(world, who, AwardKind.STIPEND, OWN)
    record(world, who, SCHOOL, PaymentDetails(method="mobile_money", holder="X").to_bytes())
    fees = promised(world, who, AwardKind.FAMILY_SUPPORT, SCHOOL)
    for channel, award in ((Channel.BANK, stipend), (Channel.MOBILE_MONEY, fees)):
        with world.store.work(world.actors["farah"]) as work:
            run = gather_run(work, "EUR", channel, world.clock.now().date())
            assert [one.award_id for one in inside(work.session, run.id)] == [award]


def test_who_asks_to_read_payment_details_says_of_which_way(world: World) -> None:
    """And is shown those, and no others."""
    who = register(world)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    for way, content in ((OWN, DETAILS[Compartment.PAYMENT]), (SCHOOL, SCHOOL_ACCOUNT)):
        with world.store.work(world.actors["farah"]) as work:
            asked = openings.ask(work, who, Compartment.PAYMENT, "verification", way)
        with world.store.work(world.actors["carla"]) as work:
            openings.consent(work, world.signers["carla"], work.session.merge(asked))
        with world.store.work(world.actors["farah"]) as work:
            assert openings.show(work, world.signers["farah"], work.session.merge(asked)) == content
    with world.store.work(world.actors["farah"]) as work, pytest.raises(Refusal, match="Nothing of this kind"):
        openings.ask(work, who, Compartment.PAYMENT, "verification", 3)


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "mobile_money"},
        {"paid_to": "beneficiary"},
        {"sealed_at": datetime(2025, 1, 1, tzinfo=UTC)},
        {"sealed_by": UUID(int=0)},
    ],
)
def test_hands_exchanged_in_the_database_are_shown_to_nobody(world: World, change: dict[str, Any]) -> None:
    """An officer who chooses among a person's ways is not misled: none is shown, and none can be named."""
    who = register(world)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    other = {**change, "sealed_by": world.actors["bao"].id} if "sealed_by" in change else change
    theirs = (Envelope.pseudonym == who) & (Envelope.way == SCHOOL)
    meddle(world, lambda connection: connection.execute(update(Envelope).where(theirs).values(**other)))
    with world.store.reading() as session, pytest.raises(Tampered):
        ways_of(session, who)
    with pytest.raises(Tampered):
        promised(world, who, AwardKind.STIPEND, SCHOOL)


def test_a_way_that_nobody_signed_or_that_was_taken_away_is_shown_to_nobody(world: World) -> None:
    """A row too many and a row too few are noticed before one is chosen."""
    who = register(world)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    school = (Envelope.pseudonym == who) & (Envelope.way == SCHOOL)
    columns = [column for column in inspect(Envelope).columns if column.name not in {"id", "version", "way"}]
    names = ["id", "version", "way", *(column.name for column in columns)]
    another = select(literal(uuid4()), Envelope.version + 1, literal(3), *columns).where(school)

    def take_away(connection: Connection) -> None:
        connection.execute(delete(EnvelopeHalf).where(EnvelopeHalf.pseudonym == who))
        connection.execute(delete(Envelope).where(Envelope.pseudonym == who, Envelope.way > OWN))

    meddle(world, lambda connection: connection.execute(insert(Envelope).from_select(names, another)))
    with world.store.reading() as session, pytest.raises(Tampered):
        ways_of(session, who)
    meddle(world, take_away)
    with world.store.reading() as session, pytest.raises(Tampered):
        ways_of(session, who)


def test_the_database_refuses_to_change_an_envelope(world: World) -> None:
    """Whoever has only the application's password changes neither hands nor channel, nor puts another row there."""
    who = register(world)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    change = update(Envelope).where(Envelope.pseudonym == who).values(paid_to="beneficiary")
    with raw(world) as connection, pytest.raises(DBAPIError, match="envelope_never_changed"):
        connection.execute(change)
    if world.store.engine.dialect.name == "sqlite":
        with raw(world) as connection, pytest.raises(DBAPIError, match="envelope_stands_by"):
            connection.exec_driver_sql("INSERT OR REPLACE INTO envelope SELECT * FROM envelope LIMIT 1")
        return
    assert application_rights("envelope", Envelope.__table__.info) == "SELECT, INSERT, DELETE"


def test_a_way_exchanged_in_the_database_is_noticed(world: World) -> None:
    """Whether the two ways change their numbers, or the newest details of one are taken away."""
    who = register(world)
    record(world, who, SCHOOL, SCHOOL_ACCOUNT)
    record(world, who, SCHOOL, MOVED_SCHOOL)
    newest = (Envelope.pseudonym == who) & (Envelope.version == 3)
    meddle(world, lambda connection: connection.execute(update(Envelope).where(newest).values(way=OWN)))
    with world.store.reading() as session:
        for way in (OWN, SCHOOL):
            with pytest.raises(Tampered):
                trusted_envelope(session, who, Compartment.PAYMENT, way)
        with pytest.raises(Tampered):
            trusted_record(session, session.scalars(select(Envelope.id).where(newest)).one())
