"""Histories in which somebody hands in what they did not take in."""

from tests.audit.replay import advancing, lending
from tests.audit.replay.handing_in import hand_in
from tests.audit.replay.histories import History, uid


def taken_in(history: History, minor: int, holder: str = "HAND-1") -> None:
    """Let a loan be paid back to somebody who holds the money for us."""
    lending.repay(history, lending.lent(history, "l1", [500, 500], "r1"), minor, holder=holder)


def hand_in_more(history: History) -> None:
    """Hand in, of an advance, more than was paid back to them."""
    advancing.register(history)
    advancing.start(history, "a1", 500, 0)
    taken_in(history, 300, advancing.CODE)
    hand_in(history, "in", 301, advancing.CODE)


def hand_in_of_another_amount(history: History) -> None:
    """Post more than was handed in."""
    taken_in(history, 300)
    hand_in(history, "in", 300)
    next(one for one in history.entries if one["verb"] == "cash.handed_in")["data"]["minor"] = 299


def hand_in_as_officer(history: History) -> None:
    """Book it as somebody who is not in finance."""
    taken_in(history, 300)
    hand_in(history, "in", 300)
    for entry in history.entries:
        if entry["work"] == history.entries[-1]["work"]:
            entry["actor"] = uid("Olga")


WRONG = {
    hand_in_more: ("H6", "they took in"),
    hand_in_of_another_amount: ("H7", "differs from its cause"),
    hand_in_as_officer: ("H11", "cash.handed_in is not for"),
}
