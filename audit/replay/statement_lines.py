"""Money that a statement line shows: each line is used once."""

from typing import Any

from audit.replay.reading import Reading

Line = dict[str, Any]


def use(reading: Reading, statement: str) -> None:
    """H2: a statement line is one thing."""
    reading.create(("booked", statement), "the use of statement line")
    known = reading.state.bank_lines.get(statement)
    if known is not None:
        known.taken = True


def free(reading: Reading, statement: str) -> None:
    """Let a line that came to no entry be another thing."""
    reading.created.discard(("booked", statement))
    known = reading.state.bank_lines.get(statement)
    if known is not None:
        known.taken = known.aside = False


def cash_line(fund: str, cash: str, currency: str, minor: int, statement: str | None) -> Line:
    """Give the line of an entry that holds money in a cash account."""
    named = {"account": "1000", "holder": cash, "statement": statement}
    return {"fund": fund, "currency": currency, "minor": minor, **named}


def line(fund: str, account: str, currency: str, minor: int) -> Line:
    """Give another line of an entry."""
    return {"fund": fund, "account": account, "currency": currency, "minor": minor}
