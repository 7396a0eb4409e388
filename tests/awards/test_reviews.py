"""Reviews before instalments, changed schedules, stopping and going on: what one person can, and what takes two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ledger.actor import SYSTEM
from ledger.awards.actions.instalments import pass_review
from ledger.awards.actions.reschedule import propose_schedule
from ledger.awards.actions.reviewing import fail_review, postpone_review
from ledger.awards.actions.stopping import propose_resumption, stop_award
from ledger.awards.models import Award, AwardKind, AwardStage, Instalment
from ledger.awards.queries import instalments_of, reviews_due
from ledger.awards.rules.schedule import given
from ledger.disbursements.actions.cancel import cancel_rest, reduce_instalment
from ledger.disbursements.actions.payees import open_payees
from ledger.disbursements.models import Run
from ledger.errors import Refusal
from ledger.work import Work
from tests.agreement.replaying import replayed
from tests.builders import World, approved, award_of, paid, released, sign

FEBRUARY = date(2026, 2, 5)
ONE_MORE = """INSERT INTO instalment (award_id, number, due, minor, base_minor, stage, proposal_id)
SELECT award_id, 9, due, 1, 1, stage, (SELECT proposal_id FROM award) FROM instalment WHERE number = 1"""


def stipend(world: World, parts: int = 3) -> UUID:
    """A stipend of 300.00 that two people approved; the first instalment falls due today, the others monthly."""
    return approved(world, 30_000, parts, AwardKind.STIPEND)


def doing(world: World, who: str, award: UUID, act: Callable[[Work, Award], object]) -> None:
    """Let somebody do one thing about an award."""
    with world.store.work(world.actors[who]) as work:
        act(work, work.session.get_one(Award, award))


def review(world: World, award: UUID, number: int, act: Callable[..., object] = pass_review, *said: object) -> None:
    """Let an officer review an instalment, which passes unless something else is said."""
    doing(
        world,
        "amina",
        award,
        lambda work, one: act(work, one, work.session.get_one(Instalment, (award, number)), *said),
    )


def asked(world: World, award: UUID, act: Callable[..., object], *said: object) -> UUID:
    """Let an officer propose something about an award, and return the id of the proposal."""
    with world.store.work(world.actors["amina"]) as work:
        return act(work, work.session.get_one(Award, award), *said).id  # type: ignore[attr-defined, no-any-return]


def plan_of(world: World, award: UUID) -> list[tuple[int, str, str, int]]:
    """Number, stage, day and minor units of each instalment."""
    with world.store.reading() as session:
        found = instalments_of(session, session.get_one(Award, award))
        return [(one.number, one.stage.value, str(one.due), one.minor) for one in found]


def waiting(world: World) -> list[int]:
    """The instalments that wait on an officer's desk."""
    with world.store.reading() as session:
        return [one.number for _award, one in reviews_due(session, world.clock.now().date())]


def test_a_review_is_put_off_to_its_day_and_passed_later(world: World) -> None:
    """It leaves the desk until then, is not paid meanwhile, and needs a reason and a day soon after."""
    award = stipend(world)
    assert waiting(world) == [1]
    for reason, day, words in (
        ("weather", FEBRUARY, "Choose the reason"),
        ("unsafe", date(2026, 1, 5), "three months"),
        ("unsafe", date(2026, 5, 5), "three months"),
    ):
        with pytest.raises(Refusal, match=words):
            review(world, award, 1, postpone_review, reason, day)
    review(world, award, 1, postpone_review, "unsafe", date(2026, 1, 12))
    assert waiting(world) == []
    world.clock.move(timedelta(days=7))
    assert waiting(world) == [1]
    review(world, award, 1)
    assert plan_of(world, award)[0][:2] == (1, "recognised")
    assert replayed(world).findings == []


def test_an_instalment_that_is_not_passed_is_not_reviewed_again(world: World) -> None:
    """It stays promised, until others have signed another schedule or it is given up."""
    award = stipend(world)
    review(world, award, 1, fail_review, "need_ended")
    for act, said in ((pass_review, ()), (postpone_review, ("unsafe", FEBRUARY)), (fail_review, ("unsafe",))):
        with pytest.raises(Refusal, match="was not passed"):
            review(world, award, 1, act, *said)
    assert plan_of(world, award)[0][:2] == (1, "planned")
    with world.store.work(world.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "no_longer_needed")
    assert replayed(world).findings == []


def refused_by(world: World, guard: str, statement: str) -> None:
    """Hold whoever writes to the database to a guard of it, by name."""
    with pytest.raises(DBAPIError, match=guard), world.store.work(SYSTEM) as work:
        work.session.execute(text(statement))


def test_the_database_recognises_nothing_without_a_review(world: World) -> None:
    """Whoever writes to it: no recognition unreviewed, no second word after the last, nothing beyond the award."""
    award = stipend(world)
    review(world, award, 1, fail_review, "unsafe")
    for statement, name in (
        ("UPDATE instalment SET stage = 'recognised' WHERE number = 1", "instalment_not_reviewed"),
        (ONE_MORE, "instalment_too_late|instalments_beyond_their_award"),
        (
            "INSERT INTO review SELECT award_id, number, log_seq + 9999, 'passed', NULL, NULL, person_id, at FROM review",
            "review_after_the_last",
        ),
        ("UPDATE award SET stopped = (1 = 0), resumed_by = proposal_id WHERE stopped", "award_resumed_unsigned"),
    ):
        if "stopped" in statement:
            doing(world, "carla", award, lambda work, one: stop_award(work, one, "unsafe"))
        refused_by(world, name, statement)


def test_the_database_plans_nothing_in_the_room_of_what_was_reduced(world: World) -> None:
    """The award would bear it; nobody signed it."""
    award = stipend(world)
    doing(world, "amina", award, lambda work, one: reduce_instalment(work, one, 3, 5_000, "no_longer_needed"))
    refused_by(world, "instalment_too_late", ONE_MORE)


def test_the_database_keeps_what_another_schedule_has_replaced(world: World) -> None:
    """Nothing beyond the award beside it, nothing that comes back, nothing replaced that was recognised."""
    award = stipend(world)
    review(world, award, 1)
    proposal = asked(world, award, propose_schedule, given([(FEBRUARY, 20_000)]))
    sign(world, "carla", proposal)
    sign(world, "deniz", proposal)
    by_it = "proposal_id FROM award", "id FROM proposal WHERE kind = 'schedule'"
    refused_by(world, "instalments_beyond_their_award", ONE_MORE.replace(*by_it))
    refused_by(
        world, "instalment_replaced_for_good", "UPDATE instalment SET stage = 'planned' WHERE stage = 'replaced'"
    )
    back = "UPDATE instalment SET stage = 'replaced' WHERE stage = 'recognised'"
    refused_by(world, "instalment_replaced_for_good", back)


def test_a_changed_schedule_is_signed_by_two_and_sums_to_the_same(world: World) -> None:
    """What was recognised stays, the rest is replaced, numbers go on, and the promise in the books stands still."""
    award = stipend(world)
    review(world, award, 1)
    plan = given([(FEBRUARY, 1), (date(2026, 2, 28), 9_999), (date(2026, 6, 30), 10_000)])
    for wrong, words in (
        (given([(FEBRUARY, 20_001)]), "do not sum"),
        (given([(FEBRUARY, 19_999)]), "do not sum"),
        (given([(date(2026, 1, 4), 20_000)]), "begins today or later"),
        (given([(date(2028, 1, 1), 20_000)]), "after the fund closes"),
    ):
        with pytest.raises(Refusal, match=words):
            asked(world, award, propose_schedule, wrong)
    proposal = asked(world, award, propose_schedule, plan)
    with pytest.raises(Refusal, match="proposed already"):
        asked(world, award, propose_schedule, plan)
    sign(world, "carla", proposal)
    assert [one[1] for one in plan_of(world, award)] == ["recognised", "planned", "planned"]
    sign(world, "deniz", proposal)
    assert plan_of(world, award) == [
        (1, "recognised", "2026-01-05", 10_000),
        (2, "replaced", "2026-02-05", 10_000),
        (3, "replaced", "2026-03-05", 10_000),
        (4, "planned", "2026-02-05", 1),
        (5, "planned", "2026-02-28", 9_999),
        (6, "planned", "2026-06-30", 10_000),
    ]
    assert award_of(world, award).minor == 30_000
    run = replayed(world)
    assert run.findings == []
    assert run.state.balances[str(world.fund), "9100", "EUR", ""].balance == 20_000


def test_a_schedule_that_was_overtaken_is_not_carried_out(world: World) -> None:
    """An instalment was recognised since: what was signed for is not what is left."""
    award = stipend(world)
    proposal = asked(world, award, propose_schedule, given([(FEBRUARY, 30_000)]))
    review(world, award, 1)
    sign(world, "carla", proposal)
    with pytest.raises(Refusal, match="reduced or given up since"):
        sign(world, "deniz", proposal)
    with pytest.raises(Refusal, match="still promised"):
        asked(world, approved(world, 1_000), propose_schedule, given([(FEBRUARY, 1_000)]))


def test_one_person_stops_an_award_and_two_let_it_go_on(world: World) -> None:
    """Nothing is reviewed, gathered, released or opened meanwhile; whoever asks does not sign."""
    award = stipend(world)
    review(world, award, 1)
    run = released(world)
    doing(world, "carla", award, lambda work, one: stop_award(work, one, "doubt"))
    with pytest.raises(Refusal, match="stopped already"):
        doing(world, "farah", award, lambda work, one: stop_award(work, one, "doubt"))
    with pytest.raises(Refusal, match="are stopped"), world.store.work(world.actors["farah"]) as work:
        open_payees(work, world.signers["farah"], work.session.get_one(Run, run), "csv")
    world.clock.move(timedelta(days=31))
    assert waiting(world) == []
    with pytest.raises(Refusal, match="is stopped"):
        review(world, award, 2)
    proposal = asked(world, award, propose_resumption)
    with pytest.raises(Refusal):
        sign(world, "amina", proposal)
    sign(world, "deniz", proposal)
    assert not award_of(world, award).stopped
    with pytest.raises(Refusal, match="is not stopped"):
        asked(world, award, propose_resumption)
    review(world, award, 2)
    assert replayed(world).findings == []


def test_a_stopped_award_is_neither_gathered_nor_released(world: World) -> None:
    """Others are paid meanwhile."""
    first, second = approved(world, 1_000), approved(world, 2_000)
    doing(world, "farah", first, lambda work, one: stop_award(work, one, "unsafe"))
    paid(world)
    assert [award_of(world, one).stage for one in (first, second)] == [AwardStage.APPROVED, AwardStage.COMPLETED]
    with pytest.raises(Refusal, match="at a stage"):
        doing(world, "farah", second, lambda work, one: stop_award(work, one, "unsafe"))
