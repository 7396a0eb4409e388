"""The figures of the portfolio: what is outstanding, late, at risk, and how much of what fell due was paid by its day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.loans.actions.change import propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.portfolio import Portfolio, portfolio
from ledger.loans.queries import LoanFilter, late_loans, loans_where
from tests.builders import World
from tests.loans.lending import act, lent, loan_of, pay_back, signed


def figures(world: World) -> Portfolio:
    """The figures of today, of the one currency that there is."""
    with world.store.reading() as session:
        (found,) = portfolio(session, world.clock.now().date())
        return found


def test_a_rescheduled_loan_stays_at_risk_and_a_suspended_one_counts_as_any_other(world: World) -> None:
    """Four loans: on time, late, rescheduled, suspended; each figure to the unit."""
    good, late, moved, held = (lent(world, minor, 4) for minor in (4_000, 8_000, 12_000, 16_000))
    assert figures(world) == Portfolio("EUR", 4, 40_000)
    world.clock.move(timedelta(days=28))
    pay_back(world, good, 1_000)
    act(world, "amina", held, suspend, "detained")
    world.clock.move(timedelta(days=40))
    today = world.clock.now().date()
    pay_back(world, good, 1_000)
    found = figures(world)
    assert (found.late, found.par_30, found.par_90, found.suspended) == (36_000, 36_000, 0, 16_000)
    # What fell due on 5 February and 5 March: of each loan two parts, of which one was paid by its day.
    assert (found.fell_due, found.on_time) == (20_000, 1_000)
    plan = schedule(12_000, today + timedelta(days=60), 1, Rhythm.ONCE)
    signed(world, "amina", moved, propose_schedule, plan)
    signed(world, "farah", late, propose_allowance, 700)
    found = figures(world)
    assert (found.late, found.par_30, found.par_90, found.rescheduled) == (24_000, 36_000, 12_000, 12_000)
    assert (found.allowance, found.fell_due, found.on_time) == (700, 20_000, 1_000)
    world.clock.move(timedelta(days=30))
    assert figures(world).par_90 == 12_000
    signed(world, "farah", late, propose_write_off, 8_000)
    found = figures(world)
    assert (found.loans, found.outstanding, found.allowance) == (3, 30_000, 0)
    with world.store.reading() as session:
        shown = [one.award_id for one in late_loans(session, world.clock.now().date(), 10)]
        narrowed = list(session.scalars(loans_where(LoanFilter(suspended=True))))
    assert shown == [good]
    assert [one.award_id for one in narrowed] == [held]
    assert loan_of(world, held).oldest_due < loan_of(world, good).oldest_due


def test_what_was_given_up_before_its_day_never_fell_due_whatever_becomes_of_the_rest(little: World) -> None:
    """Of a part, some is written off early and the rest moved late: only that fell due."""
    loan = lent(little, 90_000, 3)
    signed(little, "farah", loan, propose_write_off, 40_000)
    little.clock.move(timedelta(days=100))
    assert figures(little).fell_due == 50_000
    plan = schedule(50_000, little.clock.now().date(), 1, Rhythm.ONCE)
    signed(little, "amina", loan, propose_schedule, plan)
    assert figures(little).fell_due == 50_000


@pytest.mark.parametrize("part", [0, 1, 33, 100])
def test_a_share_is_a_whole_number_of_hundredths(part: int) -> None:
    """Rounded down; of nothing it is nothing."""
    assert Portfolio.share(part, 100) == part
    assert Portfolio.share(part, 0) == 0


def test_no_figure_reads_a_whole_table(little: World) -> None:
    """The list, the desk and the portfolio are read off indexes, whatever there is besides."""
    lent(little, 1_000, 2)

    def note(_conn: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            plans.append((statement, parameters))

    plans: list[tuple[str, object]] = []
    event.listen(little.store.engine, "before_cursor_execute", note)
    today = little.clock.now().date()
    with little.store.reading() as session:
        portfolio(session, today)
        late_loans(session, today, 10)
        session.scalars(loans_where(LoanFilter(late_on=today)).limit(10)).all()
        session.scalars(loans_where(LoanFilter()).limit(10)).all()
        event.remove(little.store.engine, "before_cursor_execute", note)
        raw = session.connection().connection.cursor()
        scanned = [
            step[3]
            for statement, parameters in plans
            for step in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            if step[3].startswith("SCAN") and "INDEX" not in step[3]
        ]
    assert len(plans) == 5
    assert scanned == []
