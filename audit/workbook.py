"""The workbook of a bundle: its figures held to those that follow from the log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from audit.bundle import Bundle
from audit.facts import Facts
from audit.findings import Findings
from audit.journal_rows import figured
from audit.spreadsheet import Workbook
from audit.trouble import Unreadable

FILE = "data/workbook.xlsx"
MOST = 1 << 29
TRIAL_BALANCE = "Trial balance"
HEADS = ("Account", "Name", "Fund", "Currency", "Holder", "Balance minor", "Base balance minor")
SHEETS = (
    "Contents",
    TRIAL_BALANCE,
    "Funds",
    "Fund figures",
    "Awards",
    "Decisions",
    "Runs",
    "Loans",
    "Disbursements",
    "Entries",
    "Openings",
    "Findings",
)
SUMMED = {"Loans": "lent_minor"}
"""The column that a sheet is summed over, where it is not `minor`."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows a sheet has, and what their minor units come to over all currencies."""

    rows: int
    minor: int


def check_workbook(bundle: Bundle, findings: Findings, facts: Facts) -> None:
    """Hold trial balance, counts and sums to the log."""
    try:
        book = Workbook(bundle.read(FILE, MOST))
        for name in SHEETS:
            if name not in book.sheets:
                findings.find("workbook", f"it has no sheet '{name}'")
        check_balances(book, findings, facts)
        totals = totals_of(facts)
        for name, due in totals.items():
            findings.count("workbook")
            found = read_total(book, name)
            if found != due:
                findings.find(
                    "workbook",
                    f"sheet '{name}' has {found.rows} rows over {found.minor} minor units,"
                    f" the log {due.rows} over {due.minor}",
                )
        counts = counts_of(facts)
        for name, rows in counts.items():
            findings.count("workbook")
            there = sum(1 for _ in rows_of(book, name))
            if there != rows:
                findings.find("workbook", f"sheet '{name}' has {there} rows, the log {rows}")
        check_contents(book, findings, totals, counts)
    except (Unreadable, LookupError, ValueError) as problem:
        findings.find("workbook", f"{FILE}: {problem}")


def totals_of(facts: Facts) -> dict[str, Total]:
    """Return the totals that follow from the log, by sheet."""
    state = facts.state
    lines = [line["minor"] for entry in state.entries for line in entry.lines]
    awards = [one.minor for one in state.awards.values()]
    payments = [one.minor for one in state.disbursements.values()]
    return {
        "Entries": Total(len(lines), sum(lines)),
        "Awards": Total(len(awards), sum(awards)),
        "Disbursements": Total(len(payments), sum(payments)),
        "Loans": Total(len(state.loans), sum(one.lent for one in state.loans.values())),
    }


def counts_of(facts: Facts) -> dict[str, int]:
    """Return how many rows follow from the log for each sheet without a total."""
    state = facts.state
    return {
        "Funds": len(state.funds),
        "Fund figures": len(figured(facts)),
        "Decisions": len(state.decisions),
        "Runs": len(state.runs),
        "Openings": len(state.openings),
    }


def read_total(book: Workbook, name: str) -> Total:
    """Add up a sheet that may go on in further ones. Raises ValueError, Unreadable."""
    rows = minor = 0
    for head, row in rows_of(book, name):
        rows += 1
        minor += int(row[head.index(SUMMED.get(name, "minor"))] or "0")
    return Total(rows, minor)


def rows_of(book: Workbook, name: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the head in small letters and each row, as wide, of a sheet and its continuations."""
    continued = re.compile(re.escape(name) + r"(?: [0-9]+)?")
    for sheet in book.sheets:
        if continued.fullmatch(sheet):
            rows = book.rows(sheet)
            head = [cell.strip().lower() for cell in next(rows, [])]
            for row in rows:
                if any(row):
                    yield head, row + [""] * (len(head) - len(row))


def check_balances(book: Workbook, findings: Findings, facts: Facts) -> None:
    """Hold each row of the trial balance to the sub-account it is about."""
    due: Counter[tuple[str, ...]] = Counter(
        (
            account,
            facts.names.get(account, ""),
            facts.code_of(fund),
            currency,
            holder,
            str(sub.balance),
            str(sub.base_balance),
        )
        for (fund, account, currency, holder), sub in facts.state.balances.items()
    )
    found: Counter[tuple[str, ...]] = Counter()
    for head, row in rows_of(book, TRIAL_BALANCE):
        account, name, *figures = (row[head.index(one.lower())] for one in HEADS)
        found[account, name if account in facts.names else "", *figures] += 1
    findings.count("workbook", len(due))
    for lost in sorted((due - found).elements()):
        findings.find("workbook", f"the trial balance lacks {' '.join(lost)}")
    for more in sorted((found - due).elements()):
        findings.find("workbook", f"the trial balance has {' '.join(more)}, the log has not")


def check_contents(book: Workbook, findings: Findings, totals: dict[str, Total], counts: dict[str, int]) -> None:
    """Hold totals and counts on the first sheet, and the stored values of its formulas, to the log."""
    due = {name: [one.rows, one.minor, one.minor, 0] for name, one in totals.items()}
    due |= {name: [rows] for name, rows in counts.items()}
    told = set()
    for row in book.rows("Contents"):
        if row and row[0] in due:
            told.add(row[0])
            findings.count("workbook")
            if [cell.strip() for cell in row[1:] if cell] != list(map(str, due[row[0]])):
                findings.find("workbook", f"sheet 'Contents' tells other totals of '{row[0]}'")
    for name in sorted(due.keys() - told):
        findings.find("workbook", f"sheet 'Contents' tells nothing of '{name}'")
