"""H1 and H2 of cash: only a line of a statement posts to it, and a line is posted whole, once."""

from typing import Any

from audit.replay.reading import Reading
from audit.replay.records import Posted

CASH = "1000"
WITHOUT = frozenset({"fund_transfer", "revaluation"})
"""Events in which money stays in its account."""


def check_shown(reading: Reading, entry: Posted) -> None:
    """Hold the cash lines of an entry to the statement lines they name, at the end of the unit of work."""
    past = reading.unit.importing is not None or entry.event in WITHOUT
    for line in entry.lines:
        named, is_cash = line["statement"], line["account"] == CASH
        reading.checks["H1"] += is_cash
        if named is not None:
            use_line(reading, entry, line)
        elif is_cash and not past:
            reading.find("H1", f"entry {entry.number} posts to cash, and no statement line shows it")


def use_line(reading: Reading, entry: Posted, line: dict[str, Any]) -> None:
    """Count what an entry posts by a statement line."""
    named, unit = line["statement"], reading.unit
    shown = reading.known(reading.state.bank_lines, named, "statement line")
    if shown is None:
        return
    if entry.unsound:
        # Its figures are a finding already; they are not held to the statement as well.
        shown.used_in, shown.posted = unit.ident, shown.minor
        return
    said = (line["account"], line["holder"], line["currency"])
    # A line of a closed period, and one that waited for another line, is posted on a later day.
    if said != (CASH, shown.cash, shown.currency) or entry.date < shown.date:
        reading.find("H1", f"entry {entry.number} posts other money, or on an earlier day, than line {named} shows")
    if shown.used_in is None:
        shown.used_in = unit.ident
        reading.later(check_used, named)
    elif shown.used_in != unit.ident:
        reading.checks["H2"] += 1
        reading.find("H2", f"statement line {named} is posted a second time by entry {entry.number}")
        return
    shown.posted += line["minor"]


def check_used(reading: Reading, named: str) -> None:
    """H1: what is posted by a line is what it shows."""
    shown = reading.state.bank_lines[named]
    reading.checks["H1"] += 1
    if shown.posted != shown.minor:
        reading.find("H1", f"statement line {named} shows {shown.minor}, the entries post {shown.posted}")
