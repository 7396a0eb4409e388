"""Money of loans that an intermediary took in for us, handed in to an account of ours."""

from __future__ import annotations

from ledger.actor import Role
from ledger.books.actions import About, Happening, journal
from ledger.books.models import SubAccount
from ledger.books.rules.chart import ADVANCES
from ledger.books.rules.lines import Line, Shown
from ledger.errors import N_, Refusal
from ledger.money import plain_amount
from ledger.treasury.actions.bookings import said_of, write_booking
from ledger.treasury.models import Booked, CashBooking
from ledger.treasury.queries import taken_in
from ledger.work import Work


def hand_in(work: Work, held: SubAccount, shown: Shown) -> CashBooking:
    """Book what somebody hands in of the repayments that they took in for a fund, at what it came in at on average."""
    work.actor.require(Role.FINANCE)
    left = taken_in(work.session).get(held.id, 0)
    if shown.currency != held.currency or not 0 < shown.minor <= left:
        raise Refusal(
            N_("%(holder)s took in %(left)s %(code)s and has not handed it in; the line shows other money."),
            holder=held.holder,
            left=plain_amount(left, held.currency),
            code=held.currency,
        )
    booking = write_booking(work, Booked.HANDED_IN, held.fund_id, shown, held.id)
    work.record(
        "cash.handed_in", [booking.id, held.fund_id], booking=str(booking.id), holder=held.holder, **said_of(booking)
    )
    with journal(work) as books:
        cost = books.cash_cost(held.fund_id, held.currency, held.holder, shown.minor, ADVANCES)
        lines = [shown.of_cash(held.fund_id, shown.minor, cost), Line(ADVANCES, -shown.minor, -cost, held.holder)]
        about = About("booking", booking.id)
        books.post(Happening("advance_returned", shown.on, held.fund_id, held.currency, about), lines)
    return booking
