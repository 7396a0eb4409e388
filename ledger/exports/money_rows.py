"""Rows of the tables about money."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.approvals.models import Decision, Proposal, Verdict
from ledger.awards.models import Award
from ledger.books.models import LedgerAccount, SubAccount
from ledger.books.queries import JournalLine, all_lines, trial_balance
from ledger.books.rules.events import EVENTS
from ledger.clock import day_text, moment_text
from ledger.disbursements.models import Disbursement
from ledger.funds.figures import figures_of
from ledger.funds.models import Budget, BudgetLine, Contribution, Fund
from ledger.money import digits_of, plain_amount
from ledger.organisation import base_currency

Row = list[Any]
BATCH = 1000


def gl_detail(session: Session, _size: int) -> Iterator[Row]:
    """Every posting in the order of the journal, under the AICPA's names of columns."""
    base = base_currency(session)
    codes = fund_codes(session)
    accounts = {a.number: a for a in session.scalars(select(LedgerAccount))}
    known = {number: (a.name, a.kind.value) for number, a in accounts.items()}
    for line, approver in _with_approvers(session):
        name, kind = known[line.account]
        yield [
            line.number,
            line.line,
            day_text(line.date),
            line.date.year,
            line.date.month,
            moment_text(line.at)[:10],
            moment_text(line.at)[11:19],
            line.actor,
            approver,
            line.event,
            EVENTS[line.event].family,
            codes[line.fund_id],
            line.account,
            name,
            kind,
            "D" if (line.minor or line.base_minor) > 0 else "C",
            plain_amount(abs(line.base_minor), base),
            base,
            plain_amount(abs(line.minor), line.currency),
            line.currency,
            line.minor,
            line.base_minor,
            line.holder,
            line.kind,
            line.ref,
            line.version,
            line.balance,
            line.base_balance,
            "1" if line.reverses else "",
            line.reverses,
            line.log_seq,
        ]


def _with_approvers(session: Session) -> Iterator[tuple[JournalLine, str]]:
    """Join each line to the first person who approved the award behind it, a batch at a time."""
    lines = all_lines(session)
    while batch := list(islice(lines, BATCH)):
        found = _approvers(session, {(line.kind, line.ref) for line in batch})
        yield from ((line, found.get((line.kind, line.ref), "")) for line in batch)


def _approvers(session: Session, keys: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    first: dict[tuple[str, UUID], str] = {}
    for kind, model, award in (("award", Award, Award.id), ("disbursement", Disbursement, Disbursement.award_id)):
        refs = [ref for known, ref in keys if known == kind]
        query = select(model.id, Decision.person_id)
        if model is Disbursement:
            query = query.join(Award, Award.id == award)
        query = (
            query.join(Proposal, Proposal.id == Award.proposal_id)
            .join(Decision, (Decision.proposal_id == Proposal.id) & (Decision.revision == Proposal.revision))
            .where(model.id.in_(refs), Decision.verdict == Verdict.APPROVE)
            .order_by(Decision.at, Decision.person_id)
        )
        for row in session.execute(query):
            first.setdefault((kind, row.id), str(row.person_id))
    return first


def fund_codes(session: Session) -> dict[UUID, str]:
    """Return the code of each fund."""
    return {row.id: row.code for row in session.execute(select(Fund.id, Fund.code))}


def trial_balance_rows(session: Session, _size: int) -> Iterator[Row]:
    """Return the closing balance of every sub-account, by account, fund code, currency, holder."""
    codes = fund_codes(session)
    rows = [[b.account, codes[b.fund_id], b.currency, b.holder, b.minor, b.base_minor] for b in trial_balance(session)]
    yield from sorted(rows, key=lambda row: row[:4])


def chart(session: Session, _size: int) -> Iterator[Row]:
    """Return the chart of accounts."""
    for account in session.scalars(select(LedgerAccount).order_by(LedgerAccount.number)):
        yield [account.number, account.name, account.kind]


def currencies(session: Session, _size: int) -> Iterator[Row]:
    """Return the currencies that are used."""
    used = set(session.scalars(select(SubAccount.currency).distinct()))
    used |= set(session.scalars(select(Fund.currency).distinct())) | {base_currency(session)}
    for code in sorted(used):
        yield [code, digits_of(code)]


def funds(session: Session, _size: int) -> Iterator[Row]:
    """Return the funds."""
    for fund in session.scalars(select(Fund).order_by(Fund.id)):
        days = [day_text(fund.opens), day_text(fund.closes)]
        yield [fund.id, fund.code, fund.donor_id, fund.currency, *days, fund.purposes]


def fund_figures(session: Session, _size: int) -> Iterator[Row]:
    """Return where each fund stands, in each currency that was ever posted in it."""
    for fund in session.scalars(select(Fund.id).order_by(Fund.id)):
        for currency, told in figures_of(session, fund).items():
            yield [fund, currency, told.received, told.promised, told.paid, told.available]


def budgets(session: Session, _size: int) -> Iterator[Row]:
    """Return the lines of every version of every budget."""
    query = select(Budget, BudgetLine, Fund.currency).join(BudgetLine, BudgetLine.budget_id == Budget.id)
    query = query.join(Fund, Fund.id == Budget.fund_id).order_by(Budget.id, BudgetLine.number)
    for budget, one, currency in session.execute(query):
        about = [budget.id, one.number, budget.fund_id, budget.version, budget.method]
        yield [*about, one.code, one.items, one.minor, currency, budget.proposal_id]


def contributions(session: Session, _size: int) -> Iterator[Row]:
    """Return the gifts."""
    for gift in session.scalars(select(Contribution).order_by(Contribution.id)):
        yield [gift.id, gift.fund_id, gift.donor_id, gift.minor, gift.currency, gift.stage, gift.received_on]
