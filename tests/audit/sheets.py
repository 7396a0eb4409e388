"""Writes the workbook of a test's bundle with openpyxl, formulas with their stored values."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from audit.facts import Facts
from audit.workbook import HEADS, SHEETS, counts_of, totals_of


def workbook(facts: Facts, **changed: list[list[Any]]) -> bytes:
    """Return a workbook; `changed` replaces the rows of a sheet, `_` standing for a space."""
    state = facts.state
    totals, counts = totals_of(facts), counts_of(facts)
    sheets: dict[str, list[list[Any]]] = {
        "Contents": [["What", "Rows", "Sum", "By formula", "Difference"]]
        + [[name, one.rows, one.minor, one.minor, 0] for name, one in totals.items()]
        + [[name, rows] for name, rows in counts.items()],
        "Trial balance": [list(HEADS), *balances(facts)],
        "Awards": [["award", "minor"]] + [[ident, one.minor] for ident, one in state.awards.items()],
        "Loans": [["award", "lent_minor"]] + [[ident, one.lent] for ident, one in state.loans.items()],
        "Disbursements": [["disbursement", "minor"]]
        + [[ident, one.minor] for ident, one in state.disbursements.items()],
        "Entries": [["Entry", "Line", "Minor", "Base minor"]]
        + [
            [entry.number, line["line"], line["minor"], line["base"]] for entry in state.entries for line in entry.lines
        ],
        **{name: [[name], *([number] for number in range(rows))] for name, rows in counts.items()},
    }
    sheets.update({name.replace("_", " "): rows for name, rows in changed.items()})
    book = Workbook(write_only=True)
    for name in [*SHEETS, *(name for name in sheets if name not in SHEETS)]:
        sheet = book.create_sheet(name)
        for row in sheets.get(name, []):
            sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def balances(facts: Facts) -> list[list[Any]]:
    """Return the rows of the trial balance."""
    return [
        [account, facts.names[account], facts.code_of(fund), currency, holder, sub.balance, sub.base_balance]
        for (fund, account, currency, holder), sub in facts.state.balances.items()
    ]
