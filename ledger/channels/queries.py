"""Reading the organisation's own side of a channel."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.books.models import CashAccount
from ledger.channels.models import ChannelRules, MobileProfile, PayerAccount
from ledger.channels.rules.table import Table, read


def payer_of(session: Session, cash: str) -> PayerAccount | None:
    """Return who pays from a cash account, or None where nobody has said yet."""
    return session.get(PayerAccount, cash)


def payers(session: Session) -> dict[str, PayerAccount]:
    """Return who pays from which cash account."""
    return {one.cash: one for one in session.scalars(select(PayerAccount))}


def cash_accounts(session: Session, currency: str | None = None) -> list[CashAccount]:
    """Return the cash accounts by code, all or those of a currency."""
    query = select(CashAccount).order_by(CashAccount.code)
    return list(session.scalars(query.where(CashAccount.currency == currency) if currency else query))


def profiles(session: Session) -> list[MobileProfile]:
    """Return the tables that operators take, by code."""
    return list(session.scalars(select(MobileProfile).order_by(MobileProfile.code)))


def rules_in_force(session: Session) -> tuple[int, Table]:
    """Return the version and the rules that hold; 0 and none before the first were signed."""
    found = session.scalar(select(ChannelRules).order_by(ChannelRules.version.desc()).limit(1))
    return (found.version, read(**json.loads(found.content))) if found else (0, Table())


def needed_grade(session: Session, kind: str, base_minor: int) -> int:
    """Return the grade of evidence that a payment of a kind of award needs by the rules in force."""
    return rules_in_force(session)[1].needed(kind, base_minor)
