"""The rows of the tables about how money travelled, as they follow from the log: files, evidence, advances."""

from __future__ import annotations

from collections.abc import Iterator

from audit.comparison import Cell, written
from audit.facts import Facts

FILES = "file run form sha256 count minor currency stage person replaces"
EVIDENCE = "disbursement way person date"
NUMBERS = "disbursement by place commitment"
ADVANCES = "advance reference intermediary code fund minor currency fee_minor charged_minor left_minor stage proposal"


def payment_files(facts: Facts) -> Iterator[str]:
    """Yield a line for each payment file that was handed over."""
    for ident, one in sorted(facts.state.payment_files.items()):
        about: list[Cell] = [ident, one.run, one.form, one.sha256, one.count, one.minor, one.currency]
        yield written([*about, "lost" if one.lost else "made", one.maker, one.replaces])


def evidence(facts: Facts) -> Iterator[str]:
    """Yield a line for each way by which one person knows that a payment arrived."""
    for ident, one in sorted(facts.state.disbursements.items()):
        for (way, person), day in sorted(one.signs.items()):
            yield written([ident, way, person, day])


def payment_numbers(facts: Facts) -> Iterator[str]:
    """Yield a line for each payment that is known by a number of its own: a commitment to it."""
    for ident, one in sorted(facts.state.disbursements.items()):
        if one.named is not None:
            yield written([ident, *one.named])


def advances(facts: Facts) -> Iterator[str]:
    """Yield a line for each advance to an intermediary."""
    for ident, one in sorted(facts.state.advances.items()):
        money: list[Cell] = [one.fund, one.minor, one.currency, one.fee, one.charged, one.left]
        yield written([ident, one.reference, one.intermediary, one.code, *money, one.stage, one.proposal])
