"""Opening the accounts in which the organisation's money lies."""

from __future__ import annotations

from sqlalchemy import select

from ledger.actor import Role
from ledger.advances.models import Intermediary
from ledger.banking.digital import NETWORKS
from ledger.books.accounts import write_cash
from ledger.books.models import CashAccount, CashKind
from ledger.errors import N_, Refusal
from ledger.money import digits_of
from ledger.treasury.rules.codes import cash_code_from
from ledger.work import Work


def open_cash(work: Work, code: str, kind: CashKind, currency: str, number: str = "", network: str = "") -> CashAccount:
    """Open an account of one currency. Its number stands in its row, where statements find it, and never on the log.

    A digital wallet is on one network, which is on the log.
    """
    work.actor.require(Role.FINANCE)
    cash_code_from(code)
    if digits_of(currency) is None:
        raise Refusal(
            N_("%(code)s is not a currency the ledger knows. Choose one from the list."),
            field="currency",
            code=currency,
        )
    if work.session.get(CashAccount, code) is not None:
        raise Refusal(N_("There is a cash account with this code already. Choose another code."), field="code")
    if work.session.scalar(select(Intermediary.id).where(Intermediary.code == code)):
        raise Refusal(N_("An intermediary has this code already. Choose another code."), field="code")
    _refuse_network(kind, network)
    plain = "".join(number.split()).upper() or None
    if plain and work.session.scalar(select(CashAccount.code).where(CashAccount.number == plain)):
        raise Refusal(N_("Another cash account has this number already."), field="number")
    return write_cash(work, code, kind, currency, plain, network or None)


def _refuse_network(kind: CashKind, network: str) -> None:
    if kind is not CashKind.DIGITAL_WALLET and network:
        raise Refusal(N_("Only a digital wallet is on a network. Leave it empty."), field="network")
    if kind is CashKind.DIGITAL_WALLET and network not in NETWORKS:
        known = ", ".join(NETWORKS)
        raise Refusal(N_("Choose the network that this wallet is on: %(known)s."), field="network", known=known)


def number_cash(work: Work, account: CashAccount, number: str) -> None:
    """Write down, or correct, how the bank or operator calls an account."""
    work.actor.require(Role.FINANCE)
    plain = "".join(number.split()).upper() or None
    others = select(CashAccount.code).where(CashAccount.number == plain, CashAccount.code != account.code)
    if plain and work.session.scalar(others):
        raise Refusal(N_("Another cash account has this number already."), field="number")
    account.number = plain
    work.record("cash.numbered", [], cash=account.code)
