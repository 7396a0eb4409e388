"""Taking statements in: all of a file or nothing, each line once, and what carries a payment's code is posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from ledger.actor import Role
from ledger.banking.statement import Statement
from ledger.books.models import CashAccount
from ledger.books.rules.lines import Shown
from ledger.bulk import insert_rows
from ledger.clock import day_text
from ledger.disbursements.actions.outcomes import Debit, mark_confirmed, mark_returned
from ledger.errors import N_, Refusal
from ledger.statements.actions.accounts import learn_number
from ledger.statements.actions.plan import POSTED, NewLine, Plan, plan
from ledger.statements.models import BankLine, BankStatement, LineStage
from ledger.statements.queries import as_last, last_statement
from ledger.statements.rules.canonical import lines_sha256
from ledger.statements.rules.following import refuse_out_of_turn
from ledger.statements.rules.matching import Says
from ledger.work import Work

IN_ONE_ENTRY = 250
"""Lines that one log entry tells."""


def import_statements(work: Work, account: CashAccount, found: Sequence[Statement], sha256: str) -> Plan:
    """Take in the statements of a file, and post what they say of payments. Raises Refusal; then nothing is taken.

    `sha256` is that of the file. The same file, and the same statement in another file, is refused.
    """
    work.actor.require(Role.FINANCE)
    if work.session.scalar(select(BankStatement.id).where(BankStatement.file_sha256 == sha256).limit(1)):
        raise Refusal(N_("This very file was taken in before. Nothing was changed."), field="file")
    learn_number(work, account, found[0].account)
    last = last_statement(work.session, account.code)
    refuse_out_of_turn(found, as_last(last), work.at.date())
    number = last.number if last else 0
    made = plan(work.session, account, found)
    for one, lines in zip(found, made.lines, strict=True):
        number += 1
        _write(work, account, _Numbered(one, number, sha256), lines, made.says())
    _post(work, made)
    return made


def match_waiting(work: Work, account: CashAccount) -> Plan:
    """Try once more the lines that carry a payment's code and wait for what has come in since."""
    work.actor.require(Role.FINANCE)
    made = plan(work.session, account, [])
    if not any(one.says in POSTED for one in made.matches):
        raise Refusal(N_("Nothing that waits can be matched yet."))
    _post(work, made)
    return made


class _Numbered:
    """A statement with its place among those of its account."""

    def __init__(self, said: Statement, number: int, sha256: str) -> None:
        self.id, self.said, self.number, self.sha256 = uuid4(), said, number, sha256


def _write(work: Work, account: CashAccount, one: _Numbered, lines: Sequence[NewLine], says: dict[UUID, Says]) -> None:
    said = one.said
    told = [
        (line.id, number, line.said.day, line.said.minor, line.said.kind.value) for number, line in _in_order(lines)
    ]
    statement = BankStatement(
        id=one.id,
        cash_account=account.code,
        currency=account.currency,
        number=one.number,
        bank_number=said.number,
        bank_page=said.page,
        first=said.first,
        last=said.last,
        opening=said.opening,
        closing=said.closing,
        count=len(lines),
        file_sha256=one.sha256,
        lines_sha256=lines_sha256(told, account.currency),
        imported_by=work.actor.id,
        imported_at=work.at,
    )
    work.session.add(statement)
    work.session.flush()
    insert_rows(work.session, BankLine, [_row(statement, n, line, says.get(line.id)) for n, line in _in_order(lines)])
    _record(work, statement, told)
    for line in lines:
        if says.get(line.id) is Says.DUPLICATE_DEBIT:
            work.record("line.set_aside", [line.id, statement.id], line=str(line.id), why=Says.DUPLICATE_DEBIT.value)


def _in_order(lines: Sequence[NewLine]) -> enumerate[NewLine]:
    return enumerate(lines, start=1)


def _row(statement: BankStatement, number: int, line: NewLine, says: Says | None) -> dict[str, Any]:
    stage = LineStage.MATCHED if says in POSTED else LineStage.OPEN
    return {
        "id": line.id,
        "statement_id": statement.id,
        "cash_account": statement.cash_account,
        "currency": statement.currency,
        "number": number,
        "day": line.said.day,
        "minor": line.said.minor,
        "kind": line.said.kind.value,
        "reason": line.said.reason,
        "stage": LineStage.SET_ASIDE if says is Says.DUPLICATE_DEBIT else stage,
        "why": says.value if says and says not in POSTED else None,
        "disbursement_id": line.payment,
        "used_as": _USED[says] if says in POSTED else None,
    }


_USED: dict[Says | None, str] = {Says.CONFIRMED: "payment_debited", Says.RETURNED: "payment_returned"}


def _record(work: Work, one: BankStatement, told: Sequence[tuple[Any, ...]]) -> None:
    work.record(
        "statement.imported",
        [one.id],
        statement=str(one.id),
        cash=one.cash_account,
        currency=one.currency,
        number=one.number,
        **{"from": day_text(one.first)},
        until=day_text(one.last),
        opening=one.opening,
        closing=one.closing,
        count=one.count,
        file_sha256=one.file_sha256,
        lines_sha256=one.lines_sha256,
    )
    for start in range(0, len(told), IN_ONE_ENTRY):
        part = told[start : start + IN_ONE_ENTRY]
        lines = [
            {"line": str(ident), "number": number, "date": day_text(day), "minor": minor, "kind": kind}
            for ident, number, day, minor, kind in part
        ]
        work.record("statement.lines", [one.id], statement=str(one.id), lines=lines)


def _post(work: Work, made: Plan) -> None:
    """Post line after line as the plan reckoned, debits that follow one another together."""
    days = _days(work, made)
    debits: list[Debit] = []
    for one in made.matches:
        coded = one.coded
        shown = Shown(coded.line, days[coded.line], coded.cash, coded.currency, coded.minor)
        if one.says is Says.CONFIRMED:
            debits.append((made.payments[coded.payment.id], shown))
        elif one.says is Says.RETURNED:
            mark_confirmed(work, debits)
            debits = []
            mark_returned(work, made.payments[coded.payment.id], shown)
    mark_confirmed(work, debits)


def _days(work: Work, made: Plan) -> dict[UUID, Any]:
    """Give the day of each line, and mark the older ones of which the plan says more by now."""
    days = {line.id: line.said.day for part in made.lines for line in part}
    for one in made.matches:
        if one.coded.line not in days:
            older = work.session.get_one(BankLine, one.coded.line)
            days[older.id] = older.day
            older.why = None if one.says in POSTED else one.says.value
            if one.says in POSTED:
                older.stage, older.used_as = LineStage.MATCHED, _USED[one.says]
    return days
