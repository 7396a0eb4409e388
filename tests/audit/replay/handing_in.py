"""Repayments of loans that somebody took in for us, handed in."""

from tests.audit.replay.histories import History, uid
from tests.audit.replay.treasury import cash, line, shown


def hand_in(history: History, name: str, minor: int, holder: str = "HAND-1") -> None:
    """Let a statement show what somebody hands in."""
    history.work("Fay")
    told = {"fund": uid("F1"), "currency": "EUR", "minor": minor, **shown(name, history)}
    history.write("cash.handed_in", booking=uid(name), holder=holder, **told)
    lines = [cash(minor, statement=name), line("1300", -minor, holder=holder)]
    history.enter("advance_returned", ("booking", uid(name)), lines)
