"""The demo's bank: its statements are taken in like any other's."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.actor import Role
from ledger.banking.statement import Kind, Statement, StatementLine
from ledger.demo.stage import Stage
from ledger.disbursements.models import Disbursement, PaymentCode, Run
from ledger.funds.models import Contribution
from ledger.statements.actions.book import book_line
from ledger.statements.actions.take_in import import_statements
from ledger.statements.queries import cash_account, last_statement, line
from ledger.work import Work

ACCOUNT = "DE89370400440532013000"
Movement = tuple[int, str, Kind]
"""Minor units, the payment code beside them or nothing, what the bank calls it."""


def hear(work: Work, cash: str, movements: Sequence[Movement], on: date | None = None) -> list[UUID]:
    """Take in a statement of a day with these movements, and return the ids of its lines."""
    account, today = cash_account(work.session, cash), on or work.at.date()
    last = last_statement(work.session, cash)
    opening = last.closing if last else 0
    lines = tuple(
        StatementLine(number, today, minor, (code,) if code else (), kind=kind)
        for number, (minor, code, kind) in enumerate(movements, start=1)
    )
    closing = opening + sum(minor for minor, _code, _kind in movements)
    number = account.number or (ACCOUNT if cash == "main-eur" else cash.replace("-", ""))
    said = Statement(number, account.currency, 0, 1, today, today, opening, closing, lines)
    made = import_statements(work, account, [said], hashlib.sha256(uuid4().bytes).hexdigest())
    return [one.id for part in made.lines for one in part]


def receive_gift(stage: Stage, gift: UUID) -> None:
    """Let a gift come in on a statement, and be booked by somebody of finance."""
    clerk = stage.one(Role.FINANCE)
    with stage.act(clerk) as work:
        found = work.session.get_one(Contribution, gift)
        (shown,) = hear(work, found.fund.cash_account, [(found.minor, "", Kind.TRANSFER)])
    with stage.act(clerk) as work:
        book_line(work, line(work.session, shown), "contribution", str(gift))


def settle(stage: Stage, arrived: Sequence[UUID], returning: Sequence[UUID], fee: int) -> None:
    """Let payments be debited, and some of them come back the same day, less a fee."""
    with stage.store.reading() as session:
        cash, codes = _codes(session, [*arrived, *returning])
    debits = [(-codes[one][1], codes[one][0], Kind.TRANSFER) for one in (*arrived, *returning)]
    credits_ = [(codes[one][1] - fee, codes[one][0], Kind.RETURN) for one in returning]
    with stage.act(stage.one(Role.FINANCE)) as work:
        hear(work, cash, [*debits, *credits_])


def _codes(session: Session, payments: Sequence[UUID]) -> tuple[str, dict[UUID, tuple[str, int]]]:
    query = (
        select(PaymentCode.disbursement_id, PaymentCode.code, Disbursement.minor, Run.cash_account)
        .join(Disbursement, Disbursement.id == PaymentCode.disbursement_id)
        .join(Run, Run.id == Disbursement.run_id)
        .where(PaymentCode.disbursement_id.in_(payments))
    )
    rows = session.execute(query).all()
    return rows[0].cash_account, {row.disbursement_id: (row.code, row.minor) for row in rows}
