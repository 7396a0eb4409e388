"""Whatever happens to a loan, in any order: what is outstanding is what stands on 1400, and the schedule adds up to it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Rhythm, schedule
from ledger.books.models import Posting
from ledger.disbursements.models import Disbursement
from ledger.errors import Refusal
from ledger.loans.actions.change import propose_grant, propose_schedule
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.models import Loan, LoanStage
from ledger.loans.queries import schedule_of
from tests.agreement.comparing import compare
from tests.builders import World
from tests.loans.lending import come_back, lent, loan_of, pay_back, signed

ACTS = ("pay", "pay", "pay", "allow", "write_off", "reschedule", "grant", "recover", "wait")
PRINCIPAL = 10_000


def happen(world: World, award: UUID, act: str, minor: int) -> None:
    """Let one thing happen to a loan, or find it refused: then nothing has changed."""
    if act == "pay":
        pay_back(world, award, minor)
    elif act == "recover":
        come_back(world, award, minor)
    elif act == "allow":
        signed(world, "farah", award, propose_allowance, minor)
    elif act == "write_off":
        signed(world, "farah", award, propose_write_off, minor)
    elif act == "grant":
        signed(world, "amina", award, propose_grant, minor, AwardKind.STIPEND)
    elif act == "reschedule":
        first = world.clock.now().date() + timedelta(days=minor % 50)
        plan = schedule(loan_of(world, award).outstanding_minor or 1, first, 1, Rhythm.ONCE)
        signed(world, "amina", award, propose_schedule, plan)
    else:
        world.clock.move(timedelta(days=minor % 10))


def hold(world: World, award: UUID) -> None:
    """The loan's figures, its schedule and the books say the same."""
    with world.store.reading() as session:
        loan = session.get_one(Loan, award)
        about = [award, *session.scalars(select(Disbursement.id).where(Disbursement.award_id == award))]
        query = select(Posting.account, func.sum(Posting.minor), func.sum(Posting.base_minor)).where(
            Posting.ref.in_(about)
        )
        books = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(query.group_by(Posting.account))}
        in_force = [part for part in schedule_of(session, loan) if part.plan == loan.rescheduled]
        earlier = [part for part in schedule_of(session, loan) if part.plan < loan.rescheduled]
    assert books["1400"] == (loan.outstanding_minor, loan.outstanding_base)
    assert books.get("1490", (0, 0)) == (-loan.allowance_minor, -loan.allowance_base)
    assert sum(part.rest for part in in_force) == loan.outstanding_minor
    assert sum(part.rest for part in earlier) == 0
    assert sum(part.paid_minor for part in (*earlier, *in_force)) == loan.repaid_minor
    due = [part.due for part in in_force if part.rest]
    assert loan.oldest_due == (min(due) if due else None)
    assert (loan.stage is LoanStage.RUNNING) == (loan.outstanding_minor > 0)


def test_what_is_outstanding_is_what_the_books_say(little: World) -> None:
    """After every step; and the log, replayed, says the same at the end."""

    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 6_000)), min_size=2, max_size=7), st.integers(1, 6))
    @settings(max_examples=12, deadline=None)
    def try_order(steps: list[tuple[str, int]], count: int) -> None:
        award = lent(little, PRINCIPAL, count)
        for act, minor in steps:
            with suppress(Refusal):
                happen(little, award, act, minor)
            hold(little, award)

    try_order()
    compare(little)
