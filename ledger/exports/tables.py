"""The tables of a bundle: columns, types and rows, as docs/log-format.md section 8 has them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ledger.exports import ledger_rows, money_rows, people_rows

BATCH = 500


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file. `key` are the columns that tell its rows apart."""

    name: str
    columns: str
    rows: Callable[[Session, int], Iterable[Sequence[Any]]]
    key: str
    integers: str = ""

    def heads(self) -> list[str]:
        """Return the names of the columns."""
        return self.columns.split()

    def schema(self) -> dict[str, Any]:
        """Return the table's schema (Frictionless Table Schema)."""
        whole = set(self.integers.split())
        fields = [{"name": n, "type": "integer" if n in whole else "string"} for n in self.heads()]
        return {"fields": fields, "primaryKey": self.key.split(), "missingValues": [""]}


TABLES = (
    Table(
        "gl_detail",
        "Journal_ID Journal_ID_Line_Number Effective_Date Fiscal_Year Period Entered_Date Entered_Time Entered_By"
        " Approved_By JE_Header_Description Source Business_Unit_Code GL_Account_Number GL_Account_Name Account_Type"
        " Amount_Credit_Debit_Indicator Amount Amount_Currency Transaction_Amount Transaction_Currency Minor"
        " Base_Minor Holder Reference_Kind Reference Sub_Account_Version Balance_Minor Base_Balance_Minor"
        " Reversal_Indicator Reversal_Journal_ID Log_Seq",
        money_rows.gl_detail,
        "Journal_ID Journal_ID_Line_Number",
        "Journal_ID Journal_ID_Line_Number Fiscal_Year Period Minor Base_Minor Sub_Account_Version Balance_Minor"
        " Base_Balance_Minor Log_Seq",
    ),
    Table(
        "trial_balance",
        "GL_Account_Number Business_Unit_Code Currency Holder Balance_Minor Base_Balance_Minor",
        money_rows.trial_balance_rows,
        "GL_Account_Number Business_Unit_Code Currency Holder",
        "Balance_Minor Base_Balance_Minor",
    ),
    Table(
        "chart_of_accounts",
        "GL_Account_Number GL_Account_Name Account_Type",
        money_rows.chart,
        "GL_Account_Number",
    ),
    Table("currencies", "currency digits", money_rows.currencies, "currency", "digits"),
    Table(
        "user_listing",
        "User_ID code Role_Responsibility from until",
        people_rows.users,
        "User_ID Role_Responsibility from",
    ),
    Table(
        "funds",
        "fund code donor currency opens closes purposes received_minor promised_minor paid_minor available_minor",
        money_rows.funds,
        "fund",
        "received_minor promised_minor paid_minor available_minor",
    ),
    Table(
        "contributions",
        "contribution fund donor minor currency stage received_on",
        money_rows.contributions,
        "contribution",
        "minor",
    ),
    Table("beneficiaries", "beneficiary household", people_rows.beneficiaries, "beneficiary"),
    Table(
        "awards",
        "award reference kind beneficiary fund purpose minor currency stage emergency proposal",
        ledger_rows.awards,
        "award",
        "minor",
    ),
    Table("instalments", "award number due minor stage", ledger_rows.instalments, "award number", "number minor"),
    Table("runs", "run reference channel currency cash stage proposal", ledger_rows.runs, "run"),
    Table(
        "disbursements",
        "disbursement reference award number run minor currency stage replaces settled_on",
        ledger_rows.disbursements,
        "disbursement",
        "number minor",
    ),
    Table(
        "proposals",
        "proposal kind stage revision needed sha256 proposer",
        people_rows.proposals,
        "proposal",
        "revision needed",
    ),
    Table(
        "decisions",
        "proposal revision person decision at key log_seq",
        people_rows.decisions,
        "proposal revision person",
        "revision log_seq",
    ),
    Table("log", "seq at work actor verb leaf_hash", people_rows.log, "seq", "seq"),
)


def csv_parts(table: Table, session: Session, size: int) -> Iterator[bytes]:
    """Stream a table as CSV, a batch of rows at a time."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.heads())
    for place, row in enumerate(table.rows(session, size), start=1):
        writer.writerow([plain(cell) for cell in row])
        if place % BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def plain(cell: Any) -> Any:
    """Write a cell as tables have it: nothing for null, small letters for booleans, an enum's value."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return getattr(cell, "value", cell)


def datapackage(tables: Sequence[Table] = TABLES) -> dict[str, Any]:
    """Describe all tables (Frictionless Tabular Data Package)."""
    return {
        "name": "almoner-bundle-tables",
        "profile": "tabular-data-package",
        "resources": [
            {
                "name": table.name,
                "path": f"tables/{table.name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
                "schema": table.schema(),
            }
            for table in tables
        ],
    }
