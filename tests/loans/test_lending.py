"""A loan is lent as every payment is, and what was lent never is in two places."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from ledger.approvals.models import Verdict
from ledger.awards.models import Award, AwardKind, AwardStage
from ledger.books.models import Posting
from ledger.books.queries import available
from ledger.disbursements.actions.cancel import cancel_rest
from ledger.disbursements.actions.outcomes import mark_failed, mark_returned, mark_sent
from ledger.disbursements.actions.payees import open_payees
from ledger.disbursements.actions.plan import make_again
from ledger.disbursements.models import Disbursement, Run
from ledger.errors import Refusal
from ledger.loans.actions.losses import propose_allowance
from ledger.loans.models import LoanStage
from ledger.vault.actions.erase import propose_erasure
from tests.agreement.comparing import compare
from tests.builders import World, approved, award_of, bring_back, filed, inside, propose, released, sign
from tests.loans.lending import lent, loan_of, on_its_way, pay_back, shown, signed

GIFT = 1_000_000


def standing(world: World, account: str) -> int:
    """What stands on an account of the fund."""
    with world.store.reading() as session:
        return int(session.scalar(select(func.sum(Posting.minor)).where(Posting.account == account)) or 0)


def left_to_promise(world: World) -> int:
    """What the fund may still promise."""
    with world.store.reading() as session:
        return available(session, world.fund, "EUR")


def send(world: World, run: UUID) -> list[UUID]:
    """Send what is in a run."""
    filed(world, run)
    with world.store.work(world.actors["farah"]) as work:
        found = inside(work.session, run)
        mark_sent(work, found)
        return [one.id for one in found]


def test_a_loan_needs_two_approvers_and_no_review(little: World) -> None:
    """One signature promises nothing; the second one has its payment planned, and nothing is owed."""
    award, proposal = propose(little, 90_000, 3, AwardKind.MICRO_LOAN)
    sign(little, "carla", proposal)
    assert standing(little, "9100") == 0
    sign(little, "deniz", proposal)
    assert (standing(little, "9100"), standing(little, "2100")) == (90_000, 0)
    assert loan_of(little, award).stage is LoanStage.PROMISED
    with little.store.reading() as session:
        planned = session.scalars(select(Disbursement).where(Disbursement.award_id == award)).one()
        assert (planned.stage.value, planned.minor) == ("planned", 90_000)


def test_a_payment_that_fails_promises_the_money_again_and_can_be_made_again(world: World) -> None:
    """The fund can promise the same before, between and after; the second payment lends once."""
    award, run = on_its_way(world, 90_000, 3)
    (payment,) = send(world, run)
    assert loan_of(world, award).stage is LoanStage.RUNNING
    with world.store.work(world.actors["farah"]) as work:
        mark_failed(work, work.session.get_one(Disbursement, payment))
    loan = loan_of(world, award)
    assert (loan.stage, loan.lent_minor, loan.oldest_due) == (LoanStage.PROMISED, 0, None)
    assert (standing(world, "1400"), standing(world, "9100"), left_to_promise(world)) == (0, 90_000, GIFT - 90_000)
    with world.store.work(world.actors["farah"]) as work:
        make_again(work, work.session.get_one(Disbursement, payment))
    send(world, released(world))
    assert (standing(world, "1400"), standing(world, "9100"), left_to_promise(world)) == (90_000, 0, GIFT - 90_000)
    compare(world)


def test_money_that_comes_back_less_a_fee_is_promised_again_and_can_be_let_go(world: World) -> None:
    """Only the fee is gone once the award is cancelled."""
    award = lent(world, 90_000, 3)
    with world.store.work(world.actors["farah"]) as work:
        payment = work.session.scalars(select(Disbursement).where(Disbursement.award_id == award)).one()
        bring_back(work, payment, 150)
    assert award_of(world, award).stage is AwardStage.ACTIVE
    with world.store.work(world.actors["farah"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "unreachable")
    assert loan_of(world, award).stage is LoanStage.CANCELLED
    assert [standing(world, account) for account in ("1400", "9100", "2150")] == [0, 0, 0]
    assert left_to_promise(world) == GIFT - 150
    compare(world)


def test_a_payment_does_not_come_back_once_something_of_its_loan_did(little: World) -> None:
    """A repayment is the better proof; nothing changes."""
    award = lent(little, 90_000, 3)
    pay_back(little, award, 10)
    with pytest.raises(Refusal, match="paid back"), little.store.work(little.actors["farah"]) as work:
        payment = work.session.scalars(select(Disbursement).where(Disbursement.award_id == award)).one()
        mark_returned(work, payment, shown(little, payment.minor))
    assert loan_of(little, award).outstanding_minor == 89_990


def test_a_loan_that_is_cancelled_before_it_was_sent_leaves_nothing(little: World) -> None:
    """The promise is let go, by one person."""
    award = approved(little, 90_000, 3, AwardKind.MICRO_LOAN)
    with little.store.work(little.actors["amina"]) as work:
        cancel_rest(work, work.session.get_one(Award, award), "unsafe")
    assert loan_of(little, award).stage is LoanStage.CANCELLED
    assert (standing(little, "9100"), left_to_promise(little)) == (0, GIFT)
    compare(little)


def test_what_is_signed_about_a_loan_leaves_its_payee_signed_for(little: World) -> None:
    """A new plan is approved while the money is on its way: finance can still open who is paid."""
    award, run = on_its_way(little, 90_000, 3)
    send(little, run)
    signed(little, "farah", award, propose_allowance, 10)
    with little.store.work(little.actors["farah"]) as work:
        _, lines = open_payees(work, little.signers["farah"], work.session.get_one(Run, run), "csv")
    assert [line.award for line in lines] == [award]


def test_a_refused_loan_is_none(little: World) -> None:
    """Nothing is promised, and no account is opened."""
    award, proposal = propose(little, 90_000, 3, AwardKind.MICRO_LOAN)
    sign(little, "carla", proposal, Verdict.REFUSE)
    with pytest.raises(Exception, match="No row"):
        loan_of(little, award)


def test_somebody_who_owes_is_not_erased(little: World) -> None:
    """Until the loan is paid back, written off or given."""
    award = lent(little, 90_000, 3)
    who = award_of(little, award).beneficiary
    with pytest.raises(Refusal, match="is not paid back"), little.store.work(little.actors["deniz"]) as work:
        propose_erasure(work, who, "asked")
    pay_back(little, award, 90_000)
    with little.store.work(little.actors["deniz"]) as work:
        assert propose_erasure(work, who, "asked")
