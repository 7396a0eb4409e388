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
    NOT_SENT = "not_sent"
    NOT_DEBITED = "not_debited"
    ARRIVED = "arrived"


WORDS = {
    "duplicate_debit": N_("This payment was debited before: claim it back from the bank, or have its loss approved."),
    "another_amount": N_("It carries the code of a payment of another amount."),
    "another_account": N_("It carries the code of a payment from another account or in another currency."),
    "too_little_cash": N_("The fund has less than this here: book first what came in."),
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


def match(lines: Iterable[Coded], cash: Mapping[UUID, int]) -> Iterator[Match]:
    """Say of each line what it does to its payment, in the order of the statement.

    `cash` is what each fund has in the account before the first line; a payment is not debited from a fund that has
    less, since what came in for it may still wait for a person.
    """
    left = dict(cash)
    for one in lines:
        says = _judge(one, left.get(one.payment.fund, 0))
        if says is Says.CONFIRMED or says is Says.RETURNED:
            one.payment.stage = says.value
            left[one.payment.fund] = left.get(one.payment.fund, 0) + one.minor
        yield Match(one, says)


def _judge(one: Coded, left: int) -> Says:
    payment = one.payment
    if (one.cash, one.currency) != (payment.cash, payment.currency):
        return Says.ANOTHER_ACCOUNT
    return _credit(one, payment) if one.minor > 0 else _debit(one, payment, left)


def _credit(one: Coded, payment: Payment) -> Says:
    if payment.stage != Says.CONFIRMED.value:
        return Says.NOT_DEBITED
    if payment.arrived:
        return Says.ARRIVED
    return Says.RETURNED if one.minor <= payment.minor else Says.ANOTHER_AMOUNT


def _debit(one: Coded, payment: Payment, left: int) -> Says:
    if -one.minor != payment.minor:
        return Says.ANOTHER_AMOUNT
    if payment.stage in _SETTLED:
        return Says.DUPLICATE_DEBIT
    if payment.stage != "sent":
        return Says.NOT_SENT
    return Says.CONFIRMED if -one.minor <= left else Says.TOO_LITTLE_CASH
