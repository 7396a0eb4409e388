"""What became of a disbursement: sent, confirmed, failed, returned. The books follow every step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.actor import Role
from ledger.awards.actions.stage import move as move_award
from ledger.awards.models import AwardStage
from ledger.books.actions import About, Happening, Journal, journal
from ledger.books.rules.chart import CASH, CHARGES, IN_TRANSIT
from ledger.books.rules.lines import Line, pair, with_difference
from ledger.clock import day_text
from ledger.disbursements.actions.booking import booking_of
from ledger.disbursements.actions.payees import let_go_of_payee, refuse_void
from ledger.disbursements.actions.stage import move, move_run
from ledger.disbursements.models import Disbursement, DisbursementStage, Run, RunStage
from ledger.disbursements.queries import all_paid_or_cancelled, on_its_way
from ledger.errors import N_, Refusal
from ledger.money import convert
from ledger.work import Work


def mark_sent(work: Work, disbursements: Sequence[Disbursement]) -> None:
    """Say that these payments have gone out with their released run."""
    work.actor.require(Role.FINANCE)
    refuse_void(disbursements)
    with journal(work) as books:
        for paid in disbursements:
            if paid.run is None or paid.run.stage is not RunStage.RELEASED:
                raise Refusal(N_("%(reference)s is not in a released run."), reference=paid.reference)
            move(work, paid, DisbursementStage.SENT)
            booking = booking_of(paid)
            booking.leaving(work, books, paid)
            _post(books, paid, booking.sent, work.at.date(), booking.account, IN_TRANSIT)
            if paid.award.stage is AwardStage.APPROVED:
                move_award(work, paid.award, AwardStage.ACTIVE)


def mark_confirmed(work: Work, disbursements: Sequence[Disbursement], on: date) -> None:
    """Say that the bank debited these payments on a day."""
    work.actor.require(Role.FINANCE)
    _refuse_future(work, on)
    with journal(work) as books:
        for paid in disbursements:
            move(work, paid, DisbursementStage.CONFIRMED, date=day_text(on))
            paid.settled_on = on
            _debit(books, paid, on)
            if paid.award.stage is AwardStage.ACTIVE and all_paid_or_cancelled(work.session, paid.award):
                move_award(work, paid.award, AwardStage.COMPLETED)
            let_go_of_payee(work, paid.award)
    _settle_runs(work, disbursements)


def mark_failed(work: Work, disbursement: Disbursement) -> None:
    """Say that the payment failed before it was debited: it is owed again."""
    work.actor.require(Role.FINANCE)
    move(work, disbursement, DisbursementStage.FAILED)
    with journal(work) as books:
        booking = booking_of(disbursement)
        _post(books, disbursement, booking.failed, work.at.date(), IN_TRANSIT, booking.account)
        booking.back(work, books, disbursement)
    _settle_runs(work, [disbursement])


def mark_returned(work: Work, disbursement: Disbursement, on: date, fee: int) -> None:
    """Say that the money came back on a day, less a fee in minor units that a bank on the way kept."""
    work.actor.require(Role.FINANCE)
    _refuse_future(work, on)
    if not 0 <= fee < disbursement.minor:
        raise Refusal(N_("The fee is at least nothing and less than the payment."), field="fee")
    was_sent = disbursement.stage is DisbursementStage.SENT
    move(work, disbursement, DisbursementStage.RETURNED, date=day_text(on), fee_minor=fee)
    disbursement.settled_on = on
    with journal(work) as books:
        if was_sent:
            _debit(books, disbursement, on)
        _give_back(books, disbursement, on, fee)
        booking_of(disbursement).back(work, books, disbursement)
    if disbursement.award.stage is AwardStage.COMPLETED:
        move_award(work, disbursement.award, AwardStage.ACTIVE)
        disbursement.award.payee_void = True
    _settle_runs(work, [disbursement])


def _post(books: Journal, paid: Disbursement, event: str, on: date, debit: str, credit: str) -> None:
    books.post(_happening(paid, event, on), pair(debit, credit, paid.minor, paid.base_minor))


def _debit(books: Journal, paid: Disbursement, on: date) -> None:
    cash = _cash_of(paid)
    paid.cost_minor = books.cash_cost(paid.award.fund_id, paid.currency, cash, paid.minor)
    lines = [Line(IN_TRANSIT, paid.minor, paid.base_minor), Line(CASH, -paid.minor, -paid.cost_minor, cash)]
    books.post(_happening(paid, "payment_debited", on), with_difference(lines, paid.currency, books.base))


def _give_back(books: Journal, paid: Disbursement, on: date, fee: int) -> None:
    """Money comes back at what it cost when it left."""
    left = paid.cost_minor or 0
    kept = convert(fee, left, paid.minor)
    lines = [
        Line(CASH, paid.minor - fee, left - kept, _cash_of(paid)),
        Line(booking_of(paid).account, -paid.minor, -paid.base_minor),
    ]
    if fee:
        lines.insert(1, Line(CHARGES, fee, kept))
    books.post(_happening(paid, booking_of(paid).returned, on), with_difference(lines, paid.currency, books.base))


def _cash_of(paid: Disbursement) -> str:
    """The cash account of the run; an imported payment, of its fund."""
    return paid.run.cash_account if paid.run else paid.award.fund.cash_account


def _happening(paid: Disbursement, event: str, on: date) -> Happening:
    return Happening(event, on, paid.award.fund_id, paid.currency, About("disbursement", paid.id))


def _refuse_future(work: Work, on: date) -> None:
    if on > work.at.date():
        raise Refusal(N_("The day lies in the future."), field="day")


def _settle_runs(work: Work, disbursements: Sequence[Disbursement]) -> None:
    for run_id in {paid.run_id for paid in disbursements if paid.run_id}:
        run = work.session.get_one(Run, run_id)
        if run.stage is RunStage.RELEASED and not on_its_way(work.session, run):
            move_run(work, run, RunStage.SETTLED)
            work.record("run.settled", [run.id], run=str(run.id))
