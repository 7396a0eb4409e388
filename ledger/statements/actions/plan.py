"""What a statement would do: the same for a dry run and for taking it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ledger.awards.models import Award
from ledger.banking.statement import Statement, StatementLine
from ledger.books.models import CashAccount
from ledger.books.queries import available, cash_in
from ledger.disbursements.actions.booking import booking_of
from ledger.disbursements.models import Disbursement
from ledger.disbursements.named import payments_by_transaction
from ledger.disbursements.queries import cash_of, payments_by_code
from ledger.statements.models import BankLine, LineStage
from ledger.statements.rules.matching import Coded, Match, Payment, Says, match

_CODE_LENGTH = 12
POSTED = {Says.CONFIRMED, Says.RETURNED}


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of a file that is to be taken in, and the payment whose code stands in it."""

    id: UUID
    said: StatementLine
    payment: UUID | None


@dataclass(slots=True)
class Plan:
    """Lines by statement, and what each line with a payment's code says of it, older lines that wait first."""

    lines: list[list[NewLine]] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    payments: dict[UUID, Disbursement] = field(default_factory=dict)

    def says(self) -> dict[UUID, Says]:
        """What each line says that holds a code."""
        return {one.coded.line: one.says for one in self.matches}

    def counts(self) -> Counter[str]:
        """How many lines say what; those without a code wait as what the bank calls them."""
        says = self.says()
        return Counter(
            says[one.id].value if one.id in says else one.said.kind.value for part in self.lines for one in part
        )


def plan(session: Session, account: CashAccount, found: Iterable[Statement]) -> Plan:
    """Say what would become of the lines of these statements, and of older ones that wait for what is in them."""
    statements = list(found)
    codes = {token for one in statements for line in one.lines for token in line.tokens if len(token) == _CODE_LENGTH}
    known = payments_by_code(session, sorted(codes))
    named = (line.transaction for one in statements for line in one.lines if line.transaction)
    known |= payments_by_transaction(session, account.network, named)
    made = Plan([[_new(line, known) for line in one.lines if line.minor] for one in statements])
    older = _older(session, account.code)
    made.payments = {paid.id: paid for paid in [*known.values(), *(paid for _line, paid in older)]}
    states = {ident: _state(session, paid) for ident, paid in made.payments.items()}
    coded = [Coded(one.id, account.code, one.currency, one.minor, states[paid.id]) for one, paid in older]
    coded += [
        Coded(one.id, account.code, account.currency, one.said.minor, states[one.payment])
        for part in made.lines
        for one in part
        if one.payment
    ]
    held = {fund: cash.minor for fund, cash in cash_in(session, account.code).items()}
    funds = {payment.fund for payment in states.values()}
    free = {fund: available(session, fund, account.currency) for fund in funds}
    made.matches = list(match(coded, held, free))
    return made


def _new(line: StatementLine, known: dict[str, Disbursement]) -> NewLine:
    payments = {known[token].id for token in (*line.tokens, line.transaction) if token in known}
    return NewLine(uuid4(), line, payments.pop() if len(payments) == 1 else None)


def _older(session: Session, cash: str) -> Sequence[tuple[BankLine, Disbursement]]:
    query = (
        select(BankLine, Disbursement)
        .join(Disbursement, Disbursement.id == BankLine.disbursement_id)
        .options(joinedload(Disbursement.award).joinedload(Award.fund), joinedload(Disbursement.run))
        .where(BankLine.stage == LineStage.OPEN, BankLine.cash_account == cash)
        .order_by(BankLine.day, BankLine.statement_id, BankLine.number)
    )
    return [(line, paid) for line, paid in session.execute(query)]


def _state(session: Session, paid: Disbursement) -> Payment:
    arrived = booking_of(paid).arrived(session, paid)
    return Payment(paid.id, paid.award.fund_id, cash_of(paid), paid.currency, paid.minor, paid.stage.value, arrived)
