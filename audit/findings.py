"""Findings: what does not hold, where, and under which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

NOWHERE = -1
"""The place of a finding that is about no entry of the log."""

MOST_KEPT = 500
"""Findings of one rule that are kept in full: a forged file must not fill the memory with them."""

STEPS = {
    "bag": "every file is listed once, and has the SHA-256 listed",
    "tree": "entries, hash tiles and root of the log agree (H8)",
    "checkpoint": "the head of the log is signed by its key, witnesses' signatures hold",
    "schema": "every entry is canonical and holds what its verb calls for, nothing else",
    "H1": "journal entries balance, running balances follow",
    "H2": "numbers without gap, nothing created or reversed twice",
    "H3": "proposals are decided by enough other people",
    "H4": "what was signed is what was proposed and carried out",
    "H5": "no fund promises more than it received",
    "H6": "no award is overpaid, no instalment paid twice, no household helped twice unless all sign why",
    "H7": "every change of stage is allowed and has its cause",
    "H8": "the log continues its earlier heads",
    "H9": "what is sealed is signed by its writer, and nothing has room for words about a person",
    "H10": "locks are held, and what is sealed is opened, only by the people it takes",
    "H11": "people act within their roles",
    "H13": "nothing is carried out twice",
    "H14": "amounts are whole numbers in known currencies",
    "signature": "signatures hold under the keys in the log",
    "tables": "the tables say what the log says",
    "journal": "the plain-text journal says what the log says",
    "workbook": "the workbook says what the log says",
}
"""Rule or step to what holds when it has no finding, in the order they are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold.

    `rule` is H1…H14 or the step that found it; `seq` the entry it is about, -1 for none.
    """

    rule: str
    seq: int
    message: str


class Findings:
    """Collects findings and counts, by rule, how many things were checked.

    `kept` holds at most MOST_KEPT findings of a rule; `found` counts them all.
    """

    __slots__ = ("checks", "found", "kept")

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.found: Counter[str] = Counter()
        self.checks: Counter[str] = Counter()

    def find(self, rule: str, message: str, seq: int = NOWHERE) -> None:
        """Record one thing that does not hold."""
        self.take([Finding(rule, seq, message)])

    def count(self, rule: str, number: int = 1) -> None:
        """Note that so many things were held against a rule."""
        self.checks[rule] += number

    def take(self, findings: Iterable[Finding]) -> None:
        """Record findings made elsewhere."""
        for finding in findings:
            self.found[finding.rule] += 1
            if self.found[finding.rule] <= MOST_KEPT:
                self.kept.append(finding)

    def join(self, others: Findings) -> None:
        """Add what another collector has found and counted."""
        self.kept += others.kept
        self.found += others.found
        self.checks += others.checks
