"""Statements in a history: lines that wait, what was debited wrongly, and what the bank gave back."""

from tests.audit.replay import deeds
from tests.audit.replay.histories import History, uid


def take_in(history: History, minors: list[int], **changed: object) -> list[str]:
    """Take in a statement of the account, and return the ids of its lines."""
    history.work("Fay")
    return history.bank(deeds.CASH, "EUR", minors, **changed)


def claim(history: History, line: str, minor: int) -> None:
    """Claim from the bank what a line shows that it should not have debited."""
    history.work("Fay")
    history.write("claim.made", claim=line, fund=uid("F1"), minor=minor)
    move(history, "wrong_debit", line, line, minor)


def settle(history: History, made: str, line: str, minor: int) -> None:
    """Take back what was claimed, as another line shows."""
    history.work("Fay")
    history.write("claim.settled", claim=made)
    move(history, "wrong_debit_returned", made, line, -minor)


def move(history: History, event: str, made: str, line: str, minor: int) -> None:
    """Post a claim's entry by a statement line that is known already."""
    fund = uid("F1")
    lines = ((fund, "1300", minor, deeds.CASH), (fund, "1000", -minor, deeds.CASH))
    history.post(event, ("bank_claim", made), "EUR", *lines, by=line)


def tell_bank(history: History) -> None:
    """Describe the account; put a line aside; claim one back from the bank; let one wait."""
    history.work("Fay")
    history.write("cash.described", cash=deeds.CASH, sha256="ab" * 32)
    doubled, back, _waits = take_in(history, [-700, 700, 25])
    history.write("line.set_aside", line=doubled, why="duplicate_debit")
    claim(history, doubled, 700)
    settle(history, doubled, back, 700)
    take_in(history, [])
