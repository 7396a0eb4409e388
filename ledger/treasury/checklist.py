"""What somebody should look at before a period is closed. Slices above add what they know of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ledger.errors import N_
from ledger.money import Money
from ledger.organisation import base_currency
from ledger.statements.queries import claimed_until, waiting_until
from ledger.treasury.queries import exchanges_under_way, in_transit, losses_to_book, refunds_due, value_cash


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at: what it is, what is left of it at the end of a day, and where it is dealt with."""

    label: str
    left: Callable[[Session, date], list[str]]
    endpoint: str


_checks: list[Check] = []


def add_check(check: Check) -> None:
    """Add something to look at."""
    if check not in _checks:
        _checks.append(check)


def all_checks() -> list[Check]:
    """Return everything to look at, in the order it was added."""
    return list(_checks)


def _in_transit(session: Session, _until: date) -> list[str]:
    return [f"{Money(minor, currency).plain()} {currency}" for currency, minor in in_transit(session)]


def _exchanges(session: Session, until: date) -> list[str]:
    return [one.reference for one in exchanges_under_way(session) if one.day <= until]


def _refunds(session: Session, _until: date) -> list[str]:
    return [one.reference for one in refunds_due(session)]


def _losses(session: Session, _until: date) -> list[str]:
    return [one.reference for one in losses_to_book(session)]


def _rates(session: Session, until: date) -> list[str]:
    return list(value_cash(session, base_currency(session), until).missing)


def _values(session: Session, until: date) -> list[str]:
    lines = value_cash(session, base_currency(session), until).lines
    return sorted({line.currency for line in lines if line.worth != line.base})


def _unmatched(session: Session, until: date) -> list[str]:
    return [f"{cash}: {count}" for cash, count in waiting_until(session, until)]


def _claims(session: Session, until: date) -> list[str]:
    claims = claimed_until(session, until)
    return [f"{cash}: {Money(minor, currency).plain()} {currency}" for cash, currency, minor in claims]


for _check in (
    Check(N_("Lines of statements that wait for a person"), _unmatched, "statements.waiting"),
    Check(N_("Claims on banks that are neither settled nor given up"), _claims, "statements.claims"),
    Check(N_("Payments that are sent and on no statement yet"), _in_transit, "disbursements.runs"),
    Check(N_("Exchanges of which a statement lacks"), _exchanges, "treasury.exchanges"),
    Check(N_("Refunds that are due"), _refunds, "treasury.index"),
    Check(N_("Losses that no statement shows yet"), _losses, "treasury.index"),
    Check(N_("Currencies held without a rate that holds on the last day"), _rates, "treasury.rates"),
    Check(N_("Currencies held that are not valued at the last day's rates"), _values, "treasury.revaluation"),
):
    add_check(_check)
