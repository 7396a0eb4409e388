"""From a promise to money that arrived: once, released by another, and the books follow (H5, H6, H11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from ledger.actor import SYSTEM
from ledger.approvals.models import Verdict
from ledger.awards.actions.instalments import pass_review
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment
from ledger.books.queries import available, trial_balance
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.outcomes import mark_failed, mark_sent
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.actions.runs import abandon_run, gather_run, propose_again
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run, RunStage
from ledger.errors import Refusal
from ledger.funds.figures import figures_of
from ledger.funds.models import Fund
from ledger.funds.queries import quarters_of
from tests.builders import World, approved, award_of, bring_back, debit, filed, inside, paid, propose, released, sign


def balances(world: World) -> dict[str, int]:
    """What stands in each account that is not empty."""
    with world.store.reading() as session:
        return {line.account: line.minor for line in trial_balance(session) if line.minor}


def one(world: World, stage: DisbursementStage) -> Disbursement:
    """The only disbursement at a stage."""
    with world.store.reading() as session:
        return session.scalars(select(Disbursement).where(Disbursement.stage == stage)).one()


def test_an_emergency_grant_is_owed_paid_and_completed(world: World) -> None:
    """Every step stands in the books."""
    award = approved(world, 50_000)
    assert balances(world) == {"1000": 1_000_000, "4000": -1_000_000, "5100": 50_000, "2100": -50_000}
    run = filed(world, released(world))
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    assert balances(world)["2150"] == -50_000
    with world.store.work(world.actors["farah"]) as work:
        debit(work, inside(work.session, run))
    assert balances(world) == {"1000": 950_000, "4000": -1_000_000, "5100": 50_000}
    assert award_of(world, award).stage is AwardStage.COMPLETED
    with world.store.reading() as session:
        assert session.get_one(Run, run).stage is RunStage.SETTLED


def test_a_stipend_is_committed_and_owed_by_instalment(world: World) -> None:
    """Each after its review; too early is refused."""
    award = approved(world, 90_001, 3, AwardKind.STIPEND)
    assert balances(world)["9100"] == 90_001
    with world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 1)))
    assert balances(world)["9100"] == 60_000
    assert balances(world)["5200"] == 30_001
    with pytest.raises(Refusal, match="falls due later"), world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 2)))
    with pytest.raises(Refusal, match="does not wait"), world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 1)))


def test_a_failed_payment_is_made_again_once(world: World) -> None:
    """The new one names the old one; a third cannot be made beside it."""
    approved(world, 50_000)
    run = filed(world, released(world))
    with world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, inside(work.session, run)[0])
    failed = one(world, DisbursementStage.FAILED)
    with world.store.work(world.actors["goran"]) as work:
        assert make_again(work, work.session.get_one(Disbursement, failed.id)).replaces == failed.id
    with pytest.raises(Refusal, match="made again already"), world.store.work(world.actors["goran"]) as work:
        make_again(work, work.session.get_one(Disbursement, failed.id))
    paid(world)
    assert balances(world) == {"1000": 950_000, "4000": -1_000_000, "5100": 50_000}


def test_a_returned_payment_is_owed_again_less_a_fee(world: World) -> None:
    """The fee is a charge on the fund; the award opens again."""
    award = approved(world, 50_000)
    run = paid(world)
    with world.store.work(world.actors["farah"]) as work:
        bring_back(work, inside(work.session, run)[0], 1_200)
    assert balances(world) == {"1000": 998_800, "4000": -1_000_000, "5100": 50_000, "2100": -50_000, "5800": 1_200}
    assert award_of(world, award).stage is AwardStage.ACTIVE
    with world.store.reading() as session:
        fund = session.get_one(Fund, world.fund)
        figures, quarters = figures_of(session, fund.id)["EUR"], quarters_of(session, fund, "EUR")
        assert (figures.paid, figures.payable, figures.charges, figures.available) == (0, 50_000, 1_200, 948_800)
        assert [(q.name, q.received, q.promised, q.paid) for q in quarters] == [("2026-Q1", 1_000_000, 50_000, 0)]


def test_the_rest_of_an_award_is_given_up(world: World) -> None:
    """What is paid stays, what is owed or promised goes back to the fund."""
    award = approved(world, 90_000, 3, AwardKind.STIPEND)
    with world.store.work(world.actors["amina"]) as work:
        pass_review(work, work.session.get_one(Award, award), work.session.get_one(Instalment, (award, 1)))
    paid(world)
    with world.store.work(world.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "unsafe")
    assert award_of(world, award).stage is AwardStage.CANCELLED
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 970_000
    with pytest.raises(Refusal, match="Nothing is left"), world.store.work(world.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "unsafe")


def test_a_fund_is_never_promised_beyond_what_it_received(world: World) -> None:
    """Two proposals that fit alone do not both get through (H5)."""
    _, first = propose(world, 600_000)
    second_award, second = propose(world, 600_000)
    for proposal in (first, second):
        sign(world, "carla", proposal)
    sign(world, "deniz", first)
    with pytest.raises(Refusal, match=r"has 4000.00 EUR that is not promised; this needs 6000.00"):
        sign(world, "deniz", second)
    with pytest.raises(IntegrityError, match="ceiling"), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE fund_balance SET available = available - 400001"))
    assert award_of(world, second_award).stage is AwardStage.PROPOSED
    with pytest.raises(Refusal, match="can promise"):
        propose(world, 400_001)


def test_an_announced_gift_counts_for_nothing(world: World) -> None:
    """And the person who announced it cannot receive it."""
    with world.store.reading() as session:
        assert available(session, world.fund, "EUR") == 1_000_000
    with pytest.raises(IntegrityError, match="received_by_another"), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE contribution SET received_by = announced_by"))


def test_who_prepared_a_run_does_not_release_it(world: World) -> None:
    """Nor does anybody who proposed an award in it (H11), by rule and by trigger."""
    propose_and_sign = propose(world, 50_000, by="bao")[1]
    for name in ("carla", "deniz"):
        sign(world, name, propose_and_sign)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    with pytest.raises(Refusal, match="You proposed this"):
        sign(world, "farah", proposal)
    with pytest.raises(Refusal, match="You proposed an award"):
        sign(world, "bao", proposal)
    with pytest.raises(IntegrityError), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE run SET released_by = prepared_by, stage = 'released'"))
    sign(world, "goran", proposal)
    with world.store.reading() as session:
        assert session.get_one(Run, found).released_by == world.actors["goran"].id


def test_nothing_is_sent_before_its_file_is_made(world: World) -> None:
    """By rule, and by trigger: what nobody ordered is not on its way."""
    approved(world, 50_000)
    run = released(world)
    with pytest.raises(Refusal, match="was not made yet"), world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    with pytest.raises(IntegrityError, match="disbursement_sent_unfiled"), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE disbursement SET stage = 'sent'"))


def test_nothing_is_sent_before_its_run_is_released(world: World) -> None:
    """By rule, and by trigger."""
    approved(world, 50_000)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date()).id
    with pytest.raises(Refusal, match="not in a released run"), world.store.work(world.actors["farah"]) as work:
        mark_sent(work, inside(work.session, run))
    with pytest.raises(IntegrityError, match=r"disbursement_sent_un(released|filed)"), world.store.work(SYSTEM) as work:
        work.session.execute(text("UPDATE disbursement SET stage = 'sent'"))


def test_a_refused_run_is_proposed_again_or_abandoned(world: World) -> None:
    """Its disbursements are planned again."""
    approved(world, 50_000)
    with world.store.work(world.actors["farah"]) as work:
        run = gather_run(work, "EUR", Channel.BANK, world.clock.now().date())
        found, proposal = run.id, run.proposal_id
    assert proposal is not None
    sign(world, "goran", proposal, Verdict.REFUSE)
    with world.store.work(world.actors["farah"]) as work:
        propose_again(work, work.session.get_one(Run, found))
    with world.store.work(world.actors["farah"]) as work:
        abandon_run(work, work.session.get_one(Run, found))
    assert one(world, DisbursementStage.PLANNED).run_id is None
    with pytest.raises(Refusal, match="Nothing in EUR"), world.store.work(world.actors["farah"]) as work:
        gather_run(work, "EUR", Channel.BANK, world.clock.now().date() - timedelta(days=1))


def test_an_instalment_has_one_live_payment(world: World) -> None:
    """A second one beside it is refused by the database, and so is another amount (H6)."""
    approved(world, 50_000)
    columns = "id, reference, award_id, number, minor, currency, due, stage"
    fresh = "gen_random_uuid()" if world.store.engine.dialect.name == "postgresql" else "lower(hex(randomblob(16)))"
    for minor, guard in (("minor", "disbursement"), ("minor + 1", "disbursement(_off|s_above)_")):
        second = f"SELECT {fresh}, 'D-2', award_id, number, {minor}, currency, due, stage FROM disbursement"
        with pytest.raises(IntegrityError, match=guard), world.store.work(SYSTEM) as work:
            work.session.execute(text(f"INSERT INTO disbursement ({columns}) {second}"))
    with world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Disbursement)) == 1
