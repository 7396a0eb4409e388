"""What a line with a payment's code says of that payment, line after line. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from ledger.errors import N_


class Says(enum.StrEnum):
    """What a line says of its payment; the last ones wait for a person."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DUPLICATE_DEBIT = "duplicate_debit"
    ANOTHER_AMOUNT = "another_amount"
    ANOTHER_ACCOUNT = "another_account"
    TOO_LITTLE_CASH = "too_little_cash"
    TOO_LITTLE_FREE = "too_little_free"
    NOT_SENT = "not_sent"
    NOT_DEBITED = "not_debited"
    ARRIVED = "arrived"


WORDS = {
    "duplicate_debit": N_("This payment was debited before: claim it back from the bank, or have its loss approved."),
    "another_amount": N_(
        "It carries the code of a payment of another amount. Where the bank took its fee in the same sum, book it so."
    ),
    "another_account": N_("It carries the code of a payment from another account or in another currency."),
    "too_little_cash": N_("The fund has less than this here: book first what came in."),
    "too_little_free": N_(
        "A fee was kept on the way back, and the fund has promised all that it has: let a promise go, or bring money"
        " into the fund; then match again what waits."
    ),
    "not_sent": N_("It carries the code of a payment that was not sent, or failed."),
    "not_debited": N_("It carries the code of a payment that was not debited yet, or came back before."),
    "arrived": N_("Something of this loan was paid back, set aside or given up: it arrived. Book what this is."),
    "asked_bank": N_("The bank was asked about it."),
    "asked_donor": N_("A donor was asked about it."),
}
"""Why a line waits, by code."""


@dataclass(slots=True)
class Payment:
    """A payment as it stands while lines are matched: its stage moves with them."""

    id: UUID
    fund: UUID
    cash: str
    currency: str
    minor: int
    stage: str
    arrived: bool = False
    """Whether what happened since shows that it arrived: then it cannot come back any more."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A line in which the code of a payment stands."""

    line: UUID
    cash: str
    currency: str
    minor: int
    payment: Payment


@dataclass(frozen=True, slots=True)
class Match:
    """A line, and what it says of its payment."""

    coded: Coded
    says: Says


_SETTLED = {"confirmed", "returned"}


def match(lines: Iterable[Coded], cash: Mapping[UUID, int], free: Mapping[UUID, int]) -> Iterator[Match]:
    """Say of each line what it does to its payment, in the order of the statement.

    `cash` is what each fund has in the account before the first line; a payment is not debited from a fund that has
    less, since what came in for it may still wait for a person. `free` is what each fund has not promised (H5): a fee
    that was kept on the way back is borne by that, and the return waits where it is less.
    """
    left, unpromised = dict(cash), dict(free)
    for one in lines:
        fund = one.payment.fund
        says = _judge(one, left.get(fund, 0), unpromised.get(fund, 0))
        if says is Says.CONFIRMED or says is Says.RETURNED:
            one.payment.stage = says.value
            left[fund] = left.get(fund, 0) + one.minor
        if says is Says.RETURNED:
            unpromised[fund] = unpromised.get(fund, 0) - _fee(one)
        yield Match(one, says)


def _fee(one: Coded) -> int:
    """What was kept on the way of a payment that came back."""
    return one.payment.minor - one.minor


def _judge(one: Coded, left: int, free: int) -> Says:
    payment = one.payment
    if (one.cash, one.currency) != (payment.cash, payment.currency):
        return Says.ANOTHER_ACCOUNT
    return _credit(one, payment, free) if one.minor > 0 else _debit(one, payment, left)


def _credit(one: Coded, payment: Payment, free: int) -> Says:
    if payment.stage != Says.CONFIRMED.value:
        return Says.NOT_DEBITED
    if payment.arrived:
        return Says.ARRIVED
    if one.minor > payment.minor:
        return Says.ANOTHER_AMOUNT
    return Says.TOO_LITTLE_FREE if _fee(one) > max(free, 0) else Says.RETURNED


def _debit(one: Coded, payment: Payment, left: int) -> Says:
    if -one.minor != payment.minor:
        return Says.ANOTHER_AMOUNT
    if payment.stage in _SETTLED:
        return Says.DUPLICATE_DEBIT
    if payment.stage != "sent":
        return Says.NOT_SENT
    return Says.CONFIRMED if -one.minor <= left else Says.TOO_LITTLE_CASH
