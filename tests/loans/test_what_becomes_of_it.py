"""Paid back, set aside, written off, given, rescheduled, suspended: each by whom it takes, and never more than there is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger.approvals.models import Proposal
from ledger.awards.models import AwardKind
from ledger.awards.rules.schedule import Planned, Rhythm, schedule
from ledger.errors import NotFound, Refusal
from ledger.loans.actions.change import propose_grant, propose_resumption, propose_schedule, suspend
from ledger.loans.actions.losses import propose_allowance, propose_write_off
from ledger.loans.actions.repay import Came, recover, repay
from ledger.loans.models import Loan, LoanDue, LoanStage
from ledger.loans.queries import schedule_of
from ledger.treasury.actions.overpaying import take_more
from tests.agreement.comparing import compare
from tests.builders import World, sign
from tests.loans.lending import act, ask, book, come_back, lent, loan_of, pay_back, shown, signed
from tests.loans.test_lending import standing


@pytest.fixture
def world(little: World) -> World:
    """What becomes of a loan is the same on both engines; that it is lent the same is tried beside this."""
    return little


@pytest.fixture
def loan(world: World) -> UUID:
    """The id of a loan of 900.00 that is paid back in three months, and runs."""
    return lent(world, 90_000, 3)


def parts(world: World, award: UUID) -> list[LoanDue]:
    """The parts of a loan's plans."""
    with world.store.reading() as session:
        return schedule_of(session, session.get_one(Loan, award))


def refused(world: World, who: str, loan: UUID, words: str, act_on: Any, *what: Any) -> None:
    """Nothing is done, and a sentence says why."""
    before = loan_of(world, loan).__dict__.copy()
    with pytest.raises(Refusal, match=words), world.store.work(world.actors[who]) as work:
        act_on(work, work.session.get_one(Loan, loan), *what)
    after = loan_of(world, loan).__dict__.copy()
    assert {k: v for k, v in before.items() if k[0] != "_"} == {k: v for k, v in after.items() if k[0] != "_"}


def test_what_is_paid_goes_to_the_oldest_part_and_no_more_than_is_outstanding(world: World, loan: UUID) -> None:
    """A month and a half at once; then more than is left is refused with both amounts."""
    pay_back(world, loan, 45_000)
    assert [(one.paid_minor, one.on_time_minor) for one in parts(world, loan)] == [
        (30_000, 30_000),
        (15_000, 15_000),
        (0, 0),
    ]
    refused(world, "farah", loan, "outstanding", repay, Came.into_cash(shown(world, 45_001)))
    refused(world, "farah", loan, "future", repay, Came.into_cash(shown(world, 1, date(2026, 6, 1))))
    refused(world, "farah", loan, "not sent yet", repay, Came.into_cash(shown(world, 1, date(2026, 1, 4))))
    refused(world, "farah", loan, "in EUR", repay, Came.to_intermediary("HAND-1", 1, "KES", date(2026, 1, 5)))
    pay_back(world, loan, 45_000)
    assert (loan_of(world, loan).stage, standing(world, "1400")) == (LoanStage.REPAID, 0)
    refused(world, "farah", loan, "Nothing of this loan is outstanding", repay, Came.into_cash(shown(world, 1)))
    compare(world)


def test_days_late_are_counted_from_the_oldest_unpaid_part(world: World, loan: UUID) -> None:
    """A late payment moves the day on, and does not count as on time."""
    first, second, _ = (one.due for one in parts(world, loan))
    assert loan_of(world, loan).oldest_due == first
    world.clock.move(timedelta(days=40))
    pay_back(world, loan, 30_000)
    assert loan_of(world, loan).oldest_due == second
    assert parts(world, loan)[0].on_time_minor == 0


def test_an_intermediary_adds_what_they_took_to_what_they_hold(world: World, loan: UUID) -> None:
    """No cash moves until it is settled."""
    with world.store.work(world.actors["farah"]) as work:
        repay(work, work.session.get_one(Loan, loan), Came.to_intermediary("HAND-1", 10_000, "EUR", work.at.date()))
    assert (standing(world, "1300"), standing(world, "1400")) == (10_000, 80_000)
    compare(world)


def test_what_is_set_aside_follows_what_is_left(world: World, loan: UUID) -> None:
    """It rises and falls by signature, falls with a repayment by itself, and bears a loss first."""
    signed(world, "farah", loan, propose_allowance, 60_000)
    signed(world, "farah", loan, propose_allowance, 50_000)
    refused(world, "farah", loan, "already", propose_allowance, 50_000)
    refused(world, "farah", loan, "at most", propose_allowance, 90_001)
    pay_back(world, loan, 60_000)
    assert (loan_of(world, loan).allowance_minor, standing(world, "1490"), standing(world, "5500")) == (
        30_000, -30_000, 30_000,
    )  # fmt: skip
    signed(world, "farah", loan, propose_write_off, 30_000)
    assert (loan_of(world, loan).stage, standing(world, "1490"), standing(world, "5500")) == (
        LoanStage.WRITTEN_OFF, 0, 30_000,
    )  # fmt: skip
    compare(world)


def test_what_was_written_off_can_come_back_and_no_more(world: World, loan: UUID) -> None:
    """In parts; never more than the loss."""
    signed(world, "farah", loan, propose_write_off, 20_000)
    come_back(world, loan, 15_000)
    refused(world, "farah", loan, "was lost", recover, Came.into_cash(shown(world, 5_001)))
    come_back(world, loan, 5_000)
    assert (standing(world, "5500"), loan_of(world, loan).outstanding_minor) == (0, 70_000)
    compare(world)


def test_one_line_may_pay_back_a_loan_and_more(world: World, loan: UUID) -> None:
    """What is outstanding, then what was lost, and what the borrower rounded up; less than that is a plain repayment."""
    signed(world, "farah", loan, propose_write_off, 20_000)
    with pytest.raises(Refusal, match="Choose again"):
        pay_back(world, loan, 91_000)
    refused(world, "farah", loan, "not less than what the line shows", take_more, shown(world, 70_000))
    with world.store.work(world.actors["farah"]) as work:
        book(work, loan, "loan_and_more", 91_000)
    found = loan_of(world, loan)
    assert (found.stage, found.repaid_minor, found.recovered_minor) == (LoanStage.REPAID, 70_000, 20_000)
    assert [standing(world, account) for account in ("1400", "5500", "4050")] == [0, 0, -1_000]
    compare(world)


def test_what_was_signed_is_not_done_once_more_was_paid_back(world: World, loan: UUID) -> None:
    """The last signature is refused with a sentence, and nothing is saved by half."""
    proposal = ask(world, "farah", loan, propose_write_off, 90_000)
    sign(world, "carla", proposal)
    pay_back(world, loan, 1)
    with pytest.raises(Refusal, match="not a part of that"):
        sign(world, "deniz", proposal)
    assert loan_of(world, loan).outstanding_minor == 89_999


def test_a_rescheduled_loan_keeps_what_was_missed(world: World, loan: UUID) -> None:
    """The old plan says what was moved and when; the new one sums to what is left; both are kept."""
    world.clock.move(timedelta(days=40))
    pay_back(world, loan, 10_000)
    plan = schedule(80_000, date(2026, 4, 30), 2, Rhythm.QUARTERLY)
    refused(
        world, "amina", loan, "outstanding now", propose_schedule, schedule(79_999, date(2026, 4, 30), 1, Rhythm.ONCE)
    )
    refused(world, "amina", loan, "today or later", propose_schedule, (Planned(1, date(2026, 1, 30), 80_000),))
    ask(world, "amina", loan, propose_schedule, plan)
    refused(world, "amina", loan, "waits for signatures", propose_schedule, plan)
    with world.store.reading() as session:
        waiting = session.query(Proposal).filter_by(kind="loan_reschedule").one().id
    sign(world, "carla", waiting)
    found = loan_of(world, loan)
    assert (found.rescheduled, found.oldest_due, found.outstanding_minor) == (1, date(2026, 4, 30), 80_000)
    assert [(one.plan, one.minor, one.paid_minor, one.moved_minor) for one in parts(world, loan)] == [
        (0, 30_000, 10_000, 20_000), (0, 30_000, 0, 30_000), (0, 30_000, 0, 30_000), (1, 40_000, 0, 0), (1, 40_000, 0, 0),
    ]  # fmt: skip
    compare(world)


def test_one_person_suspends_and_two_resume(world: World, loan: UUID) -> None:
    """Meanwhile it can be paid back."""
    refused(world, "amina", loan, "not suspended", propose_resumption)
    refused(world, "amina", loan, "from the list", suspend, "bored")
    act(world, "amina", loan, suspend, "detained")
    refused(world, "amina", loan, "suspended already", suspend, "detained")
    pay_back(world, loan, 5)
    assert loan_of(world, loan).suspended
    signed(world, "amina", loan, propose_resumption)
    assert not loan_of(world, loan).suspended
    compare(world)


def test_two_approvers_turn_a_loan_into_a_grant(world: World, loan: UUID) -> None:
    """What was lent becomes spending of its kind; one approver alone does not do."""
    proposal = ask(world, "amina", loan, propose_grant, 90_000, AwardKind.FAMILY_SUPPORT)
    sign(world, "carla", proposal)
    assert standing(world, "1400") == 90_000
    sign(world, "deniz", proposal)
    assert (standing(world, "1400"), standing(world, "5300")) == (0, 90_000)
    assert loan_of(world, loan).stage is LoanStage.GRANTED
    compare(world)


def test_each_thing_is_proposed_in_its_role(world: World, loan: UUID) -> None:
    """Officers look after people, finance after losses (H11)."""
    act(world, "amina", loan, suspend, "detained")
    for who, proposing, what in (
        ("farah", propose_grant, (1, AwardKind.STIPEND)),
        ("farah", propose_resumption, ()),
        ("amina", propose_allowance, (1,)),
        ("amina", propose_write_off, (1,)),
    ):
        with pytest.raises(NotFound):
            ask(world, who, loan, proposing, *what)


def test_only_finance_takes_money_in_and_only_officers_suspend(world: World, loan: UUID) -> None:
    """Whoever has another role finds nothing there."""
    for who, doing, what in (("amina", repay, Came.into_cash(shown(world, 1))), ("farah", suspend, "detained")):
        with pytest.raises(NotFound), world.store.work(world.actors[who]) as work:
            doing(work, work.session.get_one(Loan, loan), what)
