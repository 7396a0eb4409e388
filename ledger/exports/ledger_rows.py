"""Rows of the tables about awards, runs and disbursements, streamed by key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.awards.models import Award, Instalment
from ledger.books.models import Entry, Posting, SubAccount
from ledger.books.rules.chart import ADVANCES, CASH
from ledger.clock import day_text
from ledger.disbursements.models import Disbursement, Run
from ledger.loans.models import Loan

Row = list[Any]
BATCH = 1000


def awards(session: Session, _size: int) -> Iterator[Row]:
    """Return the awards."""
    query = select(
        Award.id, Award.reference, Award.kind, Award.beneficiary, Award.fund_id, Award.purpose,
        Award.supports_from, Award.supports_until, Award.minor, Award.currency, Award.stage, Award.emergency,
        Award.stopped, Award.way, Award.proposal_id,
    )  # fmt: skip
    for row in session.execute(query.order_by(Award.id).execution_options(yield_per=BATCH)):
        yield [day_text(cell) if isinstance(cell, date) else cell for cell in row]


def instalments(session: Session, _size: int) -> Iterator[Row]:
    """Return the instalments."""
    query = select(Instalment.award_id, Instalment.number, Instalment.due, Instalment.minor, Instalment.stage)
    ordered = query.order_by(Instalment.award_id, Instalment.number).execution_options(yield_per=BATCH)
    for row in session.execute(ordered):
        yield [row.award_id, row.number, day_text(row.due), row.minor, row.stage]


def loans(session: Session, _size: int) -> Iterator[Row]:
    """Return the loans."""
    query = select(
        Loan.award_id, Loan.currency, Loan.lent_minor, Loan.repaid_minor, Loan.written_off_minor, Loan.granted_minor,
        Loan.recovered_minor, Loan.allowance_minor, Loan.stage, Loan.suspended, Loan.rescheduled,
    )  # fmt: skip
    for row in session.execute(query.order_by(Loan.award_id).execution_options(yield_per=BATCH)):
        yield list(row)


def repayments(session: Session, _size: int) -> Iterator[Row]:
    """Return what came back of loans, in the order of the journal."""
    query = (
        select(
            Entry.number, Posting.ref, Entry.event, Entry.date, Posting.minor, Posting.currency, SubAccount.holder,
            Posting.statement,
        )
        .join(Posting, Posting.entry_id == Entry.id)
        .join(SubAccount, SubAccount.id == Posting.sub_account_id)
        .where(Entry.event.in_(("loan_repaid", "loan_recovered")), Posting.account.in_((CASH, ADVANCES)))
        .order_by(Entry.number)
        .execution_options(yield_per=BATCH)
    )  # fmt: skip
    for row in session.execute(query):
        yield [day_text(cell) if isinstance(cell, date) else cell for cell in row]


def runs(session: Session, _size: int) -> Iterator[Row]:
    """Return the runs."""
    query = select(Run.id, Run.reference, Run.channel, Run.currency, Run.cash_account, Run.stage, Run.proposal_id)
    for row in session.execute(query.order_by(Run.id).execution_options(yield_per=BATCH)):
        yield list(row)


def disbursements(session: Session, _size: int) -> Iterator[Row]:
    """Return the disbursements."""
    query = select(
        Disbursement.id, Disbursement.reference, Disbursement.award_id, Disbursement.number, Disbursement.run_id,
        Disbursement.minor, Disbursement.currency, Disbursement.stage, Disbursement.replaces, Disbursement.settled_on,
        Disbursement.split_of, Disbursement.part, Disbursement.parts, Disbursement.forced_by, Disbursement.grade,
    )  # fmt: skip
    for row in session.execute(query.order_by(Disbursement.id).execution_options(yield_per=BATCH)):
        yield list(row)
