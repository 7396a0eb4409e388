"""Cash that an intermediary has handed over: confirmed by the receipts of two people, paid out of their advance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.actor import Role
from ledger.advances.actions.moving import pay_on, refuse_day
from ledger.advances.actions.stage import account_for
from ledger.advances.models import Advance
from ledger.advances.queries import in_hand
from ledger.books.actions import journal
from ledger.clock import day_text
from ledger.disbursements.actions.outcomes import finish, settle_runs
from ledger.disbursements.actions.stage import move
from ledger.disbursements.models import Channel, Disbursement, DisbursementStage
from ledger.disbursements.proof import grade_of
from ledger.errors import N_, Refusal
from ledger.work import Work


def confirm_handed(work: Work, disbursements: Sequence[Disbursement], on: date) -> None:
    """Say that an intermediary handed these payments over on a day. Raises Refusal without receipts of two people."""
    work.actor.require(Role.FINANCE)
    for paid in disbursements:
        advance = _advance_of(work, paid)
        refuse_day(work, advance, on)
        if not grade_of(work.session, paid):
            raise Refusal(
                N_("%(reference)s has no receipts of two different people yet. Record them first."),
                reference=paid.reference,
            )
        _confirm(work, paid, advance, on)
    finish(work, [paid.award for paid in disbursements])
    settle_runs(work, disbursements)


def _confirm(work: Work, paid: Disbursement, advance: Advance, on: date) -> None:
    move(work, paid, DisbursementStage.CONFIRMED, date=day_text(on))
    paid.settled_on = on
    with journal(work) as books:
        paid.cost_minor = pay_on(books, advance, paid.id, (paid.minor, paid.base_minor), on)
    account_for(work, advance, paid.minor)


def _advance_of(work: Work, paid: Disbursement) -> Advance:
    run = paid.run
    if run is None or run.channel is not Channel.CASH:
        raise Refusal(N_("%(reference)s does not go through an intermediary."), reference=paid.reference)
    advance = in_hand(work.session, run.cash_account)
    if advance is None or (advance.fund_id, advance.currency) != (paid.award.fund_id, paid.currency):
        raise Refusal(
            N_("%(code)s holds no advance of the fund of %(reference)s."),
            code=run.cash_account,
            reference=paid.reference,
        )
    return advance
