"""The plain-text journal of a bundle, held to the journal entries of its log.

It is written for hledger: one transaction an entry in the order of the log, and on every posting
the balance it leaves. How accounts are called there is free, but each sub-account has one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.bundle import Bundle
from audit.facts import Facts, amount
from audit.findings import NOWHERE, Findings
from audit.replay.records import Posted
from audit.trouble import Unreadable

FILE = "data/journal.hledger"
MOST_TOLD = 20

_HEAD = re.compile(
    r"(?P<posted>\d{4}-\d\d-\d\d)(?:=(?P<day>\d{4}-\d\d-\d\d))? "
    r"\((?P<number>\d+)\) (?P<event>\w+)(?: +;.*)?"
)
_IGNORED = ("commodity ", "account ", ";")

Transaction = tuple[str, list[str]]


class Names:
    """Which sub-account goes by which name: one name each, and no name twice."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str, str], str] = {}
        self._taken: set[str] = set()

    def fits(self, key: tuple[str, str, str, str], name: str) -> bool:
        """Say whether a sub-account may go by a name, and remember it from now on."""
        known = self._names.get(key)
        if known is not None:
            return known == name
        if name in self._taken or not name.startswith(key[1]):
            return False
        self._names[key] = name
        self._taken.add(name)
        return True


def check_journal(bundle: Bundle, findings: Findings, facts: Facts) -> None:
    """Hold every transaction to the entry of the log at its place."""
    names = Names()
    found = read_transactions(bundle)
    told = 0
    try:
        for entry in facts.state.entries:
            transaction = next(found, None)
            findings.checks["journal"] += 1
            fault = "is missing" if transaction is None else fault_of(transaction, entry, names)
            if fault is not None:
                told += 1
                findings.find("journal", f"transaction {entry.number} {fault}", entry.seq)
                if told == MOST_TOLD or transaction is None:
                    findings.find("journal", "it is not compared any further")
                    return
        if next(found, None) is not None:
            findings.find("journal", "it has a transaction that is not in the log", NOWHERE)
    except (Unreadable, ValueError) as problem:
        findings.find("journal", f"{FILE}: {problem}")


def read_transactions(bundle: Bundle) -> Iterator[Transaction]:
    """Yield head and postings of each transaction. Raises ValueError, Unreadable."""
    head: str | None = None
    postings: list[str] = []
    for number, line in enumerate(bundle.lines(FILE), start=1):
        if line[:1] == " " and head is not None:
            postings.append(line.strip())
            continue
        if head is not None:
            yield head, postings
            head, postings = None, []
        if line[:1].isdigit():
            head = line.rstrip("\n")
        elif line.strip() and not line.startswith(_IGNORED):
            raise ValueError(f"line {number} is nothing that a journal of a bundle holds")
    if head is not None:
        yield head, postings


def fault_of(transaction: Transaction, entry: Posted, names: Names) -> str | None:
    """Say in what a transaction differs from its entry; None when it does not."""
    head, postings = transaction
    match = _HEAD.fullmatch(head)
    if match is None:
        return "has a first line that cannot be read"
    said = (match["number"], match["day"] or match["posted"], match["posted"], match["event"])
    if said != (str(entry.number), entry.date, entry.at[:10], entry.event):
        return f"says {said[0]} {said[3]} of {said[1]}, the log {entry.event} of {entry.date}"
    if len(postings) != len(entry.lines):
        return f"has {len(postings)} postings, the entry {len(entry.lines)} lines"
    for posting, line in zip(postings, entry.lines, strict=True):
        name, _, figures = posting.partition("  ")
        currency = line["currency"]
        due = f"{amount(line['minor'], currency)} {currency}"
        left = f"{amount(line['balance'], currency)} {currency}"
        if figures != f"{due} = {left}":
            return f"says {figures.strip()!r} in line {line['line']}, the log {due} = {left}"
        if not names.fits((line["fund"], line["account"], currency, line["holder"]), name):
            return f"names the account of line {line['line']} {name!r}, which is another's"
    return None
