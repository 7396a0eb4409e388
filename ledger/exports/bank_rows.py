"""Rows of the tables about statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.clock import day_text
from ledger.statements.models import BankLine, BankStatement

Row = list[Any]
BATCH = 1000


def statements(session: Session, _size: int) -> Iterator[Row]:
    """Return the statements."""
    for one in session.scalars(select(BankStatement).order_by(BankStatement.id)):
        yield [one.id, one.cash_account, one.currency, day_text(one.first), day_text(one.last), one.count]


def statement_lines(session: Session, _size: int) -> Iterator[Row]:
    """Return their lines."""
    columns = (
        BankLine.id, BankLine.statement_id, BankLine.number, BankLine.day, BankLine.minor, BankLine.currency,
        BankLine.kind, BankLine.stage,
    )  # fmt: skip
    for row in session.execute(select(*columns).order_by(BankLine.id).execution_options(yield_per=BATCH)):
        yield [*row[:3], day_text(row.day), *row[4:]]
