"""What became of a disbursement: sent, confirmed, failed, returned. The books follow every step.

What moves cash is shown by a line of a statement, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from ledger.actor import Role
from ledger.awards.actions.clock import set_back, stop_clock
from ledger.awards.actions.stage import enter as enter_award
from ledger.awards.actions.stage import move as move_award
from ledger.awards.models import Award, AwardStage
from ledger.books.actions import About, Happening, Journal, journal
from ledger.books.rules.chart import CHARGES, IN_TRANSIT
from ledger.books.rules.lines import Line, Shown, pair, with_difference
from ledger.clock import day_text
from ledger.disbursements.actions.booking import booking_of
from ledger.disbursements.actions.payees import let_go_of_payees, refuse_void
from ledger.disbursements.actions.stage import entering, move, move_run
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage, PaymentToken, Run, RunStage
from ledger.disbursements.proof import file_of
from ledger.disbursements.queries import cash_of, join_awards, on_its_way, paid_in_full, sent_moments
from ledger.disbursements.rules.naming import BY
from ledger.errors import N_, Refusal
from ledger.money import convert
from ledger.work import Work

Debit = tuple[Disbursement, Shown]
"""A payment, and the statement line that shows how it left the account."""


def mark_sent(work: Work, disbursements: Sequence[Disbursement]) -> None:
    """Say that these payments have gone out with their released run."""
    work.actor.require(Role.FINANCE)
    join_awards(work.session, disbursements)
    refuse_void(disbursements)
    _refuse_unfiled(work, disbursements)
    _refuse_unnamed(work, disbursements)
    with entering(work, DisbursementStage.SENT) as enter, journal(work) as books:
        for paid in disbursements:
            enter(paid, {})
            if not _in_hands(paid):
                booking = booking_of(paid)
                booking.leaving(work, books, paid)
                _post(books, paid, booking.sent, booking.account, IN_TRANSIT)
            if paid.award.stage is AwardStage.APPROVED:
                enter_award(work, paid.award, AwardStage.ACTIVE)
            stop_clock(work, paid.award)


def mark_confirmed(work: Work, debits: Sequence[Debit]) -> None:
    """Post that the bank debited these payments: each line shows one of them, whole."""
    work.actor.require(Role.FINANCE)
    with entering(work, DisbursementStage.CONFIRMED) as enter, journal(work) as books:
        for paid, shown in debits:
            _refuse_hands(paid)
            if (shown.cash, shown.currency, -shown.minor) != (cash_of(paid), paid.currency, paid.minor):
                raise Refusal(N_("The line shows another amount or account than %(of)s."), of=paid.reference)
            cost = books.cash_cost(paid.award.fund_id, paid.currency, shown.cash, paid.minor)
            enter(paid, {"settled_on": shown.on, "cost_minor": cost}, date=day_text(shown.on))
            _debit(books, paid, shown, cost)
    finish(work, [paid.award for paid, _shown in debits])
    settle_runs(work, [paid for paid, _shown in debits])


def finish(work: Work, awards: Iterable[Award]) -> None:
    """Complete the awards of which nothing is left to be paid, and let go of their payees."""
    work.session.flush()
    known = {award.id: award for award in awards}
    _complete(work, known.values())
    let_go_of_payees(work, known.values())


def mark_failed(work: Work, disbursement: Disbursement) -> None:
    """Say that the payment failed before it was debited: it is owed again."""
    work.actor.require(Role.FINANCE)
    was_sent = disbursement.stage is DisbursementStage.SENT
    if not was_sent:
        _refuse_filed(work, disbursement)
    move(work, disbursement, DisbursementStage.FAILED)
    if was_sent and not _in_hands(disbursement):
        with journal(work) as books:
            booking = booking_of(disbursement)
            _post(books, disbursement, booking.failed, IN_TRANSIT, booking.account)
            booking.back(work, books, disbursement)
    if was_sent:
        set_back(disbursement.award, sent_moments(work.session, disbursement.award))
    settle_runs(work, [disbursement])


def mark_returned(work: Work, disbursement: Disbursement, shown: Shown) -> None:
    """Post that a debited payment came back; what is less than it, a bank on the way has kept as its fee."""
    work.actor.require(Role.FINANCE)
    fee = disbursement.minor - shown.minor
    if not 0 <= fee < disbursement.minor:
        raise Refusal(N_("What came back is more than nothing and not more than the payment."))
    if (shown.cash, shown.currency) != (cash_of(disbursement), disbursement.currency):
        raise Refusal(N_("The line shows another amount or account than %(of)s."), of=disbursement.reference)
    _refuse_hands(disbursement)
    move(work, disbursement, DisbursementStage.RETURNED, date=day_text(shown.on), fee_minor=fee)
    disbursement.settled_on = shown.on
    with journal(work) as books:
        _give_back(books, disbursement, shown, fee)
        booking_of(disbursement).back(work, books, disbursement)
    if disbursement.award.stage is AwardStage.COMPLETED:
        move_award(work, disbursement.award, AwardStage.ACTIVE)
        disbursement.award.payee_void = True
    set_back(disbursement.award, sent_moments(work.session, disbursement.award))
    settle_runs(work, [disbursement])


def _in_hands(paid: Disbursement) -> bool:
    """Whether the money is in an intermediary's hands: it is paid when they say so, no bank carries it."""
    return paid.run is not None and paid.run.channel is Channel.CASH


def _refuse_hands(paid: Disbursement) -> None:
    if _in_hands(paid):
        raise Refusal(
            N_("%(reference)s goes through an intermediary; it is confirmed by receipts, or it fails."),
            reference=paid.reference,
        )


def _refuse_unfiled(work: Work, disbursements: Sequence[Disbursement]) -> None:
    """Refuse to send what is not in a released run, or in one that was never ordered: nobody has its file."""
    for paid in disbursements:
        if paid.run is None or paid.run.stage is not RunStage.RELEASED:
            raise Refusal(N_("%(reference)s is not in a released run."), reference=paid.reference)
    for run in {paid.run_id: paid.run for paid in disbursements}.values():
        if run is not None and file_of(work.session, run) is None:
            raise Refusal(
                N_("The payment file of %(reference)s was not made yet, so nothing of it can have been sent."),
                reference=run.reference,
            )


def _refuse_unnamed(work: Work, disbursements: Sequence[Disbursement]) -> None:
    """Refuse to send by voucher or in digital currency what nobody has said the number of."""
    for paid in disbursements:
        channel = paid.run.channel.value if paid.run else ""
        if channel in BY and work.session.get(PaymentToken, paid.id) is None:
            raise Refusal(
                N_("Write the number of the voucher or the transaction of %(reference)s on its own page."),
                reference=paid.reference,
            )


def _refuse_filed(work: Work, paid: Disbursement) -> None:
    """Refuse to take a payment out of its run before it was sent, unless that is released and nobody has its file."""
    if paid.run is None or paid.run.stage is not RunStage.RELEASED:
        raise Refusal(N_("%(reference)s is not in a released run."), reference=paid.reference)
    if file_of(work.session, paid.run) is not None:
        sentence = N_("%(reference)s stands in a payment file. Say first what became of that.")
        raise Refusal(sentence, reference=paid.reference)


def _post(books: Journal, paid: Disbursement, event: str, debit: str, credit: str) -> None:
    happening = Happening(event, books.work.at.date(), paid.award.fund_id, paid.currency, _about(paid))
    books.post(happening, pair(debit, credit, paid.minor, paid.base_minor))


def _debit(books: Journal, paid: Disbursement, shown: Shown, cost: int) -> None:
    fund = paid.award.fund_id
    lines = [Line(IN_TRANSIT, paid.minor, paid.base_minor), shown.of_cash(fund, -paid.minor, -cost)]
    happening = Happening("payment_debited", shown.on, fund, paid.currency, _about(paid))
    books.post(happening, with_difference(lines, paid.currency, books.base))


def _give_back(books: Journal, paid: Disbursement, shown: Shown, fee: int) -> None:
    """Money comes back at what it cost when it left."""
    fund, left = paid.award.fund_id, paid.cost_minor or 0
    kept = convert(fee, left, paid.minor)
    booking = booking_of(paid)
    lines = [shown.of_cash(fund, shown.minor, left - kept), Line(booking.account, -paid.minor, -paid.base_minor)]
    if fee:
        lines.insert(1, Line(CHARGES, fee, kept))
    happening = Happening(booking.returned, shown.on, fund, paid.currency, _about(paid))
    books.post(happening, with_difference(lines, paid.currency, books.base))


def _about(paid: Disbursement) -> About:
    return About("disbursement", paid.id)


def _complete(work: Work, awards: Iterable[Award]) -> None:
    active: dict[UUID, Award] = {award.id: award for award in awards if award.stage is AwardStage.ACTIVE}
    for award in paid_in_full(work.session, list(active)):
        enter_award(work, active[award], AwardStage.COMPLETED)
    work.session.flush()


def settle_runs(work: Work, disbursements: Iterable[Disbursement]) -> None:
    """Settle the runs in which nothing waits any more."""
    for run_id in {paid.run_id for paid in disbursements if paid.run_id}:
        run = work.session.get_one(Run, run_id)
        if run.stage is RunStage.RELEASED and not on_its_way(work.session, run):
            move_run(work, run, RunStage.SETTLED)
            work.record("run.settled", [run.id], run=str(run.id))
