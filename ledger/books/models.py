"""The double-entry journal: accounts, sub-accounts with their running balance, entries, postings."""

from __future__ import annotations

import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ledger.base import KEPT, PROTECTED, Base, key_column, stage_type, whole


class AccountKind(enum.StrEnum):
    """The kinds of account of the chart."""

    ASSET = "asset"
    LIABILITY = "liability"
    FUND = "fund"
    INCOME = "income"
    EXPENSE = "expense"
    CLEARING = "clearing"
    MEMO = "memo"


class CurrencyRow(Base):
    """A currency that money may be kept in (ISO 4217); never deleted, since old amounts need its digits."""

    __tablename__ = "currency"
    __table_args__ = ({"info": KEPT},)

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    digits: Mapped[int]


class LedgerAccount(Base):
    """An account of the chart. `ceiling` says how its balance counts towards what a fund may still promise (H5)."""

    __tablename__ = "ledger_account"
    __table_args__ = ({"info": PROTECTED},)

    number: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[AccountKind] = mapped_column(stage_type(AccountKind, "kind"))
    ceiling: Mapped[int]


class CashKind(enum.StrEnum):
    """What money lies in."""

    BANK = "bank"
    MOBILE_MONEY = "mobile_money"
    CASH_BOX = "cash_box"
    DIGITAL_WALLET = "digital_wallet"


class CashAccount(Base):
    """Where the organisation's own money lies: one currency each. The log knows it by its code only.

    `number` is what the bank or operator calls it, in clear, so that statements can be matched to it. `usual` is the
    account of its currency that is used where none is chosen.
    """

    __tablename__ = "cash_account"
    __table_args__ = (
        Index(
            "uq_cash_account_usual",
            "currency",
            unique=True,
            sqlite_where=text("usual"),
            postgresql_where=text("usual"),
        ),
        CheckConstraint("(kind = 'digital_wallet') = (network IS NOT NULL)", name="wallet_on_a_network"),
        {"info": KEPT},
    )

    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[CashKind] = mapped_column(stage_type(CashKind, "kind"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    number: Mapped[str | None] = mapped_column(String(64), unique=True)
    network: Mapped[str | None] = mapped_column(String(16))
    """The network that a wallet of a digital currency is on; every other account is on none."""
    usual: Mapped[bool]


class SubAccount(Base):
    """Account × fund × currency × holder: the unit that carries a running balance."""

    __tablename__ = "sub_account"
    __table_args__ = (
        UniqueConstraint("fund_id", "account", "currency", "holder"),
        Index("ix_sub_account_account", "account"),
        {"info": KEPT},
    )

    id: Mapped[UUID] = key_column()
    fund_id: Mapped[UUID]
    account: Mapped[str] = mapped_column(ForeignKey("ledger_account.number"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    holder: Mapped[str] = mapped_column(String(36), default="")


class Entry(Base):
    """The row that seals its postings: inserted after them, and only when they balance (H1)."""

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_date", "date"), {"info": PROTECTED})

    id: Mapped[UUID] = key_column()
    number: Mapped[int] = mapped_column(unique=True)
    event: Mapped[str] = mapped_column(String(32))
    rules: Mapped[int]
    date: Mapped[date]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(36))
    log_seq: Mapped[int] = mapped_column(unique=True)
    reverses: Mapped[UUID | None] = mapped_column(ForeignKey("entry.id"), unique=True)


_SHOWN = text("statement IS NOT NULL")
UNSHOWN = text("account = '1000' AND statement IS NULL")
"""Written out in what is asked as well: an index of a part is used only where the part stands in the question."""


class Posting(Base):
    """One line of an entry: positive debit, negative credit, in its currency and in base."""

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("sub_account_id", "version"),
        Index("ix_posting_ref", "ref"),
        # An account statement walks along this one, by accounting day, whatever was posted late.
        Index("ix_posting_day", "sub_account_id", "date", "version"),
        # Most lines show no cash: left in, they would be in the way of whoever asks for cash that nothing shows.
        Index("ix_posting_statement", "statement", sqlite_where=_SHOWN, postgresql_where=_SHOWN),
        # The movements of cash that no statement shows, with what is summed of them.
        Index("ix_posting_unshown", "sub_account_id", "minor", sqlite_where=UNSHOWN, postgresql_where=UNSHOWN),
        CheckConstraint("minor <> 0 OR base_minor <> 0", name="says_something"),
        whole("minor"),
        whole("base_minor"),
        whole("balance"),
        whole("base_balance"),
        {"info": PROTECTED},
    )

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("entry.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    sub_account_id: Mapped[UUID] = mapped_column(ForeignKey("sub_account.id"))
    fund_id: Mapped[UUID]
    account: Mapped[str] = mapped_column(ForeignKey("ledger_account.number"))
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    date: Mapped[date]
    """The accounting day of its entry, which seals it with the same."""
    minor: Mapped[int]
    base_minor: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    ref: Mapped[UUID]
    version: Mapped[int]
    balance: Mapped[int]
    base_balance: Mapped[int]
    statement: Mapped[UUID | None]
    """The statement line that shows the money, where cash moved."""


class FundBalance(Base):
    """What a fund may still promise, per currency, kept by a trigger; never below nothing (H5)."""

    __tablename__ = "fund_balance"
    __table_args__ = (CheckConstraint("available >= 0", name="ceiling"), {"info": KEPT})

    fund_id: Mapped[UUID] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    available: Mapped[int]


class FundMonth(Base):
    """Sums of a fund's postings by month, account and event, kept by a trigger: what reports over time read."""

    __tablename__ = "fund_month"
    __table_args__ = ({"info": KEPT},)

    fund_id: Mapped[UUID] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("ledger_account.number"), primary_key=True)
    event: Mapped[str] = mapped_column(String(32), primary_key=True)
    minor: Mapped[int]
    base_minor: Mapped[int]


class Period(Base):
    """The books are closed until this day, included: what comes late goes to the first open day. Never reopened."""

    __tablename__ = "closed_period"
    __table_args__ = ({"info": PROTECTED},)

    until: Mapped[date] = mapped_column(primary_key=True)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
    closed_at: Mapped[datetime]


class SubAccountMonth(Base):
    """Sums of a sub-account's postings by month of their accounting day, kept by a trigger: `ledger.books.at_date`."""

    __tablename__ = "sub_account_month"
    __table_args__ = ({"info": KEPT},)

    sub_account_id: Mapped[UUID] = mapped_column(ForeignKey("sub_account.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    minor: Mapped[int]
    base_minor: Mapped[int]
    debit: Mapped[int]
    """The positive ones alone; the negative ones are the rest of `minor`."""


class SubAccountDay(Base):
    """The same by accounting day: what a month that has not ended on the day asked for is read off."""

    __tablename__ = "sub_account_day"
    __table_args__ = ({"info": KEPT},)

    sub_account_id: Mapped[UUID] = mapped_column(ForeignKey("sub_account.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    minor: Mapped[int]
    base_minor: Mapped[int]
    debit: Mapped[int]


class ExchangeRate(Base):
    """A rate as it was approved, with its source and day; results are data and never computed again."""

    __tablename__ = "exchange_rate"
    __table_args__ = (Index("ix_exchange_rate_newest", "currency", "base", "date"), {"info": PROTECTED})

    id: Mapped[UUID] = key_column()
    currency: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    base: Mapped[str] = mapped_column(ForeignKey("currency.code"))
    rate: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
    date: Mapped[date]
    log_seq: Mapped[int] = mapped_column(unique=True)
    """Its place in the log: of several of one day, the last one holds."""
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposal.id"))
