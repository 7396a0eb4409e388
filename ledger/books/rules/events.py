"""The rule table: which event may debit and credit which accounts. Anything else is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.books.rules.chart import (
    ADVANCES,
    ALLOWANCE,
    CASH,
    CHARGES,
    COMMITTED,
    COMMITTED_CONTRA,
    CONTRIBUTIONS,
    CONVERSION,
    DUE_TO_DONORS,
    EXCHANGE,
    EXPENSE,
    IN_ADVANCE,
    IN_TRANSIT,
    INTEREST,
    LOAN_LOSSES,
    LOANS,
    LOSSES,
    NAMES,
    PAYABLE,
    REFUNDS,
    TRANSFERS,
    UNREALISED,
)
from ledger.books.rules.lines import Place, Placed
from ledger.errors import Misuse

VERSION = 2
"""The version of this table; every entry names the one it was posted under."""

_SPENT = frozenset(EXPENSE.values())
_DIFFERENCE = frozenset({CONVERSION, EXCHANGE})
"""What an exchange difference is posted to, beside the money itself."""
_DOCUMENTED = {CASH, ADVANCES, LOANS, ALLOWANCE, CONVERSION, PAYABLE, IN_TRANSIT, DUE_TO_DONORS, IN_ADVANCE}
_ANY = frozenset(NAMES) - _DOCUMENTED - {COMMITTED, COMMITTED_CONTRA}
"""What a proposal of its own may post to. The other accounts follow documents one by one (statements, advances, loans,
disbursements, refunds, gifts), and would no longer say what those say."""
MANUAL = tuple(sorted(_ANY))


@dataclass(frozen=True, slots=True)
class Rule:
    """The accounts that an event debits and credits, and the family it is exported under (AICPA `Source`)."""

    family: str
    debit: frozenset[str]
    credit: frozenset[str]


def _rule(family: str, debit: Iterable[str], credit: Iterable[str]) -> Rule:
    return Rule(family, frozenset(debit), frozenset(credit))


def _exchanging(family: str, debit: Iterable[str], credit: Iterable[str]) -> Rule:
    """A rule whose two sides may be worth different amounts in base."""
    return _rule(family, {*debit, *_DIFFERENCE}, {*credit, *_DIFFERENCE})


EVENTS = {
    "contribution": _rule("contribution", [CASH], [CONTRIBUTIONS]),
    "contribution_in_advance": _rule("contribution", [CASH], [IN_ADVANCE]),
    "income_earned": _rule("contribution", [IN_ADVANCE], [CONTRIBUTIONS]),
    "award_unconditional": _rule("award", _SPENT, [PAYABLE]),
    "award_conditional": _rule("award", [COMMITTED], [COMMITTED_CONTRA]),
    "instalment_due": _rule("award", [COMMITTED_CONTRA], [COMMITTED]),
    "instalment_recognised": _rule("award", _SPENT, [PAYABLE]),
    "award_reduced": _rule("award", [PAYABLE], _SPENT),
    "award_cancelled": _rule("award", [COMMITTED_CONTRA], [COMMITTED]),
    "money_recovered": _exchanging("award", [CASH], _SPENT),
    "payment_sent": _rule("payment", [PAYABLE], [IN_TRANSIT]),
    "payment_debited": _exchanging("payment", [IN_TRANSIT], [CASH]),
    "payment_failed": _rule("payment", [IN_TRANSIT], [PAYABLE]),
    "payment_returned": _exchanging("payment", [CASH, CHARGES], [PAYABLE]),
    "commitment_used": _rule("loan", [COMMITTED_CONTRA], [COMMITTED]),
    "commitment_restored": _rule("loan", [COMMITTED], [COMMITTED_CONTRA]),
    "loan_disbursed": _rule("loan", [LOANS], [IN_TRANSIT]),
    "loan_failed": _rule("loan", [IN_TRANSIT], [LOANS]),
    "loan_returned": _exchanging("loan", [CASH, CHARGES], [LOANS]),
    "loan_repaid": _exchanging("loan", [CASH, ADVANCES], [LOANS]),
    "loan_allowance": _rule("loan", [LOAN_LOSSES, ALLOWANCE], [ALLOWANCE, LOAN_LOSSES]),
    "loan_written_off": _rule("loan", [ALLOWANCE, LOAN_LOSSES], [LOANS]),
    "loan_recovered": _exchanging("loan", [CASH, ADVANCES], [LOAN_LOSSES]),
    "loan_granted": _rule("loan", _SPENT, [LOANS]),
    "exchange": _exchanging("treasury", [CASH], [CASH]),
    "bank_charge": _rule("treasury", [CHARGES], [CASH]),
    "interest": _rule("treasury", [CASH], [INTEREST]),
    "loss": _rule("treasury", [LOSSES], [CASH]),
    "wrong_debit": _rule("payment", [ADVANCES], [CASH]),
    "wrong_debit_returned": _rule("payment", [CASH], [ADVANCES]),
    "wrong_debit_lost": _rule("payment", [LOSSES], [ADVANCES]),
    "wrong_debit_recovered": _rule("payment", [CASH], [LOSSES]),
    "fund_transfer": _rule("treasury", [CASH, TRANSFERS], [CASH, TRANSFERS]),
    "refund_due": _rule("treasury", [REFUNDS, IN_ADVANCE], [DUE_TO_DONORS]),
    "refund_cancelled": _rule("treasury", [DUE_TO_DONORS], [REFUNDS, IN_ADVANCE]),
    "refund_paid": _exchanging("treasury", [DUE_TO_DONORS], [CASH]),
    "revaluation": _rule("treasury", [CASH, UNREALISED, CONVERSION], [CASH, UNREALISED, CONVERSION]),
    "advance": _rule("advance", [ADVANCES], [CASH]),
    "paid_by_intermediary": _exchanging("advance", [PAYABLE], [ADVANCES]),
    "intermediary_fee": _rule("advance", [CHARGES], [ADVANCES]),
    "advance_returned": _rule("advance", [CASH], [ADVANCES]),
    "advance_lost": _rule("advance", [LOSSES], [ADVANCES]),
    "manual": _rule("manual", _ANY, _ANY),
}


WITHOUT_STATEMENT = frozenset({"fund_transfer", "revaluation"})
"""Events that no statement shows: money stays in the account, and changes its fund or its worth."""


def check_lines(event: str, lines: Sequence[Placed]) -> None:
    """Raise Misuse unless the lines balance per fund and currency, and in base per fund (H1), within the event's rule.

    The conversion account is worth nothing in base after every entry.
    """
    rule = EVENTS.get(event)
    if rule is None:
        message = f"there is no rule for the event {event}"
        raise Misuse(message)
    sums: dict[tuple[str, Place | str], int] = defaultdict(int)
    for place, line in lines:
        side = rule.debit if (line.minor or line.base) > 0 else rule.credit
        if line.account not in side:
            message = f"the event {event} does not post {line.minor} to {line.account}"
            raise Misuse(message)
        sums["minor", place] += line.minor
        sums["base", str(place.fund)] += line.base
        if line.account == CONVERSION:
            sums["conversion", str(place.fund)] += line.base
    if len(lines) < 2 or any(sums.values()):  # noqa: PLR2004 - two sides of an entry
        message = f"the lines of {event} do not balance"
        raise Misuse(message)
