"""The ledger's own figures, and the tables of its bundle, held against what its log says to the replay."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.comparison import FREE, agree, parsed, written
from audit.facts import Facts
from audit.tables import FOLDER
from audit.tables import TABLES as EXPECTED
from ledger.awards.models import Award
from ledger.books.models import Posting
from ledger.books.queries import trial_balance
from ledger.books.rules.chart import CASH, CEILING, NAMES
from ledger.disbursements.models import Disbursement
from ledger.exports.tables import TABLES, csv_parts
from ledger.funds.figures import figures_of
from ledger.funds.models import Fund
from ledger.statements.models import BankLine, BankStanding
from ledger.statements.queries import cash_accounts, reconciliation
from tests.agreement.replaying import replayed
from tests.builders import World


def compare(world: World) -> None:
    """No finding, the same balances, the same stages, the same tables."""
    replay = replayed(world)
    assert replay.findings == []
    facts = Facts(replay.state, dict(NAMES))
    with world.store.reading() as session:
        compare_figures(session, facts)
        compare_standing(session)
        compare_tables(session, facts)


def compare_figures(session: Session, facts: Facts) -> None:
    """Hold balances, stages and the figures of funds to the replay."""
    state = facts.state
    balances = {
        (str(b.fund_id), b.account, b.currency, b.holder): (b.minor, b.base_minor) for b in trial_balance(session)
    }
    assert balances == {key: (sub.balance, sub.base_balance) for key, sub in state.balances.items()}
    assert {str(a.id): a.stage.value for a in session.scalars(select(Award))} == {
        k: a.stage for k, a in state.awards.items()
    }
    assert {str(d.id): d.stage.value for d in session.scalars(select(Disbursement))} == {
        key: one.stage for key, one in state.disbursements.items()
    }
    for fund in session.scalars(select(Fund)):
        held = trial_balance(session, fund.id)
        for currency, ours in figures_of(session, fund.id).items():
            theirs = state.funds[str(fund.id)].figures[currency]
            assert (ours.received, ours.promised, ours.paid, ours.available) == (
                theirs.received, theirs.promised, theirs.paid, theirs.available,
            )  # fmt: skip
            assert ours.available == sum(CEILING[b.account] * b.minor for b in held if b.currency == currency) >= 0


def compare_standing(session: Session) -> None:
    """Hold what the triggers keep of statement lines to the lines, and what no statement shows to the postings."""
    lines = select(BankLine.cash_account, BankLine.stage, func.count(), func.sum(BankLine.minor))
    summed = {(cash, stage): (count, int(minor)) for cash, stage, count, minor in session.execute(
        lines.group_by(BankLine.cash_account, BankLine.stage))}  # fmt: skip
    kept = {(one.cash_account, one.stage): (one.count, one.minor) for one in session.scalars(select(BankStanding))}
    assert {key: held for key, held in kept.items() if held != (0, 0)} == summed
    for account in cash_accounts(session):
        told = reconciliation(session, account)
        posted = select(func.sum(Posting.minor)).join(BankLine, BankLine.id == Posting.statement)
        posted = posted.where(BankLine.cash_account == account.code, Posting.account == CASH)
        assert (told.shown, told.unexplained) == (int(session.scalar(posted) or 0), 0), account.code


def compare_tables(session: Session, facts: Facts) -> None:
    """Hold every table of a bundle, line by line, to the lines that follow from the log."""
    exported = {table.name: table for table in TABLES}
    for columns, rows in EXPECTED:
        name = columns.file.removeprefix(FOLDER).removesuffix(".csv")
        ours = b"".join(csv_parts(exported[name], session, 10**9)).decode().splitlines(keepends=True)
        theirs = [written(columns.heads()), *rows(facts)]
        assert len(ours) == len(theirs), name
        assert list(different(ours, theirs)) == [], name


def different(ours: list[str], theirs: list[str]) -> Iterator[tuple[str, str]]:
    """Yield lines that differ where the log decides."""
    for our, their in zip(ours, theirs, strict=True):
        if our != their:
            due, actual = parsed(their), parsed(our)
            if FREE not in their or due is None or actual is None or not agree(due, actual):
                yield our, their
