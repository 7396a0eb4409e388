"""Saying who pays from a cash account: checked as a bank would, kept in a table, on the log by its code alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from ledger.actor import Role
from ledger.banking.characters import carried
from ledger.banking.pain001 import Account, Order, Service
from ledger.books.models import CashAccount
from ledger.channels.models import PayerAccount
from ledger.errors import N_, NotFound, Refusal
from ledger.organisation import the_organisation
from ledger.vault.rules.neutral import refuse_telling
from ledger.work import Work

_NAME = 70


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: the name that banks show, the account and its bank, and how its files are to be written."""

    name: str
    number: str
    bank: str
    country: str
    service: str
    charges: str
    version: str


def set_payer(work: Work, cash: str, payer: Payer) -> PayerAccount:
    """Say who pays from a cash account. Raises Refusal for what no bank would take, and for a name that tells."""
    work.actor.require(Role.FINANCE)
    account = work.session.get(CashAccount, cash)
    if account is None:
        raise NotFound
    _check(work, payer, account.currency)
    found = work.session.get(PayerAccount, cash)
    if found is None:
        found = PayerAccount(cash=cash, **asdict(payer))
        work.session.add(found)
    for name, value in asdict(payer).items():
        setattr(found, name, value)
    work.session.flush()
    work.record("payer.set", [], cash=cash)
    return found


def _check(work: Work, payer: Payer, currency: str) -> None:
    house = the_organisation(work.session)
    refuse_telling(payer.name, [house.name] if house else [], "name")
    if not payer.name.strip():
        raise Refusal(N_("Write the name that banks show."), field="name")
    try:
        carried(payer.name, "payer", _NAME)
    except Refusal as refusal:
        raise Refusal(refusal.sentence, field="name", **refusal.values) from None
    if payer.service not in set(Service):
        raise Refusal(N_("Choose how fast the bank is to pay."), field="service")
    own = Account(payer.number, payer.bank, payer.country)
    try:
        own.checked(Service(payer.service), N_("of your own"))
    except Refusal as refusal:
        field = {"account": "number", "bank_code": "bank"}.get(refusal.field or "", "number")
        raise Refusal(refusal.sentence, field=field, **refusal.values) from None
    order_of(payer, currency, ("1", work.at, 1, 1)).check()


def order_of(payer: Payer | PayerAccount, currency: str, what: tuple[str, datetime, int, int]) -> Order:
    """Return the order of a payment file; `what` is its id, the moment, how many payments and their minor units."""
    message, made, count, total = what
    return Order(
        message=message,
        made=made,
        payer=payer.name,
        account=Account(payer.number, payer.bank, payer.country),
        day=made.date(),
        currency=currency,
        count=count,
        total=total,
        service=Service(payer.service),
        charges=payer.charges,
        version=payer.version,
    )
