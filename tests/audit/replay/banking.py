"""Statements in a history: lines that wait, what was debited wrongly, and what the bank gave back."""

from tests.audit.replay import deeds, treasury
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


def ask_loss(history: History, made: str, minor: int, **changed: object) -> None:
    """Propose to give a claim up."""
    content = {"claim": made, "cash": deeds.CASH}
    members = {"reason": "bank_refuses", **treasury.money(minor), **changed}
    treasury.ask(history, "claim_loss", made, content, subject=made, **members)


def lose(history: History, made: str, minor: int) -> None:
    """Approve it: what was claimed is a loss of the fund."""
    history.write("claim.lost", claim=made, proposal=treasury.agree(history, "claim_loss", made))
    fund = uid("F1")
    history.post(
        "wrong_debit_lost", ("bank_claim", made), "EUR", (fund, "5850", minor, ""), (fund, "1300", -minor, deeds.CASH)
    )


def recover(history: History, made: str, line: str, minor: int) -> None:
    """Take back what was given up."""
    history.work("Fay")
    history.write("claim.settled", claim=made)
    fund = uid("F1")
    lines = ((fund, "1000", minor, deeds.CASH), (fund, "5850", -minor, ""))
    history.post("wrong_debit_recovered", ("bank_claim", made), "EUR", *lines, by=line)


def move(history: History, event: str, made: str, line: str, minor: int) -> None:
    """Post a claim's entry by a statement line that is known already."""
    fund = uid("F1")
    lines = ((fund, "1300", minor, deeds.CASH), (fund, "1000", -minor, deeds.CASH))
    history.post(event, ("bank_claim", made), "EUR", *lines, by=line)


def tell_bank(history: History) -> None:
    """Describe the account; put a line aside; claim one back from the bank; let one wait."""
    history.work("Fay")
    history.write("cash.described", cash=deeds.CASH, sha256="ab" * 32)
    doubled, back, _waits, wrong, late = take_in(history, [-700, 700, 25, -300, 300])
    history.write("line.set_aside", line=doubled, why="duplicate_debit")
    claim(history, doubled, 700)
    settle(history, doubled, back, 700)
    claim(history, wrong, 300)
    ask_loss(history, wrong, 300)
    lose(history, wrong, 300)
    recover(history, wrong, late, 300)
    take_in(history, [])
