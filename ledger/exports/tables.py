"""The tables of a bundle: columns, types and rows, as docs/log-format.md section 8 has them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ledger.exports import award_rows, bank_rows, channel_rows, ledger_rows, money_rows, people_rows, sealed_rows

BATCH = 500


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file.

    `columns` are names, each with its type behind a colon where it is no string (Frictionless Table Schema). `key`
    are the columns that tell rows apart. `links` are columns whose values stand in another table, each written
    `column>table.column`.
    """

    name: str
    columns: str
    rows: Callable[[Session, int], Iterable[Sequence[Any]]]
    key: str
    links: str = ""

    def heads(self) -> list[str]:
        """Return the names of the columns."""
        return [column.partition(":")[0] for column in self.columns.split()]


TABLES = (
    Table(
        "gl_detail",
        "Journal_ID:integer Journal_ID_Line_Number:integer Effective_Date:date Fiscal_Year:integer Period:integer"
        " Entered_Date:date Entered_Time:time Entered_By Approved_By JE_Header_Description Source Business_Unit_Code"
        " GL_Account_Number GL_Account_Name Account_Type Amount_Credit_Debit_Indicator Amount:number Amount_Currency"
        " Transaction_Amount:number Transaction_Currency Minor:integer Base_Minor:integer Holder Reference_Kind"
        " Reference Sub_Account_Version:integer Balance_Minor:integer Base_Balance_Minor:integer Reversal_Indicator"
        " Reversal_Journal_ID Log_Seq:integer",
        money_rows.gl_detail,
        "Journal_ID Journal_ID_Line_Number",
        "Approved_By>user_listing.User_ID Business_Unit_Code>funds.code"
        " GL_Account_Number>chart_of_accounts.GL_Account_Number Amount_Currency>currencies.currency"
        " Transaction_Currency>currencies.currency Log_Seq>log.seq",
    ),
    Table(
        "trial_balance",
        "GL_Account_Number Business_Unit_Code Currency Holder Balance_Minor:integer Base_Balance_Minor:integer",
        money_rows.trial_balance_rows,
        "GL_Account_Number Business_Unit_Code Currency Holder",
        "GL_Account_Number>chart_of_accounts.GL_Account_Number Business_Unit_Code>funds.code"
        " Currency>currencies.currency",
    ),
    Table("chart_of_accounts", "GL_Account_Number GL_Account_Name Account_Type", money_rows.chart, "GL_Account_Number"),
    Table("currencies", "currency digits:integer", money_rows.currencies, "currency"),
    Table(
        "user_listing",
        "User_ID code Role_Responsibility from:date until:date",
        people_rows.users,
        "User_ID Role_Responsibility from until",
    ),
    Table(
        "funds",
        "fund code donor currency opens:date closes:date purposes",
        money_rows.funds,
        "fund",
        "currency>currencies.currency",
    ),
    Table(
        "fund_figures",
        "fund currency received_minor:integer promised_minor:integer paid_minor:integer available_minor:integer",
        money_rows.fund_figures,
        "fund currency",
        "fund>funds.fund currency>currencies.currency",
    ),
    Table(
        "budgets",
        "budget number:integer fund version:integer method code items minor:integer currency proposal",
        money_rows.budgets,
        "budget number",
        "fund>funds.fund currency>currencies.currency proposal>proposals.proposal",
    ),
    Table(
        "contributions",
        "contribution fund donor minor:integer currency stage received_on:date",
        money_rows.contributions,
        "contribution",
        "fund>funds.fund currency>currencies.currency",
    ),
    Table(
        "statements",
        "statement cash currency from:date until:date count:integer",
        bank_rows.statements,
        "statement",
        "currency>currencies.currency",
    ),
    Table(
        "statement_lines",
        "line statement number:integer date:date minor:integer currency kind stage",
        bank_rows.statement_lines,
        "line",
        "statement>statements.statement currency>currencies.currency",
    ),
    Table("beneficiaries", "beneficiary household", people_rows.beneficiaries, "beneficiary"),
    Table(
        "awards",
        "award reference kind beneficiary fund purpose supports_from:date supports_until:date minor:integer"
        " currency stage emergency:boolean stopped:boolean way:integer proposal",
        ledger_rows.awards,
        "award",
        "beneficiary>beneficiaries.beneficiary fund>funds.fund currency>currencies.currency"
        " proposal>proposals.proposal",
    ),
    Table(
        "instalments",
        "award number:integer due:date minor:integer stage",
        ledger_rows.instalments,
        "award number",
        "award>awards.award",
    ),
    Table(
        "reviews",
        "award number:integer log_seq:integer at:datetime outcome reason again_on:date person",
        award_rows.reviews,
        "award number log_seq",
        "award>awards.award person>user_listing.User_ID log_seq>log.seq",
    ),
    Table(
        "emergencies",
        "award requested_at:datetime first_signed_at:datetime approved_at:datetime sent_at:datetime",
        award_rows.emergencies,
        "award",
        "award>awards.award",
    ),
    Table(
        "loans",
        "award currency lent_minor:integer repaid_minor:integer written_off_minor:integer granted_minor:integer"
        " recovered_minor:integer allowance_minor:integer stage suspended:boolean rescheduled:integer",
        ledger_rows.loans,
        "award",
        "award>awards.award currency>currencies.currency",
    ),
    Table(
        "repayments",
        "Journal_ID:integer award event date:date minor:integer currency holder statement",
        ledger_rows.repayments,
        "Journal_ID",
        "award>awards.award currency>currencies.currency",
    ),
    Table(
        "runs",
        "run reference channel currency cash stage proposal",
        ledger_rows.runs,
        "run",
        "currency>currencies.currency proposal>proposals.proposal",
    ),
    Table(
        "disbursements",
        "disbursement reference award number:integer run minor:integer currency stage replaces settled_on:date"
        " split_of part:integer parts:integer forced_by grade:integer",
        ledger_rows.disbursements,
        "disbursement",
        "award>awards.award run>runs.run currency>currencies.currency replaces>disbursements.disbursement"
        " split_of>disbursements.disbursement",
    ),
    Table(
        "payment_files",
        "file run form sha256 count:integer minor:integer currency stage person replaces",
        channel_rows.payment_files,
        "file",
        "run>runs.run currency>currencies.currency person>user_listing.User_ID replaces>payment_files.file",
    ),
    Table(
        "evidence",
        "disbursement way person date:date",
        channel_rows.evidence,
        "disbursement way person",
        "disbursement>disbursements.disbursement person>user_listing.User_ID",
    ),
    Table(
        "payment_numbers",
        "disbursement by place commitment",
        channel_rows.payment_numbers,
        "disbursement",
        "disbursement>disbursements.disbursement",
    ),
    Table(
        "advances",
        "advance reference intermediary code fund minor:integer currency fee_minor:integer charged_minor:integer"
        " left_minor:integer stage proposal",
        channel_rows.advances,
        "advance",
        "fund>funds.fund currency>currencies.currency proposal>proposals.proposal",
    ),
    Table(
        "proposals",
        "proposal kind stage revision:integer needed:integer sha256 proposer",
        people_rows.proposals,
        "proposal",
        "proposer>user_listing.User_ID",
    ),
    Table(
        "decisions",
        "proposal revision:integer person decision overlap overlap_reason at:datetime key log_seq:integer",
        people_rows.decisions,
        "proposal revision person",
        "proposal>proposals.proposal person>user_listing.User_ID log_seq>log.seq",
    ),
    Table(
        "locks",
        "lock name epoch:integer person since_seq:integer",
        sealed_rows.locks,
        "lock person",
        "person>user_listing.User_ID since_seq>log.seq",
    ),
    Table(
        "envelopes",
        "envelope beneficiary compartment version:integer way:integer channel paid_to sha256 person at:datetime"
        " log_seq:integer",
        sealed_rows.envelopes,
        "envelope",
        "beneficiary>beneficiaries.beneficiary person>user_listing.User_ID log_seq>log.seq",
    ),
    Table(
        "openings",
        "opening beneficiary compartment envelope requester reason asked_at:datetime until:datetime consenter"
        " consented_at:datetime stage settled_at:datetime log_seq:integer",
        sealed_rows.openings,
        "opening",
        "beneficiary>beneficiaries.beneficiary requester>user_listing.User_ID consenter>user_listing.User_ID"
        " log_seq>log.seq",
    ),
    Table("log", "seq:integer at:datetime work actor verb leaf_hash", people_rows.log, "seq"),
)


class _Lines(list[str]):
    """Takes each row as the writer hands it over, and ends it with a newline alone.

    The writer itself ends rows with CRLF, since only then does it quote a carriage return inside a cell.
    """

    def write(self, row: str) -> None:
        """Take a row."""
        self.append(row.removesuffix("\r\n") + "\n")


def csv_parts(table: Table, session: Session, size: int) -> Iterator[bytes]:
    """Stream a table as CSV, a batch of rows at a time."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(table.heads())
    for row in table.rows(session, size):
        writer.writerow([plain(cell) for cell in row])
        if len(lines) >= BATCH:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def plain(cell: Any) -> Any:
    """Write a cell as tables have it: nothing for null, small letters for booleans, an enum's value."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return getattr(cell, "value", cell)
