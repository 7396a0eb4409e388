"""What a cash account is called at its bank: learnt from its first statement, held to from then on."""

from __future__ import annotations

import hashlib

from sqlalchemy import Select, select

from ledger.actor import Role
from ledger.banking.accounts import is_of
from ledger.banking.statement import plain_account
from ledger.books.models import CashAccount
from ledger.errors import N_, Refusal
from ledger.statements.models import TableProfile
from ledger.work import Work

_LONGEST = 64


def learn_number(work: Work, account: CashAccount, number: str) -> None:
    """Remember the number that the first statement names; raise Refusal for a statement of another account."""
    if not account.number:
        name_account(work, account, number)
    elif not is_of(number, account.number):
        raise Refusal(
            N_("This is a statement of another account than %(account)s."), field="file", account=account.code
        )


def name_account(work: Work, account: CashAccount, number: str) -> None:
    """Write down an account's number at its bank, as its statements name it. The log knows that it was done."""
    work.actor.require(Role.FINANCE)
    plain = plain_account(number)
    if not plain or len(plain) > _LONGEST:
        raise Refusal(N_("Write the number of the account, as its statements name it."), field="number")
    if work.session.scalar(_others(account, plain).where(CashAccount.currency != account.currency)):
        # One number of a bank may stand for an account in each of several currencies.
        plain += account.currency
    if work.session.scalar(_others(account, plain)):
        raise Refusal(N_("Another cash account has this number already."), field="number")
    account.number = plain
    work.session.flush()
    work.record("cash.numbered", [], cash=account.code)


def _others(account: CashAccount, number: str) -> Select[str]:
    return select(CashAccount.code).where(CashAccount.number == number, CashAccount.code != account.code)


def describe_tables(work: Work, account: CashAccount, profile: str) -> None:
    """Write down how the tables of an account's bank are read. The log knows a hash of it."""
    work.actor.require(Role.FINANCE)
    known = work.session.get(TableProfile, account.code) or TableProfile(cash_account=account.code)
    known.profile = profile
    work.session.add(known)
    work.session.flush()
    work.record("cash.described", [], cash=account.code, sha256=hashlib.sha256(profile.encode()).hexdigest())
