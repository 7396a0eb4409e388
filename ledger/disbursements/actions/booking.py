"""How each kind of award books the steps of its payment: what stands against the money on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ledger.awards.models import AwardKind
from ledger.books.actions import Journal
from ledger.books.rules.chart import PAYABLE
from ledger.disbursements.models import Disbursement
from ledger.work import Work

Step = Callable[[Work, Journal, Disbursement], None]


Arrived = Callable[[Session, Disbursement], bool]


def _nothing(_work: Work, _books: Journal, _paid: Disbursement) -> None:
    """Follow with nothing."""


def _not_known(_session: Session, _paid: Disbursement) -> bool:
    """A gift that was paid may still come back."""
    return False


@dataclass(frozen=True, slots=True)
class Booking:
    """The account that stands against payments in transit, and the events of the steps.

    `leaving` is done before a payment is booked as sent, `back` after it has failed or come back. `arrived` says
    whether what happened since shows that it arrived, so that it cannot come back any more.
    """

    account: str
    sent: str
    failed: str
    returned: str
    leaving: Step = _nothing
    back: Step = _nothing
    arrived: Arrived = _not_known


GIFT = Booking(PAYABLE, "payment_sent", "payment_failed", "payment_returned")
_bookings = {
    AwardKind.EMERGENCY_GRANT: GIFT,
    AwardKind.STIPEND: GIFT,
    AwardKind.FAMILY_SUPPORT: GIFT,
}


def register_booking(kind: AwardKind, booking: Booking) -> None:
    """Say how a kind of award books its payments, whose slice stands above this one."""
    _bookings[kind] = booking


def booking_of(paid: Disbursement) -> Booking:
    """Return how a payment is booked."""
    return _bookings[paid.award.kind]
