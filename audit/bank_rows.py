"""The rows of the tables about statements, as they follow from the log."""

from __future__ import annotations

from collections.abc import Iterator

from audit.comparison import written
from audit.facts import Facts
from audit.replay.records import BankLine


def statements(facts: Facts) -> Iterator[str]:
    """Yield a line for each statement."""
    for ident, one in sorted(facts.state.statements.items()):
        yield written([ident, one.cash, one.currency, one.since, one.until, len(one.lines)])


def statement_lines(facts: Facts) -> Iterator[str]:
    """Yield a line for each movement, with where it stands."""
    for ident, one in sorted(facts.state.bank_lines.items()):
        yield written([ident, one.statement, one.number, one.date, one.minor, one.currency, one.kind, stage_of(one)])


def stage_of(line: BankLine) -> str:
    """Say where a line stands: posted, put aside, or waiting."""
    if line.taken or line.used_in is not None:
        return "matched"
    return "set_aside" if line.aside else "open"
