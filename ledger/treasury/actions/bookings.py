"""Statement lines with no other story: bank charges, interest, approved losses, money that was given back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from ledger.actor import Role
from ledger.approvals import actions as approvals
from ledger.approvals.actions import Matter
from ledger.approvals.kinds import Kind, Signer, register
from ledger.approvals.models import Proposal
from ledger.awards.models import Award
from ledger.books.actions import About, Happening, journal
from ledger.books.models import CashAccount
from ledger.books.rules.chart import CHARGES, EXPENSE, INTEREST, LOSSES
from ledger.books.rules.lines import Line, Shown, with_difference
from ledger.clock import day_text
from ledger.errors import N_, NotFound, Refusal
from ledger.funds.models import Fund
from ledger.money import Money, convert, plain_amount
from ledger.reference import new_reference
from ledger.staff.actions.carrying import nobody_more
from ledger.treasury.actions.proposing import nothing_to_undo, worth_of
from ledger.treasury.models import Booked, CashBooking, Loss
from ledger.treasury.queries import paid_of, recovered_of
from ledger.treasury.rules.codes import LOSSES as LOSS_REASONS
from ledger.treasury.rules.codes import one_of
from ledger.work import Work


def book_charge(work: Work, fund: Fund, shown: Shown) -> CashBooking:
    """Book what the bank took for itself."""
    return _book(work, Booked.CHARGE, fund, shown)


def book_interest(work: Work, fund: Fund, shown: Shown) -> CashBooking:
    """Book what the bank added by itself."""
    return _book(work, Booked.INTEREST, fund, shown)


def _book(work: Work, what: Booked, fund: Fund, shown: Shown) -> CashBooking:
    work.actor.require(Role.FINANCE)
    booking = write_booking(work, what, fund.id, shown)
    work.record("cash.booked", [booking.id, fund.id], booking=str(booking.id), event=what.value, **said_of(booking))
    with journal(work) as books:
        if what is Booked.CHARGE:
            base = books.cash_cost(fund.id, shown.currency, shown.cash, -shown.minor)
            lines = [Line(CHARGES, -shown.minor, base), shown.of_cash(fund.id, shown.minor, -base)]
        else:
            base = books.worth(fund.id, shown.currency, shown.minor, shown.on)
            lines = [shown.of_cash(fund.id, shown.minor, base), Line(INTEREST, -shown.minor, -base)]
        books.post(Happening(what.value, shown.on, fund.id, shown.currency, About("booking", booking.id)), lines)
    return booking


def propose_loss(work: Work, fund: Fund, cash: CashAccount, minor: int, reason: str) -> Proposal:
    """Ask another to sign that money is gone, and why. It leaves the books once a statement or a count shows it."""
    work.actor.require(Role.FINANCE)
    one_of(reason, LOSS_REASONS, "reason")
    money = Money(minor, cash.currency)
    worth = worth_of(work, fund, money)
    with journal(work) as books:
        books.cash_cost(fund.id, cash.currency, cash.code, minor)
    loss = uuid4()
    content = {"loss": str(loss), "cash": cash.code}
    return approvals.propose(work, Matter("loss", loss, content, money, worth, fund.id, reason=reason))


def _approve_loss(work: Work, proposal: Proposal, said: dict[str, Any], _signer: Signer) -> None:
    loss = Loss(
        id=proposal.subject,
        reference=new_reference("L"),
        fund_id=UUID(said["fund"]),
        cash_account=said["content"]["cash"],
        currency=said["money"]["currency"],
        minor=said["money"]["minor"],
        reason=said["reason"],
        proposal_id=proposal.id,
    )
    work.session.add(loss)
    work.session.flush()
    work.record("loss.approved", [loss.id, loss.fund_id], loss=str(loss.id), proposal=str(proposal.id))


def book_loss(work: Work, loss: Loss, shown: Shown) -> CashBooking:
    """Book the statement line that shows an approved loss."""
    work.actor.require(Role.FINANCE)
    _refuse_settled(loss)
    if (shown.cash, shown.currency, -shown.minor) != (loss.cash_account, loss.currency, loss.minor):
        raise Refusal(
            N_("This loss is of %(amount)s %(code)s in %(cash)s; the line shows another amount or account."),
            amount=plain_amount(loss.minor, loss.currency),
            code=loss.currency,
            cash=loss.cash_account,
        )
    loss.booked_on = shown.on
    booking = write_booking(work, Booked.LOSS, loss.fund_id, shown, loss.id)
    work.record(
        "loss.booked",
        [loss.id, loss.fund_id],
        loss=str(loss.id),
        date=day_text(shown.on),
        statement=str(shown.line),
    )
    with journal(work) as books:
        base = books.cash_cost(loss.fund_id, loss.currency, loss.cash_account, loss.minor)
        lines = [Line(LOSSES, loss.minor, base), shown.of_cash(loss.fund_id, shown.minor, -base)]
        books.post(Happening("loss", shown.on, loss.fund_id, loss.currency, About("loss", loss.id)), lines)
    return booking


def give_up_loss(work: Work, loss: Loss) -> None:
    """Say that an approved loss is none, or another: the money was found, or a statement shows another amount gone."""
    work.actor.require(Role.FINANCE)
    _refuse_settled(loss)
    loss.given_up = True
    work.session.flush()
    work.record("loss.cancelled", [loss.id, loss.fund_id], loss=str(loss.id))


def _refuse_settled(loss: Loss) -> None:
    if loss.booked_on is not None or loss.given_up:
        raise Refusal(N_("This loss is in the books already, or was given up."))


def recover_money(work: Work, award: Award, shown: Shown) -> CashBooking:
    """Book money that a beneficiary gave back, against the expense of their award: at what it cost when it left."""
    work.actor.require(Role.FINANCE)
    if award.kind.value not in EXPENSE:
        raise NotFound
    paid, before = paid_of(work.session, award), recovered_of(work.session, award)
    left = paid.minor - before.minor
    if shown.currency != award.currency:
        raise Refusal(
            N_("This award is in %(code)s. Money given back in another currency is exchanged first."),
            code=award.currency,
        )
    if shown.minor > left:
        raise Refusal(
            N_("%(amount)s %(code)s of this award are paid and not given back; the line shows more."),
            amount=plain_amount(max(left, 0), award.currency),
            code=award.currency,
        )
    booking = write_booking(work, Booked.RECOVERED, award.fund_id, shown, award.id)
    work.record("money.recovered", [award.id, award.fund_id], award=str(award.id), **said_of(booking))
    # At its share of what is paid and not given back; the last unit takes the rest, whatever was paid in between.
    cost, spent = (
        convert(shown.minor, max(whole - gone, 0), left)
        for whole, gone in ((paid.cost, before.cost), (paid.base, before.base))
    )
    with journal(work) as books:
        lines = [
            shown.of_cash(award.fund_id, shown.minor, cost),
            Line(EXPENSE[award.kind.value], -shown.minor, -spent),
        ]
        what = Happening("money_recovered", shown.on, award.fund_id, award.currency, About("award", award.id))
        books.post(what, with_difference(lines, award.currency, books.base))
    return booking


def write_booking(work: Work, what: Booked, fund: UUID, shown: Shown, about: UUID | None = None) -> CashBooking:
    """Write down what a statement line was booked as."""
    booking = CashBooking(
        id=uuid4(),
        what=what,
        fund_id=fund,
        cash_account=shown.cash,
        currency=shown.currency,
        minor=abs(shown.minor),
        on=shown.on,
        statement=shown.line,
        about=about,
    )
    work.session.add(booking)
    work.session.flush()
    return booking


def said_of(booking: CashBooking) -> dict[str, Any]:
    """What the log says of a booking."""
    return {
        "fund": str(booking.fund_id),
        "cash": booking.cash_account,
        "currency": booking.currency,
        "minor": booking.minor,
        "date": day_text(booking.on),
        "statement": str(booking.statement),
    }


register(Kind("loss", frozenset({Role.FINANCE}), _approve_loss, nothing_to_undo, nobody_more))
