"""What a channel carries in a month and to one payee: what is above waits, by a sentence, and is counted off an index."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, select

from ledger.approvals.models import Verdict
from ledger.awards.actions.propose import propose_award
from ledger.awards.models import Award, AwardKind
from ledger.banking.limits import Bound, Limit
from ledger.disbursements.actions.outcomes import mark_failed
from ledger.disbursements.actions.runs import abandon_run, gather_run, propose_again
from ledger.disbursements.limiting import used_by
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, Run
from ledger.errors import Refusal
from ledger.funds.models import Fund
from tests.agreement.comparing import compare
from tests.builders import World, approved, sent, sign, sign_in_spite, terms
from tests.disbursements.test_splitting import at, set_limit, split
from tests.office import Office


def another(world: World, minor: int) -> None:
    """Approve another award of whoever has one."""
    with world.store.work(world.actors["amina"]) as work:
        fund = work.session.get_one(Fund, world.fund)
        who = work.session.scalars(select(Award.beneficiary)).first()
        asked = terms(world, fund, who or "", minor, 1, AwardKind.EMERGENCY_GRANT)
        proposal = propose_award(work, replace(asked, purpose="MED")).proposal_id
    assert proposal is not None
    for name in ("carla", "deniz"):
        sign_in_spite(world, name, proposal)


def gather(world: World) -> UUID:
    """Gather what is due through the bank."""
    with world.store.work(world.actors["farah"]) as work:
        return gather_run(work, "EUR", Channel.BANK, work.at.date()).id


def waits(world: World) -> list[int]:
    """What is still planned, in minor units."""
    return sorted(one.minor for one in at(world, DisbursementStage.PLANNED))


def test_what_a_month_does_not_take_waits_for_the_next(world: World) -> None:
    """Of the channel: a run that was given up and a payment that failed make room; the next month has all of it."""
    set_limit(world, "- | - | 100.00")
    approved(world, 6_000)
    sent(world)
    approved(world, 5_000)
    with pytest.raises(Refusal, match=r"100\.00 EUR through in a month, and 40\.00 of .* free again on 2026-02-01"):
        gather(world)
    approved(world, 4_000)
    run = gather(world)
    assert waits(world) == [5_000]
    with world.store.work(world.actors["farah"]) as work:
        abandon_run(work, work.session.get_one(Run, run))
    (paid,) = at(world, DisbursementStage.SENT)
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, paid.id))
    sent(world)
    assert waits(world) == []
    approved(world, 2_000)
    with pytest.raises(Refusal, match=r"and 10\.00 of it is left this month"):
        gather(world)
    world.clock.move(timedelta(days=27))
    sent(world)
    compare(world)


def test_one_payee_is_counted_over_all_their_awards(world: World) -> None:
    """The other payee is paid; a part is forced by the limit of a payee, and says so; what was signed later waits."""
    set_limit(world, "- | - | - | 50.00 | 95.00")
    approved(world, 9_000)
    another(world, 4_500)
    assert split(world) == [4_500, 4_500]
    assert {one.forced_by for one in at(world, DisbursementStage.PLANNED)} == {None, "payee_day_limit"}
    gather(world)
    assert waits(world) == [4_500, 4_500]
    with pytest.raises(Refusal, match=r"50\.00 EUR to one payee in a day, and 5\.00 .* free again on 2026-01-06"):
        gather(world)
    approved(world, 5_000)
    gather(world)
    assert waits(world) == [4_500, 4_500]
    world.clock.move(timedelta(days=1))
    gather(world)
    world.clock.move(timedelta(days=1))
    with pytest.raises(Refusal, match=r"to one payee in a month, and 5\.00 .* free again on 2026-02-01"):
        gather(world)
    compare(world)


def test_a_run_is_proposed_again_within_what_holds_by_then(world: World) -> None:
    """Lowered since, the limit of a payee stops it, beside what other runs of that month hold."""
    approved(world, 4_000)
    sent(world)
    another(world, 4_000)
    run = gather(world)
    with world.store.reading() as session:
        proposal = session.get_one(Run, run).proposal_id
    assert proposal is not None
    sign(world, "goran", proposal, Verdict.REFUSE)
    set_limit(world, "- | - | - | - | 79.99")
    with pytest.raises(Refusal, match="Abandon it"), world.store.work(world.actors["farah"]) as work:
        propose_again(work, work.session.get_one(Run, run))
    set_limit(world, "- | - | - | - | 80.00")
    with world.store.work(world.actors["farah"]) as work:
        propose_again(work, work.session.get_one(Run, run))
    compare(world)


def test_what_has_gone_is_read_off_the_runs_of_that_time(world: World) -> None:
    """Along an index by channel, currency and day: neither runs nor payments are gone through."""
    if world.store.engine.dialect.name != "sqlite":
        return
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: Connection, _cursor: object, sql: str, parameters: tuple[object, ...], *_rest: object) -> None:
        asked.extend([(sql, parameters)] if sql.startswith("SELECT") else [])

    event.listen(world.store.engine, "before_cursor_execute", note)
    with world.store.reading() as session:
        for limit in (Limit("bank", "EUR", None, 1, 1), Limit("bank", "EUR", None, None, None, 1, 1)):
            assert set(used_by(session, limit, date(2026, 1, 5)).values()) <= {0}
        event.remove(world.store.engine, "before_cursor_execute", note)
        raw = session.connection().connection.cursor()
        plans = [
            " ".join(str(step[3]) for step in raw.execute(f"EXPLAIN QUERY PLAN {sql}", parameters).fetchall())
            for sql, parameters in asked
        ]
    assert len(plans) == 4
    for plan in plans:
        assert "run USING INDEX ix_run_channel_opened (channel=? AND currency=? AND opened_at>" in plan
        assert "SCAN" not in plan


def test_finance_sees_what_is_free_and_what_waits(office: Office) -> None:
    """On the page of rules, on the dry run of a split, before a run is gathered, and on a part's own page."""
    world, clerk = office.world, office.enter("farah")
    set_limit(world, "- | - | 500.00 | - | 80.00")
    approved(world, 7_000)
    gather(world)
    another(world, 2_000)
    approved(world, 9_000)
    rules = clerk.get("/channels/rules").text
    assert all(shown in rules for shown in ("To one payee in one month", "430.00 EUR", "10.00 EUR"))
    new = clerk.get("/runs/new").text
    assert "10.00 of it is left for this one this month. It is free again on 2026-02-01" in new
    behind = new.partition("What stays behind for a limit today")[2]
    assert '<td data-label="Channel">Bank</td><td data-label="Why, and until when">This channel carries' in behind
    split_page = clerk.get("/runs/split/bank/EUR").text
    assert "To one payee in one month" in split_page
    assert "Feb 1, 2026" in split_page
    assert clerk.send("/runs/split/bank/EUR", until=world.clock.now().date().isoformat()).status_code == 303
    part = next(one for one in at(world, DisbursementStage.PLANNED) if one.split_of)
    assert "To one payee in one month" in clerk.get(f"/disbursements/{part.reference}").text


def test_the_bounds_that_a_limit_has() -> None:
    """In the order in which they are typed, signed and logged."""
    assert list(Limit("c", "EUR", 1, 2, 3, 4, 5).bounds) == list(Bound)
