"""The chart of accounts and the cash accounts: what there is to post to."""

from __future__ import annotations

from sqlalchemy import insert, select

from ledger.books.models import CashAccount, CashKind, CurrencyRow, LedgerAccount
from ledger.books.rules.chart import CHART
from ledger.money import digits_of, known_currencies
from ledger.work import Work


def lay_out_chart(work: Work) -> None:
    """Write the chart of accounts and the currencies, once, at founding."""
    work.session.add_all(CurrencyRow(code=code, digits=digits_of(code)) for code in known_currencies())
    work.session.execute(
        insert(LedgerAccount),
        [{"number": line.number, "name": line.name, "kind": line.kind, "ceiling": line.ceiling} for line in CHART],
    )
    work.session.flush()


def cash_account_for(work: Work, currency: str) -> str:
    """Return the code of the usual cash account of a currency, a bank account opened where there is none yet."""
    query = select(CashAccount.code).where(CashAccount.currency == currency, CashAccount.usual)
    found: str | None = work.session.scalar(query)
    return found or write_cash(work, f"main-{currency.lower()}", CashKind.BANK, currency).code


def write_cash(
    work: Work, code: str, kind: CashKind, currency: str, number: str | None = None, network: str | None = None
) -> CashAccount:
    """Insert and log a cash account, for whoever checked that it may stand. The first of a currency is usual."""
    others = select(CashAccount.code).where(CashAccount.currency == currency, CashAccount.usual)
    usual = work.session.scalar(others) is None
    account = CashAccount(code=code, kind=kind, currency=currency, number=number, network=network, usual=usual)
    work.session.add(account)
    work.session.flush()
    work.record("cash.opened", [], cash=code, kind=kind.value, currency=currency, usual=usual, network=network)
    return account
