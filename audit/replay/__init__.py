"""Replay: every control re-performed from the entries of the log alone.

Written from the log format and the rules H1-H14, apart from the software that keeps the log: the
two share no rule, so that a mistake in one is a finding of the other. It reads no file and opens
nothing; whoever reads the log feeds it entries in order.

- An entry that breaks a rule gives a finding, and replay goes on from what the log says, so that
  one fault gives few findings.
- Journal entries are matched with their causes at the end of each unit of work, in either order.
- Strange data is a finding under `schema`, never an exception.
"""

from typing import Any

from audit.findings import Finding
from audit.replay.reading import ODD, Reading, Signatures, attempt
from audit.replay.rows import ROWS, replay_entry
from audit.replay.state import State, sum_up_funds
from audit.replay.works import close, step

__all__ = ["ROWS", "Replay"]


class Replay:
    """Feed it every entry of a log in order, then `finish` it and read what it found.

    `checks` counts how many things were held against each rule; `state` is what the tables of a
    bundle must agree with. Without a checker that can work, signatures are not checked, and a
    finding under `signature` says so.
    """

    __slots__ = ("_reading",)

    def __init__(self, checker: Signatures | None = None) -> None:
        self._reading = Reading(checker)

    @property
    def findings(self) -> list[Finding]:
        """What was found, in the order of the log."""
        return self._reading.findings

    @property
    def checks(self) -> dict[str, int]:
        """How many things were held against each rule."""
        return self._reading.checks

    @property
    def state(self) -> State:
        """The figures and stages the log leads to."""
        return self._reading.state

    def feed(self, entry: dict[str, Any], seq: int) -> None:
        """Replay the entry that stands at a place of the log, counted from 0."""
        reading = self._reading
        reading.seq = seq
        try:
            step(reading, entry, seq)
            replay_entry(reading, entry)
        except ODD as problem:
            reading.find_odd(problem)

    def finish(self) -> None:
        """Close the last unit of work, sum up the funds, and say what could not be checked."""
        reading = self._reading
        close(reading)
        reading.seq = -1
        attempt(reading, sum_up)
        if reading.unchecked:
            reading.find("signature", f"{reading.unchecked} signatures were NOT checked")
        reading.findings.sort(key=lambda finding: finding.seq)


def sum_up(reading: Reading) -> None:
    """Fill in the figures of the funds."""
    sum_up_funds(reading.state)
