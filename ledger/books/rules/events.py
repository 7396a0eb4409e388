"""The rule table: which event may debit and credit which accounts. Anything else is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.books.rules.chart import (
    CASH,
    CHARGES,
    COMMITTED,
    COMMITTED_CONTRA,
    CONTRIBUTIONS,
    EXPENSE,
    IN_TRANSIT,
    PAYABLE,
)
from ledger.errors import Misuse

VERSION = 1
"""The version of this table; every entry names the one it was posted under."""

_SPENT = frozenset(EXPENSE.values())


@dataclass(frozen=True, slots=True)
class Rule:
    """The accounts that an event debits and credits, and the family it is exported under (AICPA `Source`)."""

    family: str
    debit: frozenset[str]
    credit: frozenset[str]


def _rule(family: str, debit: Iterable[str], credit: Iterable[str]) -> Rule:
    return Rule(family, frozenset(debit), frozenset(credit))


EVENTS = {
    "contribution": _rule("contribution", [CASH], [CONTRIBUTIONS]),
    "award_unconditional": _rule("award", _SPENT, [PAYABLE]),
    "award_conditional": _rule("award", [COMMITTED], [COMMITTED_CONTRA]),
    "instalment_due": _rule("award", [COMMITTED_CONTRA], [COMMITTED]),
    "instalment_recognised": _rule("award", _SPENT, [PAYABLE]),
    "award_reduced": _rule("award", [PAYABLE], _SPENT),
    "award_cancelled": _rule("award", [COMMITTED_CONTRA], [COMMITTED]),
    "payment_sent": _rule("payment", [PAYABLE], [IN_TRANSIT]),
    "payment_debited": _rule("payment", [IN_TRANSIT], [CASH]),
    "payment_failed": _rule("payment", [IN_TRANSIT], [PAYABLE]),
    "payment_returned": _rule("payment", [CASH, CHARGES], [PAYABLE]),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line in the making: positive debit, negative credit; `base` in the base currency's minor units."""

    account: str
    minor: int
    base: int
    holder: str = ""


def check_lines(event: str, lines: list[Line]) -> None:
    """Raise Misuse unless the lines balance and the event may touch their accounts (H1)."""
    rule = EVENTS.get(event)
    if rule is None:
        message = f"there is no rule for the event {event}"
        raise Misuse(message)
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        side = rule.debit if (line.minor or line.base) > 0 else rule.credit
        if line.account not in side:
            message = f"the event {event} does not post {line.minor} to {line.account}"
            raise Misuse(message)
        sums["minor"] += line.minor
        sums["base"] += line.base
    if len(lines) < 2 or sums["minor"] or sums["base"]:  # noqa: PLR2004 - two sides of an entry
        message = f"the lines of {event} do not balance"
        raise Misuse(message)
