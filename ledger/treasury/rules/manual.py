"""Manual entries as they are typed: both sides the same, on accounts that no document keeps. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.books.rules.events import MANUAL
from ledger.errors import N_, Refusal
from ledger.money import split

MOST = 12
"""Lines in one entry: somebody reads each before they sign."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One line: positive debit, negative credit, in the entry's currency."""

    account: str
    minor: int


def check_typed(lines: Sequence[Typed]) -> int:
    """Return what an entry moves, the sum of its debits. Raises Refusal where it cannot be posted."""
    debit = sum(line.minor for line in lines if line.minor > 0)
    if not debit or not any(line.minor < 0 for line in lines):
        raise Refusal(N_("Write at least one debit and one credit."))
    if len(lines) > MOST or any(not line.minor for line in lines):
        raise Refusal(N_("Write at most %(most)s lines, none of nothing."), most=MOST)
    if any(line.account not in MANUAL for line in lines):
        raise Refusal(N_("This account follows documents of its own and takes no manual entry."))
    if sum(line.minor for line in lines):
        raise Refusal(N_("Debits and credits are not the same. Correct one of them."))
    return debit


def in_base_lines(lines: Sequence[Typed], worth: int) -> list[int]:
    """Share what an entry is worth in base over its lines, each side by largest remainder, so that both sum exactly."""
    debit = iter(split(worth, [line.minor for line in lines if line.minor > 0]))
    credit = iter(split(worth, [-line.minor for line in lines if line.minor < 0]))
    return [next(debit) if line.minor > 0 else -next(credit) for line in lines]
