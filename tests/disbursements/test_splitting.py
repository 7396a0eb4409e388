"""A payment that its channel does not let through whole goes in parts: only then, to the last unit, each paid once."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM
from ledger.awards.models import Award, AwardStage, Instalment, InstalmentStage
from ledger.books.queries import available, trial_balance
from ledger.channels.actions.rules import propose_rules
from ledger.channels.rules.table import table_in
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.outcomes import mark_failed
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import gather_run
from ledger.disbursements.actions.splitting import split_due
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.errors import Refusal
from tests.agreement.comparing import compare
from tests.builders import World, approved, award_of, bring_back, debit, paid, sent, sign
from tests.office import Office


@pytest.fixture
def award(world: World) -> UUID:
    """An award of 100.02 whose channel lets 40.00 through at once, and 90.00 a day."""
    set_limit(world, "40.00 | 90.00")
    return approved(world, 10_002)


def set_limit(world: World, bounds: str) -> None:
    """Put a limit of the bank channel in force."""
    with world.store.work(world.actors["farah"]) as work:
        proposal = propose_rules(work, table_in(f"limit | bank | EUR | {bounds}", "EUR")).id
    sign(world, "carla", proposal)


def split(world: World) -> list[int]:
    """Split what is due; give the amounts of the parts."""
    with world.store.work(world.actors["farah"]) as work:
        return [part.minor for part in split_due(work, "EUR", Channel.BANK, work.at.date())]


def at(world: World, stage: DisbursementStage) -> list[Disbursement]:
    """The payments at a stage, in the order of their parts."""
    with world.store.reading() as session:
        return list(session.scalars(select(Disbursement).where(Disbursement.stage == stage).order_by("part")))


def settle_first(world: World) -> list[UUID]:
    """Send what a day takes; the first part of it is debited, the second failed."""
    sent(world)
    first, second = at(world, DisbursementStage.SENT)
    with world.store.work(world.actors["farah"]) as work:
        debit(work, [work.session.get_one(Disbursement, first.id)])
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, second.id))
    return [first.id, second.id]


def test_parts_sum_to_what_was_split_and_carry_the_reason(world: World, award: UUID) -> None:
    """As few as the channel takes; nothing is in the books for it, and what a day does not take waits."""
    assert split(world) == [3_334, 3_334, 3_334]
    with pytest.raises(Refusal, match="nothing is split"):
        split(world)
    run = sent(world)
    assert [one.run_id for one in at(world, DisbursementStage.SENT)] == [run, run]
    with pytest.raises(Refusal, match="today"), world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.BANK, work.at.date())
    with world.store.reading() as session:
        assert {b.account: b.minor for b in trial_balance(session) if b.minor}["2100"] == -3_334
    compare(world)
    assert award_of(world, award).stage is AwardStage.ACTIVE


def test_a_part_that_failed_is_made_again_alone(world: World, award: UUID) -> None:
    """The award is paid in full once every part is, and not before."""
    split(world)
    _first, second = settle_first(world)
    with world.store.work(world.actors["goran"]) as work:
        again = make_again(work, work.session.get_one(Disbursement, second))
        old = work.session.get_one(Disbursement, second)
        assert (again.minor, again.part, again.parts, again.slot) == (3_334, old.part, 3, old.slot)
    with pytest.raises(Refusal, match="again already"), world.store.work(world.actors["goran"]) as work:
        make_again(work, work.session.get_one(Disbursement, second))
    assert award_of(world, award).stage is AwardStage.ACTIVE
    set_limit(world, "40.00 | -")
    paid(world)
    assert award_of(world, award).stage is AwardStage.COMPLETED
    with world.store.reading() as session:
        assert {b.account: b.minor for b in trial_balance(session) if b.minor} == {
            "1000": 989_998, "4000": -1_000_000, "5100": 10_002,
        }  # fmt: skip
    compare(world)


def test_what_is_left_of_a_split_payment_is_given_up_beside_what_was_paid(world: World, award: UUID) -> None:
    """And what comes back later is given up as well, which leaves nothing of the instalment."""
    split(world)
    first, _second = settle_first(world)
    for left in (996_666, 1_000_000):
        with world.store.work(world.actors["amina"]) as work:
            cancel_rest(work, work.session.get_one(Award, award), "unsafe")
        with world.store.reading() as session:
            assert available(session, world.fund, "EUR") == left
            stage = session.get_one(Instalment, (award, 1)).stage
            assert (stage is InstalmentStage.CANCELLED) == (left == 1_000_000)
        if left != 1_000_000:
            with world.store.work(world.actors["farah"]) as work:
                bring_back(work, work.session.get_one(Disbursement, first))
    compare(world)


def test_the_database_holds_parts_to_what_they_are_parts_of(world: World, award: UUID) -> None:
    """A part beside its whole payment, a second one of the same part, a payment of less that is no part."""
    whole = at(world, DisbursementStage.PLANNED)[0]
    copied = (
        "INSERT INTO disbursement (id, reference, award_id, number, minor, base_minor, currency, due, stage, grade,"
        " needed, part, parts, slot, split_of, forced_by) SELECT :id, 'D-9', award_id, number, :minor, 1, currency, due,"
        " 'planned', 0, 0, :part, :parts, :slot, split_of, forced_by FROM disbursement WHERE id = :of"
    )
    plain = {"id": UUID(int=1).hex, "minor": 1, "part": 1, "parts": 1, "slot": "x"}

    def refuse(guard: str, of: UUID, **changed: object) -> None:
        with pytest.raises(IntegrityError, match=guard), world.store.work(SYSTEM) as work:
            ids = {"id": UUID(int=1), "of": of}
            if work.session.get_bind().dialect.name == "sqlite":
                ids = {name: one.hex for name, one in ids.items()}
            work.session.execute(text(copied), {**plain, **ids, **changed})

    refuse("disbursement_off_its_instalment|disbursements_above", whole.id)
    refuse("disbursements_above_their_instalment", whole.id, minor=10_002)
    split(world)
    part = at(world, DisbursementStage.PLANNED)[0]
    refuse("uq_disbursement_live|disbursement.slot|disbursements_above", part.id, parts=3, slot=part.slot)
    refuse("disbursements_above_their_instalment", part.id, parts=3, minor=2)
    for change in ("stage = 'planned' WHERE stage = 'split'", "slot = 'x' WHERE part = 1 AND parts = 3"):
        with pytest.raises(IntegrityError, match="disbursement_figures_stand"), world.store.work(SYSTEM) as work:
            work.session.execute(text(f"UPDATE disbursement SET {change}"))


def test_the_database_knows_no_part_of_what_was_never_split(world: World) -> None:
    """A payment that failed leaves room for less of it; only what was split has parts."""
    approved(world, 10_002)
    sent(world)
    (whole,) = at(world, DisbursementStage.SENT)
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, whole.id))
    part = (
        "INSERT INTO disbursement (id, reference, award_id, number, minor, base_minor, currency, due, stage, grade,"
        " needed, part, parts, slot, split_of, forced_by) SELECT :id, 'D-9', award_id, number, 1, 1, currency, due, 'planned',"
        " 0, 0, 1, 2, 'x', id, 'day_limit' FROM disbursement"
    )
    with pytest.raises(IntegrityError, match="disbursement_part_of_nothing"), world.store.work(SYSTEM) as work:
        work.session.execute(text(part), {"id": UUID(int=1).hex})


def test_a_split_that_nothing_forces_is_refused(world: World) -> None:
    """Without a limit, at the limit, and where it would take a hundred payments and more."""
    approved(world, 10_001)
    with pytest.raises(Refusal, match="nothing is split"):
        split(world)
    set_limit(world, "100.01 | -")
    with pytest.raises(Refusal, match="nothing is split"):
        split(world)
    with world.store.work(world.actors["farah"]) as work:
        proposal = propose_rules(work, table_in("limit | bank | EUR | 1.00 | -", "EUR")).id
    sign(world, "carla", proposal)
    with pytest.raises(Refusal, match="more than 100 payments"):
        split(world)
    assert len(at(world, DisbursementStage.PLANNED)) == 1


def test_finance_sees_what_would_be_split_before_it_is(office: Office) -> None:
    """A link where it is gathered, the parts and their days, then the act, once."""
    world, clerk = office.world, office.enter("farah")
    set_limit(world, "40.00 | 90.00")
    approved(world, 10_002)
    assert "/runs/split/bank/EUR" in clerk.get("/runs/new").text
    shown = clerk.get("/runs/split/bank/EUR").text
    assert "3 / 3" in shown
    assert "Jan 6, 2026" in shown
    assert len(at(world, DisbursementStage.PLANNED)) == 1
    today = world.clock.now().date().isoformat()
    assert clerk.send("/runs/split/bank/EUR", until=today).status_code == 303
    parts = at(world, DisbursementStage.PLANNED)
    whole = at(world, DisbursementStage.SPLIT)[0]
    assert len(parts) == 3
    assert all(one.reference in clerk.get(f"/disbursements/{whole.reference}").text for one in parts)
    assert whole.reference in clerk.get(f"/disbursements/{parts[0].reference}").text
    assert "Nothing needs to be split" in clerk.get("/runs/split/bank/EUR").text
    assert "90.00 EUR" in clerk.get("/channels/rules").text


def test_finance_finds_a_run_by_its_channel_stage_or_reference(office: Office) -> None:
    """And the file holds what the filter leaves."""
    clerk = office.enter("farah")
    assert "Gather and propose" not in clerk.get("/runs/new").text
    approved(office.world, 1_000)
    assert "Gather and propose" in clerk.get("/runs/new").text
    assert "Nothing is due by that day" in clerk.get("/runs/new?until=2020-01-01").text
    with office.world.store.work(office.world.actors["farah"]) as work:
        reference = gather_run(work, "EUR", Channel.BANK, work.at.date()).reference
    for query, found in (
        ("channel=bank&stage=proposed", True),
        ("channel=cash", False),
        ("stage=settled", False),
        (f"q={reference[:6].lower()}", True),
        ("q=R-0000", False),
        ("channel=nonsense&stage=nonsense", True),
    ):
        assert (reference in clerk.get(f"/runs?{query}").text) == found, query
        assert (reference in clerk.get(f"/runs?{query}&format=csv").text) == found, query
